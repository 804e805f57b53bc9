"""The refusals of this app. Their codes are promised to partners."""

from common.errors import Refusal


class TokenMissing(Refusal):
    """The call bears no access token."""

    code = "token_missing"
    http_status = 401
    message = "请求没有带访问令牌，请在 Authorization 标头中写明“Bearer 令牌”。"


class TokenUnknown(Refusal):
    """The access token is not one of this county's: mistyped, of another county, or forgotten."""

    code = "token_unknown"
    http_status = 401
    message = "访问令牌无效；令牌只在发放它的县有效，请用客户端密钥重新申请。"


class TokenExpired(Refusal):
    """The access token is over; a new one is had with the client's secret."""

    code = "token_expired"
    http_status = 401
    message = "访问令牌已过期，请用客户端密钥重新申请。"


class ClientRevoked(Refusal):
    """The client was revoked, or its last day is over."""

    code = "client_revoked"
    http_status = 401
    message = "接口客户端已吊销或者已过有效期，请联系本县安全管理员。"


class WrongClient(Refusal):
    """No client of this county has this number and secret."""

    code = "invalid_client"
    http_status = 401
    message = "客户端编号或者密钥不正确。"


class NetworkNotAllowed(Refusal):
    """The call comes from an address outside the client's networks."""

    code = "network_not_allowed"
    http_status = 403
    message = "来源地址{address}不在这个客户端登记的网段内，请联系本县安全管理员。"


class CertificateNotShown(Refusal):
    """The client is bound to a TLS certificate, and the call did not show it."""

    code = "certificate_not_shown"
    http_status = 401
    message = "这个客户端须出示登记的TLS客户端证书，本次连接没有出示或者不是同一证书。"


class ScopeMissing(Refusal):
    """The token was not issued for this purpose."""

    code = "scope_missing"
    http_status = 403
    message = "令牌没有权限范围“{scope}”，请在申请令牌时写明，并确认客户端获准使用。"


class ScopeUnknown(Refusal):
    """A scope that does not exist, or that the client was not given."""

    code = "invalid_scope"
    http_status = 400
    message = "权限范围“{scope}”不存在，或者没有授予这个客户端。"


class ScopeBeyondRole(Refusal):
    """A client was to have a scope that its role can do nothing with."""

    code = "scope_beyond_role"
    http_status = 422
    message = "角色“{role}”没有“{permission}”的权限，用不了权限范围“{scope}”。"


class NetworkUnreadable(Refusal):
    """An allowed network is no network."""

    code = "network_unreadable"
    http_status = 422
    message = "“{network}”不是网段，请写成“203.0.113.0/24”或者单个地址。"


class NetworkTooWide(Refusal):
    """An allowed network is the whole internet or a great part of it."""

    code = "network_too_wide"
    http_status = 422
    message = "网段“{network}”范围过大；IPv4不大于/8，IPv6不大于/16。"


class ClientCodeTaken(Refusal):
    """Another client of the county has this number."""

    code = "client_code_taken"
    message = "客户端编号“{code}”已经使用，请换一个。"


class ClientGone(Refusal):
    """The client was revoked: it gets no new secret and no other limits."""

    code = "client_gone"
    message = "{client}已经吊销，不能再更改；需要时请登记新的客户端。"


class KeyMissing(Refusal):
    """A call that changes something must bear an Idempotency-Key."""

    code = "idempotency_key_missing"
    http_status = 400
    message = "写入请求须带 Idempotency-Key 标头（1至100个可见字符），重发时用同一个值。"


class KeyUsedForOther(Refusal):
    """The Idempotency-Key was used before for another call or another body."""

    code = "idempotency_key_reused"
    http_status = 422
    message = "Idempotency-Key“{key}”此前用于另一个请求，请换一个新值。"


class KeyInUse(Refusal):
    """A call with the same Idempotency-Key is being worked on at this moment."""

    code = "idempotency_key_in_use"
    message = "带同一 Idempotency-Key 的请求正在处理，请稍后重发。"

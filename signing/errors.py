"""What signing refuses. The codes are a promise (docs/errors.md)."""

from common.errors import Refusal


class CertificateExpired(Refusal):
    """The certificate in use has run out."""

    code = "certificate_expired"
    message = "签名证书“{certificate}”已于{day}到期，不能再用于签名；请安全管理员登记新的证书。"


class CertificateNotYetValid(Refusal):
    """The certificate in use begins later than the moment of signing."""

    code = "certificate_not_yet_valid"
    message = "签名证书“{certificate}”自{day}起才有效，现在不能用于签名；请核对服务器时间或者改用有效证书。"


class CertificateUnreadable(Refusal):
    """The key file or the token cannot be opened, or holds something else than is registered."""

    code = "certificate_unreadable"
    http_status = 422
    message = "签名证书“{certificate}”无法使用：{why}。"


class CertificateUnfit(Refusal):
    """What was offered is a certificate, but not one that may seal papers."""

    code = "certificate_unfit"
    http_status = 422
    message = "这张证书不能登记：{why}。"


class CertificateKnown(Refusal):
    """The same certificate is registered already."""

    code = "certificate_known"
    message = "证书“{certificate}”已经登记过（{state}），不能重复登记。"


class SignatureFailed(Refusal):
    """The key was there, but the signature did not come about."""

    code = "signature_failed"
    http_status = 503
    message = "签名没有完成：{why}。文书未作任何改动，系统稍后自动重试。"


class RevocationAway(Refusal):
    """The long-term form needs fresh revocation lists, and they are not to be had now."""

    code = "revocation_away"
    http_status = 503
    message = (
        "暂时取不到证书“{certificate}”的吊销信息，长期有效签名稍后自动重试；现有签名不受影响。"
    )


class PdfNotSignable(Refusal):
    """The bytes are no PDF that an incremental update can be added to."""

    code = "pdf_not_signable"
    http_status = 422
    message = "这个文件不能签名：{why}。"


class SealPictureUnfit(Refusal):
    """A picture of a seal must be a PNG with a transparent ground, square and sharp enough."""

    code = "seal_picture_unfit"
    http_status = 422
    message = "这张印章图片不能使用：{why}。"


class SealServiceAway(Refusal):
    """The certified seal service does not answer, or says that it is busy."""

    code = "seal_service_away"
    http_status = 503
    message = "电子印章服务没有应答，系统稍后用同一请求编号重试，不会重复用印。"


class SealServiceRefused(Refusal):
    """The certified seal service answered no."""

    code = "seal_service_refused"
    message = "电子印章服务拒绝用印：{why}（代码{code}）。"


class SealServiceWrong(Refusal):
    """The service's answer does not fit the contract or the request."""

    code = "seal_service_wrong"
    http_status = 502
    message = "电子印章服务的应答不符合约定：{why}。本次结果未采用。"


class NoSealService(Refusal):
    """No service is set."""

    code = "no_seal_service"
    message = "没有设置电子印章服务，请运维人员设置 YUJIAN_SEAL_SERVICE_URL 后再试。"

"""The refusals of this app."""

from common.errors import Refusal


class UsernameTaken(Refusal):
    """Another person of the county signs in with this name."""

    code = "username_taken"
    message = "用户名“{username}”已有人使用，请换一个。"


class PasswordTooWeak(Refusal):
    """The password does not keep the rules."""

    code = "password_too_weak"
    http_status = 422
    message = "密码不符合要求：{why}"


class InvitationInvalid(Refusal):
    """The one-time link was used, changed, or is older than three days."""

    code = "invitation_invalid"
    http_status = 404
    message = "这个一次性链接已经用过、失效或不完整，请联系管理员重新发送。"


class AdministratorExists(Refusal):
    """The first administrators are appointed once, when the county is opened."""

    code = "administrator_exists"
    message = "本县已有管理员，新的管理员请由其在“人员”页面添加。"


class AuxiliaryCannotSign(Refusal):
    """An auxiliary cannot hold an enforcement certificate."""

    code = "auxiliary_cannot_sign"
    message = "{person}是辅助人员，可以到场但不能执法签字，不能登记执法证。"


class UnknownRole(Refusal):
    """No role has this code."""

    code = "unknown_role"
    http_status = 422
    message = "没有名为“{role}”的角色，请从列表中选择。"


class CertificateTaken(Refusal):
    """An enforcement certificate of this number stands under somebody already."""

    code = "certificate_taken"
    message = "执法证号“{number}”已登记在{person}名下，请核对证号。"


class CertificateEndsEarly(Refusal):
    """The last day of a certificate lies before its first."""

    code = "certificate_ends_early"
    http_status = 422
    message = "执法证有效期止（{until}）早于有效期起（{since}），请核对后再登记。"


class LastAdministrator(Refusal):
    """Without this person nobody could manage people any more."""

    code = "last_administrator"
    message = "{person}是本县唯一在用的管理员，请先指定另一位管理员，再停用或取消其管理员角色。"

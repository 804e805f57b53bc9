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
    message = "这个一次性链接已经用过、失效或不完整，请联系本县系统管理员重新发放。"


class AdministratorExists(Refusal):
    """The first administrators are appointed once, when the county is opened."""

    code = "administrator_exists"
    message = "本县已有{role}；再增加时，请由系统管理员开设账户、安全管理员授予角色。"


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
    """Without this person the county would have no administrator of this kind any more."""

    code = "last_administrator"
    message = "{person}是本县唯一在用的{role}，请先指定另一位{role}，再停用账户或取消其角色。"


class RolesApart(Refusal):
    """An administrator of one kind would be something else as well."""

    code = "roles_apart"
    http_status = 422
    message = (
        "“{roles}”不能由同一人担任：系统管理员、安全管理员、审计管理员互不兼任，"
        "也不兼任业务角色；请分别授予不同的人员。"
    )


class CannotGrantSelf(Refusal):
    """Nobody gives or takes roles of their own."""

    code = "cannot_grant_self"
    message = "不能给自己授予或取消角色，请由另一位安全管理员办理。"


class AccountInactive(Refusal):
    """Roles are for accounts in use."""

    code = "account_inactive"
    message = "{person}的账户已停用，请先由系统管理员启用，再授予角色。"

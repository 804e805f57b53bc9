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


class PasswordUsedBefore(Refusal):
    """The password is the present one or one of the last few."""

    code = "password_used_before"
    http_status = 422
    message = "这个密码最近用过；不能与现在的密码及之前用过的共{count}个密码相同，请换一个。"


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


class WrongLogin(Refusal):
    """User name and password do not belong together, or the account is not in use."""

    code = "wrong_login"
    http_status = 422
    message = "用户名或密码不正确，请重新输入；忘记密码请联系本县管理员。"


class WrongPassword(Refusal):
    """Somebody who is signed in was asked for the present password and gave another one."""

    code = "wrong_password"
    http_status = 422
    message = "现在的密码不正确，请重新输入。"


class WrongCode(Refusal):
    """The code of the authenticator or of the paper is wrong, too old, or was used before."""

    code = "wrong_code"
    http_status = 422
    message = "验证码不正确或已经用过；请等动态码更新后再输入，并核对手机时间是否准确。"


class TooManyTries(Refusal):
    """Too many tries in a row; the same answer whether or not anybody has this name."""

    code = "too_many_tries"
    http_status = 429
    message = "尝试次数过多，{until}以后才能再试；急需使用的，请联系本县管理员。"


class OwnFactor(Refusal):
    """An administrator cannot take away the own authenticator."""

    code = "own_factor"
    message = "不能重置自己的动态码，请由另一位管理员办理；需要更换手机的，请在“登录安全”中换绑。"


class NoFactor(Refusal):
    """There is no authenticator that could be reset or renewed."""

    code = "no_factor"
    message = "{person}没有启用动态码，无须重置。"


class FactorExists(Refusal):
    """An authenticator stands already, and no code of it was given."""

    code = "factor_exists"
    message = "您已启用动态码；更换手机请登录后在“登录安全”中换绑。"


class FactorIsNeeded(Refusal):
    """Whoever approves or administers cannot do without the second factor."""

    code = "factor_is_needed"
    message = "您的角色可以审批或管理，登录必须使用动态码，不能关闭。"


class SessionGone(Refusal):
    """The session ended already, or is another person's."""

    code = "session_gone"
    http_status = 404
    message = "这个登录已经结束。"


class OperatorsLiveInPublic(Refusal):
    """Operators are people of the platform, not of a county."""

    code = "operators_live_in_public"
    message = "平台运维人员不属于任何县，请不带 --county 执行这个命令。"


class RoleOfOthers(Refusal):
    """A role of machines was given to a person, or one of people to a machine."""

    code = "role_of_others"
    message = "系统接口只能持有接口角色，人员只能持有人员角色，不能授予：{roles}。"


class ServiceSignsInNowhere(Refusal):
    """A machine was to get a password."""

    code = "service_signs_in_nowhere"
    message = "{person}是系统接口，不设密码、不登录；它的密钥在“接口客户端”页面管理。"

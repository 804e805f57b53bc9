"""Roles in code: each a sentence for people and a set of permissions."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.permissions import Permission as P


@dataclass(frozen=True, slots=True)
class Role:
    code: str
    name: str
    sentence: str
    permissions: frozenset[P]


SYSTEM_ADMINISTRATOR = "system_administrator"
SECURITY_ADMINISTRATOR = "security_administrator"
AUDIT_ADMINISTRATOR = "audit_administrator"
# 三员分立, GB/T 22239-2019 8.1.5.1 to 8.1.5.3: whoever is one of these is nothing else.
APART = (SYSTEM_ADMINISTRATOR, SECURITY_ADMINISTRATOR, AUDIT_ADMINISTRATOR)

_VIEWS = {
    P.INSTITUTION_VIEW,
    P.CAMPAIGN_VIEW,
    P.VISIT_VIEW,
    P.EVIDENCE_VIEW,
    P.NOTICE_VIEW,
    P.CASE_VIEW,
    P.FUND_VIEW,
    P.REPORT_VIEW,
}


def _role(code: str, name: str, sentence: str, *permissions: P, views: bool = True) -> Role:
    return Role(code, name, sentence, frozenset(permissions) | (_VIEWS if views else frozenset()))


_ALL = (
    _role(
        "inspector",
        "执法人员",
        "现场检查、记录问题、起草并送达文书、复查，承办案件。",
        P.VISIT_PLAN,
        P.VISIT_RECORD,
        P.NOTICE_DRAFT,
        P.NOTICE_SERVE,
        P.NOTICE_REINSPECT,
        P.CASE_HANDLE,
        P.ASSIGNMENT_ASK,
    ),
    _role(
        "section_head",
        "股长",
        "批准检查，确认记录，组织随机抽查，审批整改通知，审核停办通知和案件，组织约谈，批准拨付和退费。",
        P.VISIT_PLAN,
        P.VISIT_APPROVE,
        P.VISIT_CONFIRM,
        P.DRAW_MANAGE,
        P.CAMPAIGN_MANAGE,
        P.NOTICE_ENDORSE,
        P.NOTICE_EXTEND,
        P.NOTICE_WITHDRAW,
        P.NOTICE_SERVE,
        P.CASE_ENDORSE,
        P.INTERVIEW_HOLD,
        P.FUND_APPROVE,
        P.ASSIGNMENT_ASK,
        P.REPORT_DECLARE,
        P.HISTORY_VIEW,
    ),
    _role(
        "legal_reviewer",
        "法制审核",
        "查阅全部文书和历史，对案件作法制审核，主持听证，评查案卷。",
        P.CASE_REVIEW,
        P.CASE_HEAR,
        P.CASE_SUPERVISE,
        P.HISTORY_VIEW,
    ),
    _role(
        "bureau_head",
        "局领导",
        "逐件批准停办通知，批准立案和处罚决定，预先签发当场责令改正文书，见证随机抽查。",
        P.VISIT_APPROVE,
        P.VISIT_CONFIRM,
        P.DRAW_WITNESS,
        P.DRAW_VOID,
        P.NOTICE_APPROVE_STOP,
        P.CASE_DECIDE,
        P.CASE_SUPERVISE,
        P.FUND_APPROVE,
        P.SUPERVISION_LIST,
        P.ORDER_RELEASE,
        P.NOTICE_WITHDRAW,
        P.HISTORY_VIEW,
    ),
    _role(
        "registry_clerk",
        "登记员",
        "登记机构及其变更，录入整改报告和送达回证，归档案卷，见证随机抽查。",
        P.DRAW_WITNESS,
        P.INSTITUTION_EDIT,
        P.INSTITUTION_MOVE,
        P.NOTICE_ANSWER,
        P.NOTICE_SERVE,
        P.CASE_ARCHIVE,
        P.REPORT_DECLARE,
    ),
    _role(
        "funds_supervisor",
        "资金监管员",
        "登记监管账户、合同和账目，核对银行流水，提出拨付和退费。",
        P.FUND_BOOK,
        P.FUND_MANAGE,
        P.ASSIGNMENT_ASK,
        P.ASSIGNMENT_ANSWER,
    ),
    _role(
        "partner_officer",
        "协作部门人员",
        "参加联合检查，见证随机抽查，办理转来的事项；只看得到与本部门有关的内容。",
        P.VISIT_RECORD,
        P.DRAW_WITNESS,
        P.ASSIGNMENT_ANSWER,
        P.ENDPOINT_VIEW,
        views=False,
    ),
    _role(
        SYSTEM_ADMINISTRATOR,
        "系统管理员",
        "开设和停用账户，登记执法证，设定本县参数、文书表述和工作日历；不授予角色，不办理业务。",
        P.USER_VIEW,
        P.USER_MANAGE,
        P.POLICY_EDIT,
        views=False,
    ),
    _role(
        SECURITY_ADMINISTRATOR,
        "安全管理员",
        "授予和取消角色，解锁账户，重置验证器，结束会话，确认条文，采用文书表述，管理印章证书、接口客户端和推送地址；不开设账户，不办理业务。",
        P.USER_VIEW,
        P.ROLE_GRANT,
        P.ACCOUNT_SECURE,
        P.POLICY_CONFIRM,
        P.SEAL_MANAGE,
        P.ENDPOINT_MANAGE,
        P.CLIENT_MANAGE,
        views=False,
    ),
    _role(
        AUDIT_ADMINISTRATOR,
        "审计管理员",
        "查看全部操作历史、封存记录和账户复核情况；不能修改任何数据。",
        P.USER_VIEW,
        P.HISTORY_VIEW,
        views=False,
    ),
)
# Of machines that call the partner API (clients/), never of a person.
_OF_SERVICES = (
    _role(
        "partner_system",
        "协作部门系统",
        "查询机构，收发与本部门有关的协办事项、联合检查和问题，报送登记信息。",
        P.INSTITUTION_VIEW,
        P.ASSIGNMENT_ASK,
        P.ASSIGNMENT_ANSWER,
        P.REGISTRY_REPORT,
        P.SANDBOX_PLAY,
        views=False,
    ),
    _role(
        "bureau_system",
        "本局系统",
        "供教育局自己的其他系统查询机构、检查、文书和案件，收发协办事项。",
        P.ASSIGNMENT_ASK,
        P.ASSIGNMENT_ANSWER,
        P.SANDBOX_PLAY,
    ),
    _role(
        "bank_system",
        "银行系统",
        "报送本行监管账户的流水，领取本行的拨付退费指令并回报结果。",
        P.FUND_BOOK,
        P.BANK_EXCHANGE,
        P.SANDBOX_PLAY,
        views=False,
    ),
)
ROLES: dict[str, Role] = {role.code: role for role in (*_ALL, *_OF_SERVICES)}
ROLE_CHOICES = [(role.code, role.name) for role in ROLES.values()]
OF_PEOPLE = tuple(role.code for role in _ALL)
OF_SERVICES = tuple(role.code for role in _OF_SERVICES)
# Held in the public schema only; no county can give it to anybody.
OPERATOR = _role(
    "operator",
    "平台运维",
    "查看各县的运行情况，处置后台任务，看不到任何县的业务数据。",
    P.PLATFORM_VIEW,
    P.PLATFORM_RUN,
    views=False,
)


def role_named(code: str) -> Role | None:
    """The role of this code, of a county or of the platform; None when there is none."""
    return OPERATOR if code == OPERATOR.code else ROLES.get(code)


def may_be_held_together(codes: list[str]) -> bool:
    """False when an administrator of one kind would be anything else as well."""
    return len(codes) == 1 or not set(codes) & set(APART)


def may_be_held_by(codes: list[str], *, is_service: bool) -> bool:
    """False when a machine would hold a role of people, or a person one of machines."""
    return set(codes) <= set(OF_SERVICES if is_service else OF_PEOPLE)


def permissions_of(codes: list[str]) -> frozenset[P]:
    """Everything these roles allow. A code that is no role allows nothing."""
    held = (role for code in codes if (role := role_named(code)))
    return frozenset().union(*(role.permissions for role in held))

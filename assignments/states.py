"""The life of an assignment: asked of a department, taken up, answered."""

from django.db.models import TextChoices

from accounts.lifecycle import Lifecycle, Move
from accounts.permissions import Permission


class AssignmentKind(TextChoices):
    JOINT_VISIT = "joint_visit", "联合检查"
    ROUTED_FINDING = "routed_finding", "问题移交"
    FUND = "fund", "资金问题"
    ASSISTANCE = "assistance", "协助调查"


class AssignmentState(TextChoices):
    ASKED = "asked", "待接收"
    ACCEPTED = "accepted", "办理中"
    ANSWERED = "answered", "已答复"
    DECLINED = "declined", "已退回"
    WITHDRAWN = "withdrawn", "已撤回"


class AnswerOutcome(TextChoices):
    """What came of it, in the words of the department that was asked."""

    ATTENDED = "attended", "已派员参加"
    HANDLED = "handled", "已处理"
    NO_PROBLEM = "no_problem", "未发现问题"
    OTHER = "other", "其他"


class FileRole(TextChoices):
    """As what a file belongs to an assignment."""

    MATERIAL = "material", "随附材料"
    ANSWER = "answer", "答复材料"
    PART = "part", "部门发现的问题的材料"


class SharingPurpose(TextChoices):
    """What something was given for; nothing goes to another body without one."""

    JOINT_VISIT = "joint_visit", "联合检查"
    ROUTED_FINDING = "routed", "处理移交的问题"
    ASSISTANCE = "assistance", "协助调查"
    FUND = "fund", "处理资金问题"
    RESULT = "result", "反馈办理结果"
    TRANSFER = "transfer", "移送案件或线索"


class PartField(TextChoices):
    """What of a department's own finding can be shared; the receiver sees these and no more."""

    TEXT = "text", "问题内容"
    LAW = "law", "依据"
    FILES = "files", "材料"


class AnswerUnit(TextChoices):
    """In which days an answer is due."""

    WORKING_DAY = "working_day", "个工作日"
    CALENDAR_DAY = "calendar_day", "日（自然日）"


S, P = AssignmentState, Permission
OPEN_STATES = (S.ASKED, S.ACCEPTED)

ASSIGNMENT = Lifecycle(
    "assignment",
    AssignmentState,
    Move("accept", (S.ASKED,), S.ACCEPTED, P.ASSIGNMENT_ANSWER, "接收"),
    Move("answer", OPEN_STATES, S.ANSWERED, P.ASSIGNMENT_ANSWER, "答复"),
    Move("decline", OPEN_STATES, S.DECLINED, P.ASSIGNMENT_ANSWER, "退回"),
    Move("withdraw", OPEN_STATES, S.WITHDRAWN, P.ASSIGNMENT_ASK, "撤回"),
)

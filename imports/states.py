"""The life of one list: read, looked at, then taken or left."""

from django.db.models import TextChoices

from accounts.lifecycle import Lifecycle, Move
from accounts.permissions import Permission


class ListKind(TextChoices):
    """What the rows of a list are about; also the name of the file that names its columns."""

    INSTITUTIONS = "institutions", "机构"
    STAFF = "staff", "从业人员"
    COURSES = "courses", "课程"


class ListState(TextChoices):
    READING = "reading", "正在核对"
    READY = "ready", "待确认"
    UNREADABLE = "unreadable", "无法读取"
    TAKING = "taking", "正在导入"
    TAKEN = "taken", "已导入"
    DISCARDED = "discarded", "已放弃"


class Verdict(TextChoices):
    """What a row would do, or why it does nothing."""

    NEW = "new", "新增"
    CHANGED = "changed", "变更"
    SAME = "same", "无变化"
    REJECTED = "rejected", "不能导入"


S = ListState
UNDER_WAY = (S.READING, S.TAKING)  # a task works on it
TAKES = (Verdict.NEW, Verdict.CHANGED)

_CLERK = Permission.INSTITUTION_EDIT
LIST_IMPORT = Lifecycle(
    "list_import",
    ListState,
    Move("note_read", (S.READING,), S.READY, None, "核对完毕"),
    Move("note_unreadable", (S.READING,), S.UNREADABLE, None, "无法读取"),
    Move("take", (S.READY,), S.TAKING, _CLERK, "确认导入"),
    Move("discard", (S.READY,), S.DISCARDED, _CLERK, "放弃导入"),
    Move("note_taken", (S.TAKING,), S.TAKEN, None, "导入完毕"),
)

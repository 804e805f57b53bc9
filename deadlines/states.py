"""The life of a deadline: it runs, stands still, is met or falls away. Overdue is no state."""

from django.db.models import TextChoices

from accounts.lifecycle import Lifecycle, Move
from accounts.permissions import Permission as P


class DeadlineState(TextChoices):
    RUNNING = "running", "进行中"
    PAUSED = "paused", "中止"
    MET = "met", "已办结"
    CANCELLED = "cancelled", "已取消"


class PeriodUnit(TextChoices):
    """In what a period is counted; the labels follow a number: 7个工作日, 90日, 6个月."""

    WORKING_DAY = "working_day", "个工作日"
    CALENDAR_DAY = "calendar_day", "日"
    MONTH = "month", "个月"
    YEAR = "year", "年"
    HOUR = "hour", "小时"


class PauseCause(TextChoices):
    """Why days do not count. Source: enforcement.md 7, excluded time: hearing, notice, testing."""

    HEARING = "hearing", "听证"
    PUBLIC_NOTICE = "public_notice", "公告"
    LITIGATION = "litigation", "行政复议或者诉讼"
    EXPERTISE = "expertise", "检测、检验、鉴定"
    OTHER = "other", "其他法定事由"


class ChangeKind(TextChoices):
    """What moved a due date."""

    CALENDAR = "calendar", "工作日历变动"
    PAUSE = "pause", "扣除中止期间"
    EXTENSION = "extension", "批准延长"


class ReminderLevel(TextChoices):
    """Who is told, one after the other."""

    OWNER = "owner", "责任人"
    SECTION_HEAD = "section_head", "股长"
    BUREAU_HEAD = "bureau_head", "局领导"


S = DeadlineState
OPEN_STATES = (S.RUNNING, S.PAUSED)

# All but extending ask nobody: a deadline does not know its thing, so the verb of the thing
# (deciding a case, opening a hearing) has asked its own right before it comes here.
DEADLINE = Lifecycle(
    "deadline",
    DeadlineState,
    Move("pause", (S.RUNNING,), S.PAUSED, None, "中止"),
    Move("resume", (S.PAUSED,), S.RUNNING, None, "恢复计算"),
    Move("extend", (S.RUNNING,), S.RUNNING, P.CASE_DECIDE, "延长"),
    Move("meet", OPEN_STATES, S.MET, None, "办结"),
    Move("cancel", OPEN_STATES, S.CANCELLED, None, "取消"),
)

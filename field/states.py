"""The life of what a phone brought back from one visit."""

from django.db.models import TextChoices

from accounts.lifecycle import Lifecycle, Move
from accounts.permissions import Permission


class RecordState(TextChoices):
    HELD = "held", "已收齐"
    RECORDED = "recorded", "已形成记录"
    REFUSED = "refused", "未能形成记录"
    IN_CONFLICT = "in_conflict", "版本冲突"
    SET_ASIDE = "set_aside", "不采用"


S, P = RecordState, Permission

FIELD_RECORD = Lifecycle(
    "field_record",
    RecordState,
    Move("write", (S.HELD,), S.RECORDED, None, "形成记录"),
    Move("refuse", (S.HELD,), S.REFUSED, None, "退回"),
    Move("dispute", (S.HELD, S.REFUSED), S.IN_CONFLICT, None, "标记冲突"),
    Move("choose", (S.IN_CONFLICT, S.REFUSED), S.HELD, P.VISIT_CONFIRM, "采用"),
    Move("set_aside", (S.IN_CONFLICT, S.REFUSED), S.SET_ASIDE, P.VISIT_CONFIRM, "不采用"),
)

UNDECIDED = (S.HELD, S.REFUSED, S.IN_CONFLICT)


class CameBy(TextChoices):
    SYNC = "sync", "设备发送"
    FILE = "file", "队列文件"

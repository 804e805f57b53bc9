"""The life of an event that a register reported: it waits until somebody here has dealt with it."""

from django.db.models import TextChoices

from accounts.lifecycle import Lifecycle, Move
from accounts.permissions import Permission


class RegistryEventKind(TextChoices):
    """What market regulation tells of a legal person or trader."""

    REGISTERED = "registered", "设立登记"
    CHANGED = "changed", "变更登记"
    DEREGISTERED = "deregistered", "注销登记"
    REVOKED = "revoked", "吊销营业执照"
    ABNORMAL_LISTED = "abnormal_listed", "列入经营异常名录"
    ABNORMAL_REMOVED = "abnormal_removed", "移出经营异常名录"


class RegistryEventState(TextChoices):
    WAITING = "waiting", "待处理"
    HANDLED = "handled", "已处理"
    NO_MATTER = "no_matter", "无需处理"


MOST_MB = 20  # of one file of an assignment

S, P = RegistryEventState, Permission

REGISTRY_EVENT = Lifecycle(
    "registry_event",
    RegistryEventState,
    Move("handle", (S.WAITING,), S.HANDLED, P.INSTITUTION_EDIT, "处理登记信息"),
    Move("leave", (S.WAITING,), S.NO_MATTER, P.INSTITUTION_EDIT, "登记信息无需处理"),
)

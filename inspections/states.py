"""The life of a visit, and the closed lists of words that rows of this app use."""

from django.db.models import TextChoices

from accounts.lifecycle import Lifecycle, Move
from accounts.permissions import Permission


class VisitState(TextChoices):
    PLANNED = "planned", "待批准"
    APPROVED = "approved", "待检查"
    RECORDED = "recorded", "待确认"
    CONFIRMED = "confirmed", "已确认"
    CANCELLED = "cancelled", "已取消"


S, P = VisitState, Permission

VISIT = Lifecycle(
    "visit",
    VisitState,
    Move("approve", (S.PLANNED,), S.APPROVED, P.VISIT_APPROVE, "批准"),
    # What was approved has changed, so it is approved anew.
    Move("amend", (S.APPROVED,), S.PLANNED, P.VISIT_PLAN, "退回重批"),
    Move("record", (S.APPROVED,), S.RECORDED, P.VISIT_RECORD, "记录"),
    Move("confirm", (S.RECORDED,), S.CONFIRMED, P.VISIT_CONFIRM, "确认"),
    Move("cancel", (S.PLANNED, S.APPROVED), S.CANCELLED, P.VISIT_PLAN, "取消"),
    Move("void", (S.RECORDED,), S.CANCELLED, P.VISIT_CONFIRM, "作废"),
)

# A confirmed visit takes no more photographs: somebody vouched for what it shows.
TAKES_PHOTOS = (S.PLANNED, S.APPROVED, S.RECORDED)


class ListedState(TextChoices):
    OPEN = "watched", "督办中"
    STRUCK_OFF = "struck_off", "已销号"
    TAKEN_DOWN = "taken_down", "已撤单"


L = ListedState
LISTED = Lifecycle(
    "listed_problem",
    ListedState,
    # The leader strikes off; whoever runs the campaign may, too. The verb asks who it is.
    Move("strike_off", (L.OPEN,), L.STRUCK_OFF, None, "销号"),
    Move("take_down", (L.OPEN,), L.TAKEN_DOWN, P.CAMPAIGN_MANAGE, "撤单"),
)


class VisitPurpose(TextChoices):
    """Why officers go (kinds of visit in use among education bureaus)."""

    ROUTINE = "routine", "日常巡查"
    RANDOM = "random", "双随机抽查"
    CAMPAIGN = "campaign", "专项整治"
    COMPLAINT = "complaint", "投诉核查"
    UNANNOUNCED = "unannounced", "四不两直"
    LOOK_BACK = "look_back", "回头看"
    ANNUAL = "annual", "年检"
    REINSPECTION = "reinspection", "复查"


class OfficerRole(TextChoices):
    LEAD = "lead", "主办"
    OFFICER = "officer", "协办"
    AUXILIARY = "auxiliary", "辅助人员"


class AnswerValue(TextChoices):
    OK = "ok", "符合"
    NOT_OK = "not_ok", "不符合"
    NOT_APPLICABLE = "not_applicable", "不适用"


class FindingKind(TextChoices):
    OWN = "own", "本部门处理"
    ROUTED = "routed", "转其他部门"


class FindingVerdict(TextChoices):
    CONFIRMED = "confirmed", "认定"
    DROPPED = "dropped", "不予认定"


class TargetGroup(TextChoices):
    """Under which heading a campaign counts an institution: fixed when it is put on the list."""

    SUBJECT = "subject", "学科类校外培训机构"
    NON_SUBJECT = "non_subject", "非学科类校外培训机构"
    CHILDCARE = "childcare", "托管机构"
    UNLICENSED = "unlicensed", "黑培训机构"


class TargetOutcome(TextChoices):
    NONE_RECORDED = "none_recorded", "未记录处理结果"
    REREGISTERED_NONPROFIT = "reregistered_nonprofit", "统一登记为非营利性机构"
    NOTICE = "notice", "下达文书"

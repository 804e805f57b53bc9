"""The lives of interviews, circulars, listings and merits.

None of them is a penalty: an interview and a circular of facts press, a listing watches (Order 53
chapter 5: 挂牌督办, 公开通报 [source: S2]). 通报批评 is penalty P2 and stands only in a decision.
"""

from django.db.models import TextChoices

from accounts.lifecycle import Lifecycle, Move
from accounts.permissions import Permission as P


class InterviewState(TextChoices):
    CALLED = "called", "已通知"
    HELD = "held", "已约谈"
    MISSED = "missed", "未到场"
    CANCELLED = "cancelled", "已取消"


class CircularState(TextChoices):
    DRAFT = "draft", "起草"
    PUBLISHED = "published", "已通报"
    WITHDRAWN = "withdrawn", "已撤回"
    DISCARDED = "discarded", "已弃用"


class ListingState(TextChoices):
    LISTED = "listed", "挂牌督办中"
    MET = "met", "已摘牌"
    ESCALATED = "escalated", "已升级处理"


class MeritState(TextChoices):
    STANDING = "standing", "有效"
    REVOKED = "revoked", "已撤销"


class MeritKind(TextChoices):
    REWARD = "reward", "表彰奖励"
    PENALTY = "penalty", "处罚处分"


V, C, L = InterviewState, CircularState, ListingState

INTERVIEW = Lifecycle(
    "interview",
    InterviewState,
    Move("hold", (V.CALLED,), V.HELD, P.INTERVIEW_HOLD, "登记约谈"),
    Move("miss", (V.CALLED,), V.MISSED, P.INTERVIEW_HOLD, "登记未到场"),
    Move("cancel", (V.CALLED,), V.CANCELLED, P.INTERVIEW_HOLD, "取消约谈"),
)

CIRCULAR = Lifecycle(
    "circular",
    CircularState,
    Move("discard", (C.DRAFT,), C.DISCARDED, P.INTERVIEW_HOLD, "弃用"),
    Move("publish", (C.DRAFT,), C.PUBLISHED, P.SUPERVISION_LIST, "批准通报"),
    Move("withdraw", (C.PUBLISHED,), C.WITHDRAWN, P.SUPERVISION_LIST, "撤回通报"),
)

LISTING = Lifecycle(
    "listing",
    ListingState,
    # Whoever answers for it or leads it: the verb asks, for no role stands for that.
    Move("progress", (L.LISTED,), L.LISTED, None, "填写进展"),
    Move("extend", (L.LISTED,), L.LISTED, P.SUPERVISION_LIST, "延长期限"),
    Move("strike", (L.LISTED,), L.MET, P.SUPERVISION_LIST, "摘牌"),
    Move("escalate", (L.LISTED,), L.ESCALATED, P.SUPERVISION_LIST, "升级处理"),
)

MERIT = Lifecycle(
    "merit",
    MeritState,
    Move("revoke", (MeritState.STANDING,), MeritState.REVOKED, P.SUPERVISION_LIST, "撤销"),
)


class ProposalState(TextChoices):
    """Of a visit that red figures propose."""

    PROPOSED = "proposed", "待决定"
    ACCEPTED = "accepted", "已安排检查"
    DECLINED = "declined", "不予安排"


FUND_VISIT = Lifecycle(
    "fund_visit",
    ProposalState,
    Move(
        "accept",
        (ProposalState.PROPOSED,),
        ProposalState.ACCEPTED,
        P.VISIT_PLAN,
        "安排检查",
    ),
    Move(
        "decline",
        (ProposalState.PROPOSED,),
        ProposalState.DECLINED,
        P.FUND_APPROVE,
        "不予安排",
    ),
)

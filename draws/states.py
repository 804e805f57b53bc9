"""The life of a draw, and the closed lists of words that rows of this app use."""

from django.db.models import TextChoices

from accounts.lifecycle import Lifecycle, Move
from accounts.permissions import Permission
from institutions.states import InstitutionState


class DrawState(TextChoices):
    DRAFT = "draft", "准备中"
    FROZEN = "frozen", "名单已锁定"
    DRAWN = "drawn", "已抽取"
    PUBLISHED = "published", "已公示"
    CANCELLED = "cancelled", "已作废"


S, P = DrawState, Permission

DRAW = Lifecycle(
    "draw",
    DrawState,
    Move("freeze", (S.DRAFT,), S.FROZEN, P.DRAW_MANAGE, "锁定名单"),
    # The verbs that bring the last part of the seed have asked their own right.
    Move("draw", (S.FROZEN,), S.DRAWN, None, "抽取"),
    Move("publish", (S.DRAWN,), S.PUBLISHED, P.DRAW_MANAGE, "公示"),
    Move("publish_due", (S.DRAWN,), S.PUBLISHED, None, "到期公示"),
    Move("cancel", (S.DRAFT, S.FROZEN), S.CANCELLED, P.DRAW_MANAGE, "作废"),
    # A result that somebody dislikes is not drawn anew by who organised it.
    Move("void", (S.DRAWN,), S.CANCELLED, P.DRAW_VOID, "作废已抽取的结果"),
)

HAS_RESULT = (S.DRAWN, S.PUBLISHED)


class SeedKind(TextChoices):
    """Where the seed comes from: from nobody here, or from several who cannot see each other."""

    COMMITMENTS = "commitments", "两个以上部门密封承诺"
    BEACON = "beacon", "公开随机信标（drand）"
    LOTTERY = "lottery", "福利彩票、体育彩票开奖号码"


class RedrawReason(TextChoices):
    RECUSAL = "recusal", "回避"
    CERTIFICATE = "certificate", "执法证失效"
    AWAY = "away", "不在岗"


# Who is drawn from: those that may work, the ones under correction included.
POOL_STATES = (
    InstitutionState.REGISTERED,
    InstitutionState.LICENSED,
    InstitutionState.RECTIFYING,
)

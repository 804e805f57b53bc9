"""The life of a draw, and the closed lists of words that rows of this app use."""

from django.db.models import TextChoices

from accounts.lifecycle import Lifecycle, Move
from accounts.permissions import Permission
from inspections.states import VisitPurpose
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


class VisitClass(TextChoices):
    """Classes of inspection, which are planned and counted differently (国办发〔2024〕54号)."""

    DAILY = "daily", "日常检查"
    SPECIAL = "special", "专项检查"
    CASE = "case", "个案检查"
    RANDOM = "random", "随机抽查"


CLASS_OF_PURPOSE = {
    VisitPurpose.ROUTINE: VisitClass.DAILY,
    VisitPurpose.ANNUAL: VisitClass.DAILY,
    VisitPurpose.CAMPAIGN: VisitClass.SPECIAL,
    VisitPurpose.UNANNOUNCED: VisitClass.SPECIAL,
    VisitPurpose.COMPLAINT: VisitClass.CASE,
    VisitPurpose.LOOK_BACK: VisitClass.CASE,
    VisitPurpose.REINSPECTION: VisitClass.CASE,
    VisitPurpose.RANDOM: VisitClass.RANDOM,
}

# What a complaint or an order makes necessary is not held back by the yearly cap.
NOT_COUNTED = tuple(purpose for purpose, one in CLASS_OF_PURPOSE.items() if one == VisitClass.CASE)


class PaperForm(TextChoices):
    APPROVAL = "approval", "行政检查审批表"
    NOTICE = "notice", "行政检查通知书"


class SeedKind(TextChoices):
    """Where the seed comes from: from nobody here, or from several who cannot see each other."""

    COMMITMENTS = "commitments", "两个以上部门密封承诺"
    BEACON = "beacon", "公开随机信标（drand）"
    LOTTERY = "lottery", "福利彩票、体育彩票开奖号码"


class DrawnOutcome(TextChoices):
    """What came out of a drawn visit, in the words of the public page and in no others."""

    CLEAN = "clean", "未发现问题"
    CORRECTED = "corrected", "发现问题，已当场改正"
    FOUND = "found", "发现问题，依法处理"


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

"""The choices of what follows a decision: money, remedies, court, and their tables of moves.

Sources: Penalty Law arts. 66 to 73; Administrative Compulsion Law arts. 53 to 57.
"""

from django.db.models import TextChoices

from accounts.lifecycle import Lifecycle, Move
from accounts.permissions import Permission as P


class PaidPart(TextChoices):
    FINE = "fine", "罚款"
    GAINS = "gains", "没收违法所得"
    SURCHARGE = "surcharge", "加处罚款"


class PayChannel(TextChoices):
    """Never cash: the deciding body collects nothing itself (art. 67)."""

    BANK = "bank", "银行代收"
    ELECTRONIC = "electronic", "电子支付"


class DeferralKind(TextChoices):
    LATER = "later", "延期缴纳"
    PARTS = "parts", "分期缴纳"


class DeferralState(TextChoices):
    ASKED = "asked", "待批准"
    GRANTED = "granted", "已批准"
    REFUSED = "refused", "不予批准"


class RemedyKind(TextChoices):
    RECONSIDERATION = "reconsideration", "行政复议"
    LITIGATION = "litigation", "行政诉讼"


class RemedyResult(TextChoices):
    UPHELD = "upheld", "维持"
    CHANGED = "changed", "变更"
    ANNULLED = "annulled", "撤销"
    ENDED = "ended", "撤回或者终止"


FELL = (RemedyResult.CHANGED, RemedyResult.ANNULLED)
"""The results after which the decision does not stand as it was made."""


class CourtAnswer(TextChoices):
    ACCEPTED = "accepted", "受理"
    REJECTED = "rejected", "不予受理或者不准予执行"
    ENFORCED = "enforced", "执行完毕"


D = DeferralState
DEFERRAL = Lifecycle(
    "case_deferral",
    DeferralState,
    Move("grant", (D.ASKED,), D.GRANTED, P.CASE_DECIDE, "批准延期、分期缴纳"),
    Move("refuse", (D.ASKED,), D.REFUSED, P.CASE_DECIDE, "不批准延期、分期缴纳"),
)


class PublicationClass(TextChoices):
    """The three classes of X6; the keys are those of ``publication.class_by_kind``."""

    MINOR = "minor", "轻微"
    ORDINARY = "ordinary", "一般"
    GRAVE = "grave", "严重"


class PublicationState(TextChoices):
    PUBLISHED = "published", "公示中"
    WITHDRAWN = "withdrawn", "已撤回"
    REMOVED = "removed", "已停止公示"


class RemovalReason(TextChoices):
    TIME = "time", "公示期满"
    WITHDRAWN = "withdrawn", "决定被变更、撤销"
    REPAIRED = "repaired", "信用修复"


class RepairState(TextChoices):
    ASKED = "asked", "待决定"
    REPAIRED = "repaired", "已修复"
    REFUSED = "refused", "不予修复"


S, R = PublicationState, RepairState
PUBLICATION = Lifecycle(
    "case_publication",
    PublicationState,
    Move("withdraw", (S.PUBLISHED,), S.WITHDRAWN, P.CASE_HANDLE, "撤回公示"),
    Move("remove", (S.PUBLISHED,), S.REMOVED, P.CASE_HANDLE, "停止公示"),
)
CREDIT_REPAIR = Lifecycle(
    "credit_repair",
    RepairState,
    Move("repair", (R.ASKED,), R.REPAIRED, P.CASE_DECIDE, "同意信用修复"),
    Move("refuse", (R.ASKED,), R.REFUSED, P.CASE_DECIDE, "不同意信用修复"),
)


class ClosingGround(TextChoices):
    """Why a case can be closed (1.12); the keys are those of form D47."""

    PERFORMED = "performed", "处罚决定执行完毕"
    COURT = "court", "法院已受理或者已执行"
    NO_PENALTY = "no_penalty", "不予行政处罚"
    WITHDRAWN = "withdrawn", "撤案"
    TRANSFERRED = "transferred", "移送"
    TERMINATED = "terminated", "终止"


class ClosingState(TextChoices):
    ASKED = "asked", "待审核"
    ENDORSED = "endorsed", "待批准"
    APPROVED = "approved", "已批准"
    RETURNED = "returned", "已退回"


C = ClosingState
CLOSING = Lifecycle(
    "case_closing",
    ClosingState,
    Move("endorse", (C.ASKED,), C.ENDORSED, P.CASE_ENDORSE, "审核结案"),
    Move("approve", (C.ENDORSED,), C.APPROVED, P.CASE_DECIDE, "批准结案"),
    Move("return", (C.ASKED,), C.RETURNED, P.CASE_ENDORSE, "退回结案"),
    Move("return_endorsed", (C.ENDORSED,), C.RETURNED, P.CASE_DECIDE, "退回结案"),
)


class ReviewResult(TextChoices):
    GOOD = "good", "优秀"
    PASSED = "pass", "合格"
    FAILED = "fail", "不合格"

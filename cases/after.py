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

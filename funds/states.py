"""The choices of prepaid money: what a rule can find, and how fees and accounts are of a kind."""

from django.db.models import TextChoices

from accounts.lifecycle import Lifecycle, Move
from accounts.permissions import Permission


class Breach(TextChoices):
    """What a rule on prepaid fees finds. The figures are parameters, so no code carries one."""

    LESSON_CAP = "lesson_cap", "一次性收费超过课时上限"
    SPAN_CAP = "span_cap", "一次性收费超过时间跨度上限"
    AMOUNT_CAP = "amount_cap", "一次性收费超过金额上限"
    DISGUISED_PREPAY = "disguised_prepay", "以充值卡、次卡等变相预收费"
    DISGUISED_SPLIT = "disguised_split", "拆分订单变相超限"
    TOO_EARLY = "too_early", "提前收费"
    CROSS_TERM = "cross_term", "跨学期收费"
    BEYOND_LEASE = "beyond_lease", "收费期限超过场地租期"
    CASH_SWEEP_LATE = "cash_sweep_late", "现金未按时归集"
    PRIVATE_COLLECTION = "private_collection", "账户外收费"
    TRAINING_LOAN = "training_loan", "使用或者诱导使用培训贷"
    RELEASE_AHEAD = "release_ahead", "拨付超过已完成课时"
    RELEASE_LATE = "release_late", "拨付逾期"
    REFUND_OVERDUE = "refund_overdue", "退费逾期"
    CLOSURE_NOTICE_LATE = "closure_notice_late", "停办未提前告知"
    BELOW_MINIMUM = "below_minimum", "低于最低余额"
    BALANCE_BELOW_PRESET = "balance_below_preset", "余额低于预设值"
    LARGE_MOVEMENT = "large_movement", "大额资金异动"
    MONTHLY_OUTFLOW = "monthly_outflow", "当月支出超过上限"
    DEPOSIT_SHORT = "deposit_short", "风险保证金不足"
    MISMATCH = "mismatch", "账实不符"
    NO_CONFIRMATION = "no_confirmation", "大量课时未经家长确认"
    MINIMUM_AHEAD = "minimum_ahead", "预计低于最低余额"
    OUTFLOW_UNUSUAL = "outflow_unusual", "支出异常增加"
    REFUNDS_UNUSUAL = "refunds_unusual", "退费异常增多"
    DISPUTES_UNUSUAL = "disputes_unusual", "家长异议异常增多"


class ChargeBasis(TextChoices):
    PERIOD = "period", "按培训周期收费"
    LESSONS = "lessons", "按课时收费"


class ContractBasis(TextChoices):
    LESSONS = "lessons", "按课时"
    UNLIMITED = "unlimited", "期限内不限次"


class ContractState(TextChoices):
    RUNNING = "running", "履行中"
    FINISHED = "finished", "已完成"
    REFUNDED = "refunded", "已退费"


class RefundCause(TextChoices):
    """Whose the reason of a refund is: it decides the price at which lessons are counted."""

    INSTITUTION = "institution", "机构原因"
    CONSUMER = "consumer", "学员原因"


class ClosingObstacle(TextChoices):
    UNCONSUMED = "unconsumed", "尚有未消课的预收费"
    OPEN_REFUNDS = "open_refunds", "尚有未办结的退费"
    BALANCE = "balance", "账户尚有余额"
    OPEN_FEES = "open_fees", "尚有未结清的课后服务费"


class AccountState(TextChoices):
    OPEN = "open", "正常"
    WATCHED = "watched", "重点关注"
    FROZEN = "frozen", "冻结"
    SETTLING = "settling", "清算"
    CLOSED = "closed", "已销户"


class Movement(TextChoices):
    """What may be asked of an account; which of it a state allows stands in ``ALLOWED``."""

    PAY_IN = "pay_in", "存入"
    RELEASE = "release", "拨付"
    REFUND = "refund", "退费"
    SETTLEMENT = "settlement", "清算支付"
    PAYOUT = "payout", "支付"


ALLOWED = {
    AccountState.OPEN: {Movement.PAY_IN, Movement.RELEASE, Movement.REFUND, Movement.PAYOUT},
    AccountState.WATCHED: {Movement.PAY_IN, Movement.RELEASE, Movement.REFUND, Movement.PAYOUT},
    AccountState.FROZEN: {Movement.REFUND},
    AccountState.SETTLING: {Movement.REFUND, Movement.SETTLEMENT, Movement.PAYOUT},
    AccountState.CLOSED: set[Movement](),
}
"""Source: registry-funds 4.5. A refund from a frozen account needs the bureau's approval.

Payouts are a school's: a settled account pays out what is left, so that it can be closed [D].
"""


class AccountKind(TextChoices):
    CUSTODY = "custody", "预收费专用账户"
    DEPOSIT = "deposit", "风险保证金账户"
    SCHOOLCARE = "schoolcare", "课后服务经费专户"


OF_INSTITUTIONS = (AccountKind.CUSTODY, AccountKind.DEPOSIT)
"""The others are held by schools."""


class BookCode(TextChoices):
    """The chart: whose the money in an account is. One book a code, one a contract for two.

    Debit is positive. ``BANK`` is what the bank holds; every other book says to whom it is
    owed, so it is usually negative. ``FAMILIES`` is debit while families still owe the month's
    fee, and credit for what they paid ahead.
    """

    BANK = "bank", "银行存款"
    PUPIL = "pupil", "学员预收费"
    REFUND = "refund", "应退学员款"
    RELEASABLE = "releasable", "待拨付机构款"
    DEPOSIT = "deposit", "风险保证金"
    INTEREST = "interest", "利息"
    SUSPENSE = "suspense", "待查款项"
    FAMILIES = "families", "家长服务费往来"
    SERVICE = "service", "课后服务经费"
    SUBSIDY = "subsidy", "财政补助"


_C = BookCode
_OF_PUPILS = (
    *(_C.BANK, _C.PUPIL, _C.REFUND, _C.RELEASABLE, _C.DEPOSIT),
    *(_C.INTEREST, _C.SUSPENSE),
)
_OF_A_SCHOOL = (_C.BANK, _C.FAMILIES, _C.SERVICE, _C.SUBSIDY, _C.INTEREST, _C.SUSPENSE)
CHARTS: dict[str, tuple[BookCode, ...]] = {
    AccountKind.CUSTODY: _OF_PUPILS,
    AccountKind.DEPOSIT: _OF_PUPILS,
    AccountKind.SCHOOLCARE: _OF_A_SCHOOL,
}
"""Which books an account of a kind can have."""

NEVER_SHORT = (BookCode.SERVICE, BookCode.SUBSIDY)
"""Books that no entry may leave in debit: nothing is paid out that was not earned or granted."""

OF_A_CONTRACT = (BookCode.PUPIL, BookCode.REFUND)


class EntryKind(TextChoices):
    OPENING = "opening", "期初余额"
    BEFORE = "before", "监管前已收未消费"
    PAYMENT = "payment", "缴费"
    RECEIPT = "receipt", "其他存入"
    TEACHING = "teaching", "课时消费"
    RELEASE = "release", "拨付"
    REFUND_DUE = "refund_due", "应退"
    REFUND = "refund", "退费支付"
    INTEREST = "interest", "结息"
    SETTLEMENT = "settlement", "清算支付"
    OTHER_OUT = "other_out", "其他支出"
    CHARGE = "charge", "应收课后服务费"
    SUBSIDY = "subsidy", "财政补助"
    PAYOUT = "payout", "经费支付"
    REVERSAL = "reversal", "冲正"


FEES = (EntryKind.PAYMENT, EntryKind.BEFORE)
"""Money that parents paid, whenever it came in."""


class SourceKind(TextChoices):
    """What an entry rests on; together with the number it names exactly one thing."""

    BANK_LINE = "bank_line", "银行流水"
    LESSON = "lesson", "课时"
    MONTH = "month", "考勤汇总"
    ORDER = "order", "指令"
    DECISION = "decision", "决定"
    STATEMENT = "statement", "期初申报"


class MatchWay(TextChoices):
    """Why a bank line was booked where it was."""

    ORDER_NO = "order_no", "附言中的订单号"
    ORDER = "order", "附言中的支付指令号"
    AMOUNT = "amount", "金额和日期唯一对应"
    INTEREST = "interest", "附言写明结息"
    WORDS = "words", "附言写明用途"
    SUSPENSE = "suspense", "无法对应，列入待查"
    PERSON = "person", "人工认领"


class SuggestedBy(TextChoices):
    """What speaks for a contract that a line in suspense could pay."""

    NUMBER = "number", "附言中有它的订单号"
    AMOUNT = "amount", "待缴金额与这笔相同"


class AlertLevel(TextChoices):
    YELLOW = "yellow", "黄色"
    RED = "red", "红色"


class AlertState(TextChoices):
    OPEN = "open", "待处置"
    HANDLED = "handled", "处置中"
    CLOSED = "closed", "已解除"


class FeeWay(TextChoices):
    """How a fee was taken that did not go straight into the supervised account."""

    CASH = "cash", "现金、扫码等，须归集"
    PRIVATE = "private", "账户外收费"
    LOAN = "loan", "培训贷"


class DayState(TextChoices):
    """What the ledger and the bank say of one account at the end of one day."""

    AGREED = "agreed", "相符"
    DIFFERS = "differs", "不符"
    NONE = "none", "没有对账单"
    NO_BALANCE = "no_balance", "银行没有给出余额"
    NOT_HELD = "not_held", "账户未开立或者已销户"


class ReasonKind(TextChoices):
    """Why a day does not agree, or why a line is not where it belongs."""

    BALANCE = "balance", "余额与流水不符"
    REFUSED_FILE = "refused_file", "对账单没有入账"
    TORN_FILE = "torn_file", "对账单残缺"
    TWICE = "twice", "同一缴费重复到账"
    OVER = "over", "超过待缴金额"
    NO_ORDER = "no_order", "附言没有订单号"
    WRONG_ORDER = "wrong_order", "订单号对不上"
    SENT_BACK = "sent_back", "银行退回、冲正"
    PAID_TWICE = "paid_twice", "同一指令重复支付"
    OTHER_AMOUNT = "other_amount", "与指令金额不符"
    UNKNOWN_OUT = "unknown_out", "没有指令的支出"


class LessonState(TextChoices):
    DELIVERED = "delivered", "待家长确认"
    CONFIRMED = "confirmed", "家长已确认"
    DEEMED = "deemed", "视为同意"
    DISPUTED = "disputed", "有争议"
    REFUSED = "refused", "不予认定"


class OrderKind(TextChoices):
    RELEASE = "release", "拨付"
    REFUND = "refund", "退费"
    PAYOUT = "payout", "经费支付"


class PayoutUse(TextChoices):
    """What a school pays for. No names: a list of people stays with the school."""

    ALLOWANCE = "allowance", "教师补贴"
    OTHER = "other", "其他支出"
    RETURN = "return", "退还家长"


PAID_FROM = (BookCode.SERVICE, BookCode.SUBSIDY, BookCode.INTEREST, BookCode.FAMILIES)
"""Books that a payout can take from; what families paid ahead goes back to them and no further."""

SETTLEMENT_REASON = "机构停办清算分配"
"""What a refund says that was proposed out of a settlement; its progress is counted by it."""


class OrderState(TextChoices):
    PROPOSED = "proposed", "待核对"
    CHECKED = "checked", "待批准"
    SECOND = "second", "待第二人批准"
    APPROVED = "approved", "已批准"
    EXPORTED = "exported", "已交银行"
    PAID = "paid", "已支付"
    REFUSED = "refused", "已退回"


ON_THE_WAY = (
    OrderState.PROPOSED,
    OrderState.CHECKED,
    OrderState.SECOND,
    OrderState.APPROVED,
    OrderState.EXPORTED,
)
"""Orders that are still to be paid."""

MOVEMENTS = {
    OrderKind.RELEASE: Movement.RELEASE,
    OrderKind.REFUND: Movement.REFUND,
    OrderKind.PAYOUT: Movement.PAYOUT,
}

_A, _P = AccountState, Permission
ACCOUNT = Lifecycle(
    "fund_account",
    AccountState,
    Move("watch", (_A.OPEN,), _A.WATCHED, _P.FUND_MANAGE, "重点关注"),
    Move("unwatch", (_A.WATCHED,), _A.OPEN, _P.FUND_MANAGE, "解除关注"),
    Move("freeze", (_A.OPEN, _A.WATCHED), _A.FROZEN, _P.FUND_APPROVE, "冻结"),
    Move("unfreeze", (_A.FROZEN,), _A.WATCHED, _P.FUND_APPROVE, "解除冻结"),
    Move("settle", (_A.OPEN, _A.WATCHED, _A.FROZEN), _A.SETTLING, _P.FUND_APPROVE, "转入清算"),
    Move("close", (_A.OPEN, _A.WATCHED, _A.SETTLING), _A.CLOSED, _P.FUND_APPROVE, "销户"),
)
"""Source: registry-funds 4.5. A frozen account is thawed or settled before it is closed."""

ALERT = Lifecycle(
    "fund_alert",
    AlertState,
    Move("handle", (AlertState.OPEN,), AlertState.HANDLED, _P.FUND_BOOK, "开始处置"),
    Move(
        "close", (AlertState.OPEN, AlertState.HANDLED), AlertState.CLOSED, _P.FUND_APPROVE, "解除"
    ),
    Move("end", (AlertState.OPEN, AlertState.HANDLED), AlertState.CLOSED, None, "自行消除"),
)
"""``close`` is a person's judgement with words; ``end`` is that the figures no longer meet the rule."""

FINDING = Lifecycle(
    "fund_finding",
    AlertState,
    Move("handle", (AlertState.OPEN,), AlertState.HANDLED, _P.FUND_BOOK, "开始处置"),
    Move(
        "close", (AlertState.OPEN, AlertState.HANDLED), AlertState.CLOSED, _P.FUND_APPROVE, "解除"
    ),
    Move("end", (AlertState.OPEN, AlertState.HANDLED), AlertState.CLOSED, None, "自行消除"),
)
"""As of an alert; what a contract broke does not end by itself, a late payment does."""

_L = LessonState
LESSON = Lifecycle(
    "fund_lesson",
    LessonState,
    Move("confirm", (_L.DELIVERED,), _L.CONFIRMED, _P.FUND_BOOK, "登记家长确认"),
    Move("deem", (_L.DELIVERED,), _L.DEEMED, None, "视为同意"),
    Move("dispute", (_L.DELIVERED,), _L.DISPUTED, _P.FUND_BOOK, "登记家长异议"),
    Move("uphold", (_L.DISPUTED,), _L.CONFIRMED, _P.FUND_APPROVE, "认定已授课"),
    Move("refuse", (_L.DISPUTED,), _L.REFUSED, _P.FUND_APPROVE, "认定未授课"),
)
_O = OrderState
ORDER = Lifecycle(
    "fund_order",
    OrderState,
    Move("check", (_O.PROPOSED,), _O.CHECKED, _P.FUND_BOOK, "核对"),
    Move("pass", (_O.CHECKED,), _O.SECOND, _P.FUND_APPROVE, "批准"),
    Move("approve", (_O.CHECKED, _O.SECOND), _O.APPROVED, _P.FUND_APPROVE, "批准"),
    Move("refuse", (_O.PROPOSED, _O.CHECKED, _O.SECOND), _O.REFUSED, _P.FUND_APPROVE, "退回"),
    Move("export", (_O.APPROVED,), _O.EXPORTED, _P.FUND_BOOK, "交银行"),
    Move("pay", (_O.APPROVED, _O.EXPORTED), _O.PAID, None, "支付"),
    Move("unpay", (_O.PAID,), _O.EXPORTED, None, "支付冲正"),
)
"""``pass`` is the first of two approvals; ``pay`` is the bank's line and nobody's word."""

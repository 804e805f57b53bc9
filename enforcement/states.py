"""The choices of a notice's life and the one table of its moves.

A notice is an order to correct (Administrative Penalty Law, art. 28) or the paper that takes
one back. "Overdue" is no state: it follows from the due date and the day one asks.
"""

from django.db.models import TextChoices

from accounts.lifecycle import Lifecycle, Move
from accounts.permissions import Permission


class NoticeForm(TextChoices):
    RECTIFICATION = "rectification", "责令限期整改通知书"
    STOP = "stop", "停办通知书"
    WITHDRAWAL = "withdrawal", "撤回通知书"
    SPOT = "spot", "责令改正通知书"
    SPOT_LIMIT = "spot_limit", "责令限期改正通知书"
    RESULT = "result", "行政检查结果告知书"


# Made out and handed over on site under a number released before; no draft, no approval after.
ON_SITE = (NoticeForm.SPOT, NoticeForm.SPOT_LIMIT)
# Papers that order nothing, so that no limit runs after them.
TELLING = (NoticeForm.WITHDRAWAL, NoticeForm.RESULT)


class NoticeState(TextChoices):
    DRAFT = "draft", "起草"
    SUBMITTED = "submitted", "待审批"
    ENDORSED = "endorsed", "待局领导批准"
    APPROVED = "approved", "已批准待印制"
    PRINTED = "printed", "已印制待送达"
    SERVED = "served", "已送达"
    ANSWERED = "answered", "已报告整改"
    UNMET = "unmet", "复查未通过"
    CLOSED = "closed", "已办结"
    WITHDRAWN = "withdrawn", "已撤回"
    DISCARDED = "discarded", "已弃用"
    VOIDED = "voided", "已作废"


class LimitUnit(TextChoices):
    WORKING_DAY = "working_day", "个工作日"
    CALENDAR_DAY = "calendar_day", "日"


class ReinspectionResult(TextChoices):
    PASSED = "passed", "整改到位"
    PARTLY = "partly", "部分整改到位"
    NOT_PASSED = "not_passed", "未整改"


class ReleaseState(TextChoices):
    OUT = "out", "已签发未使用"
    HANDED = "handed", "已交付"
    VOIDED = "voided", "已作废"


class ArrivalState(TextChoices):
    WAITING = "waiting", "待核定"
    TAKEN = "taken", "已入库"
    REFUSED = "refused", "不予采用"


class OutcomeState(TextChoices):
    RECORDED = "recorded", "已登记"
    WITHDRAWN = "withdrawn", "已撤回"


S, P = NoticeState, Permission
R, A = ReleaseState, ArrivalState

BEFORE_APPROVAL = (S.DRAFT, S.SUBMITTED, S.ENDORSED, S.DISCARDED)
UNSERVED = (S.APPROVED, S.PRINTED)
RUNNING = (S.SERVED, S.ANSWERED, S.UNMET)
TAKEN_BACK = (S.WITHDRAWN, S.VOIDED)  # numbered, and stands no more

NOTICE = Lifecycle(
    "notice",
    NoticeState,
    Move("submit", (S.DRAFT,), S.SUBMITTED, P.NOTICE_DRAFT, "提交审批"),
    # A head may begin a withdrawal without holding the right to draft orders.
    Move("submit_withdrawal", (S.DRAFT,), S.SUBMITTED, P.NOTICE_WITHDRAW, "提交撤回审批"),
    Move("return", (S.SUBMITTED,), S.DRAFT, P.NOTICE_ENDORSE, "退回修改"),
    Move("return_endorsed", (S.ENDORSED,), S.DRAFT, P.NOTICE_APPROVE_STOP, "退回修改"),
    Move("discard", (S.DRAFT,), S.DISCARDED, P.NOTICE_DRAFT, "弃用"),
    Move("discard_withdrawal", (S.DRAFT,), S.DISCARDED, P.NOTICE_WITHDRAW, "弃用撤回稿"),
    Move("approve", (S.SUBMITTED,), S.APPROVED, P.NOTICE_ENDORSE, "批准"),
    Move("approve_withdrawal", (S.SUBMITTED,), S.APPROVED, P.NOTICE_WITHDRAW, "批准撤回"),
    Move("endorse", (S.SUBMITTED,), S.ENDORSED, P.NOTICE_ENDORSE, "审核同意"),
    Move("approve_stop", (S.ENDORSED,), S.APPROVED, P.NOTICE_APPROVE_STOP, "批准"),
    Move("print", (S.APPROVED,), S.PRINTED, None, "印制"),
    Move("serve", (S.PRINTED,), S.SERVED, P.NOTICE_SERVE, "送达"),
    # The system's own: the officer who handed the paper over asked his right with the release.
    Move("hand_over", (S.DRAFT,), S.SERVED, None, "当场交付"),
    # The system's own as well: whoever confirmed the visit said that it was put right there.
    Move("close_on_site", (S.SERVED,), S.CLOSED, None, "当场改正办结"),
    Move("extend", (S.SERVED,), S.SERVED, P.NOTICE_EXTEND, "延长期限"),
    Move("extend_answered", (S.ANSWERED,), S.ANSWERED, P.NOTICE_EXTEND, "延长期限"),
    Move("extend_unmet", (S.UNMET,), S.UNMET, P.NOTICE_EXTEND, "另定期限"),
    Move("record_answer", RUNNING, S.ANSWERED, P.NOTICE_ANSWER, "登记整改报告"),
    # The party has no permission, it has a link and a PIN: the verb asks for those.
    Move("report_by_link", RUNNING, S.ANSWERED, None, "在线提交整改报告"),
    Move("close", RUNNING, S.CLOSED, P.NOTICE_REINSPECT, "复查通过办结"),
    Move("find_unmet", RUNNING, S.UNMET, P.NOTICE_REINSPECT, "复查未通过"),
    # The system's own: happens when the withdrawal that names this notice is approved.
    Move("withdraw", UNSERVED + RUNNING, S.WITHDRAWN, None, "撤回"),
    # A paper that never left the house needs no other paper to take it back; its number stays.
    Move("void", UNSERVED, S.VOIDED, P.NOTICE_WITHDRAW, "作废"),
    Move("void_stop", UNSERVED, S.VOIDED, P.NOTICE_APPROVE_STOP, "作废"),
)

RELEASED = Lifecycle(
    "released_order",
    ReleaseState,
    Move("hand", (R.OUT,), R.HANDED, P.VISIT_RECORD, "当场交付"),
    Move("give_back", (R.OUT,), R.VOIDED, P.VISIT_RECORD, "交回作废"),
    Move("void", (R.OUT,), R.VOIDED, P.ORDER_RELEASE, "作废"),
    # The right is asked by whoever revokes the device.
    Move("lose", (R.OUT,), R.VOIDED, None, "随遗失设备作废"),
    # A paper that was handed over after all: its number was taken for unused.
    Move("accept", (R.OUT, R.VOIDED), R.HANDED, P.ORDER_RELEASE, "核定采用"),
)

ARRIVAL = Lifecycle(
    "order_arrival",
    ArrivalState,
    Move("accept", (A.WAITING,), A.TAKEN, P.ORDER_RELEASE, "核定采用"),
    Move("refuse", (A.WAITING,), A.REFUSED, P.ORDER_RELEASE, "不予采用"),
)


def _outcome(name: str, label: str) -> Lifecycle:
    return Lifecycle(
        name,
        OutcomeState,
        Move(
            "withdraw",
            (OutcomeState.RECORDED,),
            OutcomeState.WITHDRAWN,
            P.NOTICE_DRAFT,
            f"撤回{label}",
        ),
    )


CLUE = _outcome("clue", "线索")
TRANSFER_PROPOSAL = _outcome("transfer_proposal", "拟移送")
OUTCOME = {cycle.name: cycle for cycle in (CLUE, TRANSFER_PROPOSAL)}

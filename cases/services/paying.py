"""Payments of a case and the request to pay later or in parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from cases.after import DEFERRAL, DeferralKind, DeferralState, PaidPart, PayChannel
from cases.errors import CaseWordsMissing, PaymentWrong
from cases.models import Case, Deferral, Instalment, Payment
from cases.money import Money, fine_parts, granted_deferral, money_of
from cases.roles import DeadlineRole
from cases.rules import DatedFen
from cases.services import _clocks, _late_papers
from cases.services._locks import locked
from cases.services._once import save_once
from cases.services._steps import move, note, require_day, require_officer, require_stranger
from cases.states import CaseState
from common.clock import localdate
from common.errors import BadInput, NotFound, WrongState
from common.money import yuan
from deadlines.states import DeadlineState

RUNNING = (CaseState.SERVED, CaseState.PERFORMING)
_DEFERRED = "payment.deferred"


def require_served(case: Case, action: str) -> None:
    """Go on only after the decision reached the party. Raises WrongState."""
    if case.state not in RUNNING:
        raise WrongState(
            thing=case,
            state=case.get_state_display(),
            action=action,
            wanted="”或“".join(state.label for state in RUNNING),
        )


def decided_on(case: Case) -> date | None:
    """The day of the decision; nobody pays or complains before it. None while there is none."""
    found: date | None = case.decisions.made().values_list("decided_on", flat=True).first()
    return found


def begin_performing(
    case: Case, action: str, text: str, *, on: date, by: User, at: datetime
) -> None:
    """The first thing that follows a served decision moves the case; the next ones are noted."""
    if case.state == CaseState.SERVED:
        move(case, "perform", on=on, by=by, at=at, text=text)
    else:
        note(case, action, text=text, on=on, by=by, at=at)


@transaction.atomic
def record_payment(
    case_id: int,
    *,
    part: str,
    amount_fen: int,
    paid_on: date,
    channel: str,
    reference: str,
    by: User,
    at: datetime,
) -> Payment:
    """Enter money that the bank received (art. 67). What is covered by it ends its deadline.

    Raises NotFound, NotYourCase, WrongState, BadInput, CaseDayWrong, PaymentWrong.
    """
    case = locked(case_id)
    require_officer(case, by, "登记缴款")
    require_served(case, "登记缴款")
    if part not in PaidPart.values or channel not in PayChannel.values:
        raise BadInput(sentence="请选择缴款项目和银行代收或者电子支付；不得自行收缴现金。")
    if type(amount_fen) is not int or amount_fen <= 0:
        raise BadInput(sentence="缴款金额须大于零，并精确到分。")
    require_day("缴款", paid_on, at=at, after=decided_on(case))
    _require_owed(case, part, amount_fen, paid_on)
    payment = Payment(
        case=case,
        part=part,
        amount_fen=amount_fen,
        paid_on=paid_on,
        channel=channel,
        reference=reference.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    _book(payment)
    told = f"缴纳{payment.get_part_display()}{yuan(amount_fen)}元"
    begin_performing(case, "paid", told, on=paid_on, by=by, at=at)
    _meet_covered(case, on=paid_on, by=by, at=at)
    return payment


@transaction.atomic
def reverse_payment(payment_id: int, *, reason: str, by: User, at: datetime) -> Payment:
    """Take a payment back that was entered wrongly: a row against it, by the section's head.

    What it had covered is owed again: a deadline of the same rule and day runs in the place of
    the one that it had met, which stays on record; the surcharge counts again by itself. Raises
    NotFound, NotAllowed, OwnCase, CaseWordsMissing, PaymentWrong.
    """
    case_id = Payment.objects.filter(pk=payment_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotFound(what="这笔缴款")
    case = locked(case_id)
    require_stranger(case, by, Permission.CASE_ENDORSE, "冲销缴款")
    require_served(case, "冲销缴款")
    payment = Payment.objects.get(pk=payment_id)
    if not reason.strip():
        raise CaseWordsMissing(thing=str(payment), missing="冲销理由")
    if payment.reverses_id is not None or hasattr(payment, "reversal"):
        raise PaymentWrong(case=case, why=f"{payment}已经冲销或者本身是冲销")
    reversal = Payment.objects.create(
        case=case,
        part=payment.part,
        amount_fen=-payment.amount_fen,
        paid_on=payment.paid_on,
        channel=payment.channel,
        reference=f"{payment.reference}冲销",
        reverses=payment,
        reason=reason.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    note(case, "payment_reversed", text=f"冲销{payment}：{reason.strip()}", by=by, at=at)
    _run_again(case, by=by, at=at)
    return reversal


@transaction.atomic
def ask_deferral(
    case_id: int,
    *,
    kind: str,
    reason: str,
    requested_on: date,
    plan: Sequence[DatedFen],
    by: User,
    at: datetime,
) -> Deferral:
    """Enter that the party asks to pay the rest of its fine later or in parts (D43, art. 66).

    Raises NotFound, NotYourCase, WrongState, BadInput, CaseWordsMissing, PaymentWrong.
    """
    case = locked(case_id)
    require_officer(case, by, "登记延期（分期）申请")
    require_served(case, "登记延期（分期）申请")
    if kind not in DeferralKind.values:
        raise BadInput(sentence="请选择延期或者分期缴纳。")
    if not reason.strip():
        raise CaseWordsMissing(thing="延期（分期）申请", missing="经济困难的情况")
    require_day("申请", requested_on, at=at, after=case.filed_on)
    _require_none_waits(case)
    _require_plan(case, kind, plan, at=at)
    deferral = Deferral.objects.create(
        case=case,
        kind=kind,
        reason=reason.strip(),
        requested_on=requested_on,
        asked_at=at,
        asked_by=by,
    )
    Instalment.objects.bulk_create(
        Instalment(deferral=deferral, no=no, due_on=day, amount_fen=fen)
        for no, (day, fen) in enumerate(plan, start=1)
    )
    told = f"当事人申请{deferral.get_kind_display()}"
    begin_performing(case, "deferral_asked", told, on=requested_on, by=by, at=at)
    _late_papers.deferral(case, deferral, by=by, at=at)
    return deferral


@transaction.atomic
def decide_deferral(
    deferral_id: int, *, grants: bool, answer: str, by: User, at: datetime
) -> Deferral:
    """The head grants or refuses (D43-2) and the party is told (D43-3).

    Granted, the new dates replace the old one (arts. 66, 72).

    Raises NotFound, NotAllowed, OwnCase, WrongState, CaseWordsMissing, PaymentWrong.
    """
    case_id = Deferral.objects.filter(pk=deferral_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotFound(what="这份申请")
    case = locked(case_id)
    require_stranger(case, by, Permission.CASE_DECIDE, "批准延期（分期）")
    require_served(case, "批准延期（分期）")
    deferral = Deferral.objects.select_for_update(of=("self",)).get(pk=deferral_id)
    DEFERRAL.apply(deferral, "grant" if grants else "refuse", by=by, at=at)
    if not answer.strip():
        raise CaseWordsMissing(thing=str(deferral), missing="批准意见")
    deferral.answer, deferral.decided_at, deferral.decided_by = answer.strip(), at, by
    if grants:
        rows = list(deferral.instalments.all())
        plan = [(row.due_on, row.amount_fen) for row in rows]
        _require_plan(case, deferral.kind, plan, at=at)
        _start_plan(case, rows, by=by, at=at)
    deferral.save()
    told = f"{deferral.get_state_display()}{deferral.get_kind_display()}：{answer.strip()}"
    note(case, "deferral_decided", text=told, by=by, at=at)
    _late_papers.deferral_decided(case, deferral, by=by, at=at)
    return deferral


def _latest_payment(case: Case) -> date | None:
    found: date | None = case.payments.values_list("paid_on", flat=True).last()
    return found


def _book(payment: Payment) -> None:
    """One line of the bank is booked once. Raises CaseWordsMissing, PaymentWrong."""
    line = payment.reference
    if not line:
        raise CaseWordsMissing(thing="缴款", missing="银行流水号")
    taken = PaymentWrong(case=payment.case, why=f"银行流水号{line}已经登记")
    save_once(payment, taken, reference=line)


def _require_none_waits(case: Case) -> None:
    if case.deferrals.filter(state=DeferralState.ASKED).exists():
        raise PaymentWrong(case=case, why="已有一份延期（分期）申请等待批准")


def _require_plan(case: Case, kind: str, plan: Sequence[DatedFen], *, at: datetime) -> None:
    """The plan covers exactly what is open, on days to come. Raises PaymentWrong."""
    today = localdate(at)
    rest = money_of(case, today).open_of(PaidPart.FINE)
    days = [day for day, _ in plan]
    why = ""
    if sum(fen for _, fen in plan) != rest or any(fen <= 0 for _, fen in plan):
        why = f"缴纳计划的金额合计须等于尚欠的罚款{yuan(rest)}元"
    elif not days or days != sorted(set(days)) or days[0] <= today:
        why = "缴纳计划的日期须晚于今天，并依次递增"
    elif (kind == DeferralKind.LATER) != (len(days) == 1):
        why = "延期缴纳写一个日期，分期缴纳写两个以上日期"
    if why:
        raise PaymentWrong(case=case, why=why)


def _start_plan(case: Case, rows: list[Instalment], *, by: User, at: datetime) -> None:
    """The period to pay begins anew, once for each instalment."""
    role, today = DeadlineRole.PAYMENT, localdate(at)
    _clocks.cancelled(case, reason="已批准延期（分期）缴纳", by=by, at=at, role=role)
    for row in rows:
        length = (row.due_on - today).days
        row.deadline = _clocks.start(
            case, role, counts_from=today, by=by, at=at, count=length, key=_DEFERRED
        )
        row.save(update_fields=["deadline"])


def _meet_covered(case: Case, *, on: date, by: User, at: datetime) -> None:
    """Deadlines whose money is there are met: the whole, or instalments in their order."""
    money = money_of(case, localdate(at))
    if _is_covered(money):
        _clocks.met(case, DeadlineRole.PAYMENT, on=on, by=by, at=at)
        return
    for row, is_covered in _instalments(case, money):
        if is_covered and row.deadline is not None and row.deadline.is_open:
            _clocks.met_one(row.deadline, on=on, by=by, at=at)


def _run_again(case: Case, *, by: User, at: datetime) -> None:
    """Deadlines that were met by money which is gone run again, from the day they began on."""
    money, role = money_of(case, localdate(at)), DeadlineRole.PAYMENT
    if _is_covered(money):
        return
    if granted_deferral(case) is None:
        last = _clocks.latest(case, role)
        if last is not None and last.state == DeadlineState.MET:
            _clocks.again(case, role, last, by=by, at=at)
        return
    for row, is_covered in _instalments(case, money):
        ended = row.deadline
        if ended is not None and ended.state == DeadlineState.MET and not is_covered:
            row.deadline = _clocks.again(case, role, ended, by=by, at=at)
            row.save(update_fields=["deadline"])


def _is_covered(money: Money) -> bool:
    return money.open_of(PaidPart.FINE) == 0 and money.open_of(PaidPart.GAINS) == 0


def _instalments(case: Case, money: Money) -> list[tuple[Instalment, bool]]:
    """The granted instalments in their order, each with whether its money is there."""
    rows = Instalment.objects.filter(deferral__case=case, deferral__state=DeferralState.GRANTED)
    held = {row.due_on: row for row in rows.select_related("deadline").order_by("pk")}
    found, left = [], money.fine_paid_fen
    for day, fen in fine_parts(case, money.fine_fen):
        left -= fen
        if day in held:
            found.append((held[day], left >= 0))
    return found


def _require_owed(case: Case, part: str, amount_fen: int, paid_on: date) -> None:
    """Nobody pays more than is owed. Raises PaymentWrong."""
    most = money_of(case, max(paid_on, _latest_payment(case) or paid_on)).open_of(part)
    if amount_fen > most:
        owed, given = yuan(most), yuan(amount_fen)
        why = f"{PaidPart(part).label}尚欠{owed}元，不能登记{given}元"
        raise PaymentWrong(case=case, why=why)

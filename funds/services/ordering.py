"""Orders: proposed, checked, approved by one or two, handed to the bank, paid by its line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import localdate
from common.errors import NotFound
from common.money import yuan
from funds.errors import (
    ContractOver,
    FundReasonMissing,
    MovementBarred,
    OrderBySame,
    PayoutAboveRest,
    PayoutWrong,
    RefundAboveRest,
    ReleaseAhead,
)
from funds.models import Contract, Entry, FundAccount, PaymentOrder
from funds.queries.balances import held_for, held_in
from funds.queries.contracts import refund_period
from funds.queries.schoolcare import payable_from
from funds.rules.balances import is_allowed
from funds.services.posting import (
    Draft,
    Line,
    locked_account,
    locked_of_institution,
    locked_of_school,
    post,
)
from funds.states import (
    MOVEMENTS,
    ON_THE_WAY,
    ORDER,
    PAID_FROM,
    AccountState,
    BookCode,
    ContractState,
    EntryKind,
    Movement,
    OrderKind,
    OrderState,
    PayoutUse,
    RefundCause,
    SourceKind,
)
from funds.terms import last_day, two_approvals_over

OPEN = (OrderState.PROPOSED, OrderState.CHECKED, OrderState.SECOND)


@dataclass(frozen=True, slots=True)
class RefundSaid:
    """A refund as it is asked for: how much, whose the reason is, why."""

    amount_fen: int
    cause: RefundCause
    reason: str


@dataclass(frozen=True, slots=True)
class PayoutSaid:
    """A payout of a school as it is asked for: what for, out of which book, how much, why."""

    use: PayoutUse
    paid_from: BookCode
    amount_fen: int
    reason: str


@transaction.atomic
def propose_release(account_id: int, amount_fen: int, *, by: User, at: datetime) -> PaymentOrder:
    """Ask that what was taught be released. Raises ReleaseAhead, MovementBarred."""
    require(by, Permission.FUND_BOOK)
    account = locked_of_institution(account_id)
    _require_allowed(account, Movement.RELEASE)
    rows = account.orders.filter(kind=OrderKind.RELEASE, state__in=ON_THE_WAY)
    asked = rows.aggregate(total=Sum("amount_fen"))["total"] or 0
    free = held_in(account, BookCode.RELEASABLE) - asked
    if not 0 < amount_fen <= free:
        raise ReleaseAhead(account=account, held=yuan(max(0, free)), wanted=yuan(amount_fen))
    return _propose(account, OrderKind.RELEASE, amount_fen, key="release_days", by=by, at=at)


@transaction.atomic
def propose_refund(contract_id: int, said: RefundSaid, *, by: User, at: datetime) -> PaymentOrder:
    """Ask that a pupil's money go back. Raises RefundAboveRest, ContractOver, MovementBarred."""
    require(by, Permission.FUND_BOOK)
    account_id = Contract.objects.filter(pk=contract_id).values_list("account", flat=True).first()
    if account_id is None:
        raise NotFound(what="培训合同")
    account = locked_account(account_id)
    contract = Contract.objects.select_for_update(no_key=True).get(pk=contract_id)
    _require_allowed(account, Movement.REFUND)
    if contract.state != ContractState.RUNNING:
        raise ContractOver(contract=contract, state=contract.get_state_display())
    asked = contract.orders.filter(state__in=OPEN).aggregate(total=Sum("amount_fen"))["total"]
    free = held_for(contract, BookCode.PUPIL) - (asked or 0)
    if not 0 < said.amount_fen <= free:
        raise RefundAboveRest(
            contract=contract, held=yuan(max(0, free)), wanted=yuan(said.amount_fen)
        )
    key = refund_period(contract, localdate(at))
    facts = {"contract": contract, "cause": said.cause, "reason": said.reason}
    return _propose(account, OrderKind.REFUND, said.amount_fen, key=key, by=by, at=at, **facts)


@transaction.atomic
def propose_payout(account_id: int, said: PayoutSaid, *, by: User, at: datetime) -> PaymentOrder:
    """Ask that a school's money be paid out: never more than its book and the bank hold.

    Raises PayoutWrong, PayoutAboveRest, MovementBarred, NotFound, NotAllowed.
    """
    require(by, Permission.FUND_BOOK)
    account = locked_of_school(account_id)
    _require_allowed(account, Movement.PAYOUT)
    goes_back = said.use == PayoutUse.RETURN
    if said.paid_from not in PAID_FROM or goes_back != (said.paid_from == BookCode.FAMILIES):
        raise PayoutWrong(why="退还家长只能用家长多缴的款项，其他支出不能动用家长多缴的款项")
    if not said.reason.strip():
        raise PayoutWrong(why="没有写明事由")
    _require_payable(account, said.paid_from, said.amount_fen)
    facts = {"use": said.use, "paid_from": said.paid_from, "reason": said.reason.strip()}
    return _propose(
        account, OrderKind.PAYOUT, said.amount_fen, key="payout_days", by=by, at=at, **facts
    )


@transaction.atomic
def check_order(order_id: int, *, by: User, at: datetime) -> PaymentOrder:
    """Somebody else than the proposer has looked at it."""
    order = _locked(order_id)
    ORDER.apply(order, "check", by=by, at=at)
    _require_other(order, by, "核对", order.proposed_by_id)
    order.checked_by = by
    order.save(update_fields=["state", "checked_by"])
    return order


@transaction.atomic
def approve_order(order_id: int, *, by: User, at: datetime) -> PaymentOrder:
    """Approve; above the county's amount a second person approves once more.

    An approved refund leaves the pupil's book for what is to be refunded.
    """
    order = _locked(order_id)
    is_first_of_two = order.needs_two and order.state == OrderState.CHECKED
    ORDER.apply(order, "pass" if is_first_of_two else "approve", by=by, at=at)
    hands = (order.proposed_by_id, order.checked_by_id, order.approved_by_id)
    _require_other(order, by, "批准", *hands)
    if order.approved_by_id is None:
        order.approved_by = by
    else:
        order.seconded_by = by
    if order.state == OrderState.APPROVED:
        _require_allowed(order.account, MOVEMENTS[OrderKind(order.kind)])
        if order.kind == OrderKind.REFUND:
            order.owed = _owe(order, at=at)
            _end_if_nothing_is_left(order.contract_id)
        if order.kind == OrderKind.PAYOUT:  # what it was to be paid from may have gone since
            _require_payable(order.account, BookCode(order.paid_from), order.amount_fen, but=order)
    order.save(update_fields=["state", "approved_by", "seconded_by", "owed"])
    return order


@transaction.atomic
def check_orders(order_ids: Iterable[int], *, by: User, at: datetime) -> list[PaymentOrder]:
    """Several at once, all or none: the first that is refused says why."""
    return [check_order(pk, by=by, at=at) for pk in _in_account_order(order_ids)]


@transaction.atomic
def approve_orders(order_ids: Iterable[int], *, by: User, at: datetime) -> list[PaymentOrder]:
    """Several at once, all or none: the first that is refused says why."""
    return [approve_order(pk, by=by, at=at) for pk in _in_account_order(order_ids)]


@transaction.atomic
def refuse_order(order_id: int, *, because: str, by: User, at: datetime) -> PaymentOrder:
    """Send an order back before it is approved, with words.

    Raises FundReasonMissing, NotFound, NotAllowed, WrongState.
    """
    order = _locked(order_id)
    if not because.strip():
        raise FundReasonMissing(step="退回指令")
    ORDER.apply(order, "refuse", by=by, at=at, because=because.strip())
    order.refused_because = because.strip()
    order.save(update_fields=["state", "refused_because"])
    return order


def _propose(
    account: FundAccount,
    kind: OrderKind,
    amount_fen: int,
    *,
    key: str,
    by: User,
    at: datetime,
    **facts: object,
) -> PaymentOrder:
    today = localdate(at)
    limit = two_approvals_over(today)
    serial = PaymentOrder.objects.filter(account=account).count() + 1
    order = PaymentOrder.objects.create(
        account=account,
        number=f"{_LETTERS[kind]}{account.pk}-{serial}",
        kind=kind,
        amount_fen=amount_fen,
        requested_on=today,
        due_on=last_day(key, today),
        needs_two=limit is not None and amount_fen > limit,
        proposed_by=by,
        **facts,
    )
    record("fund_order.propose", order, by=by, at=at, amount_fen=amount_fen)
    return order


_LETTERS = {OrderKind.RELEASE: "BF", OrderKind.REFUND: "TF", OrderKind.PAYOUT: "ZF"}


def _require_payable(
    account: FundAccount, book: BookCode, amount_fen: int, *, but: PaymentOrder | None = None
) -> None:
    """The book and the bank hold so much besides what other orders ask for."""
    free = payable_from(account, book, but=but)
    if not 0 < amount_fen <= free:
        raise PayoutAboveRest(
            account=account, book=book.label, free=yuan(free), wanted=yuan(amount_fen)
        )


def _owe(order: PaymentOrder, *, at: datetime) -> Entry:
    today, amount = localdate(at), order.amount_fen
    assert order.contract is not None, "a refund names its contract"
    held = held_for(order.contract, BookCode.PUPIL)
    if amount > held:  # lessons were earned since it was proposed
        raise RefundAboveRest(contract=order.contract, held=yuan(held), wanted=yuan(amount))
    draft = Draft(
        kind=EntryKind.REFUND_DUE,
        occurred_on=today,
        value_on=today,
        source=SourceKind.ORDER,
        source_ref=order.number,
        lines=(
            Line(BookCode.PUPIL, amount, order.contract_id),
            Line(BookCode.REFUND, -amount, order.contract_id),
        ),
    )
    return post(order.account_id, draft, by=None, at=at)


def _end_if_nothing_is_left(contract_id: int | None) -> None:
    assert contract_id is not None, "a refund names its contract"
    contract = Contract.objects.select_for_update(no_key=True).get(pk=contract_id)
    if held_for(contract, BookCode.PUPIL) == 0:
        contract.state = ContractState.REFUNDED
        contract.save(update_fields=["state"])


def _require_allowed(account: FundAccount, movement: Movement) -> None:
    state = AccountState(account.state)
    if not is_allowed(state, movement, is_approved=True):
        raise MovementBarred(
            account=account,
            state=state.label,
            movement=movement.label,
            remedy="请先处理账户状态",
        )


def _require_other(order: PaymentOrder, by: User, step: str, *hands: int | None) -> None:
    if by.pk in hands:
        raise OrderBySame(order=order, step=step)


def _in_account_order(order_ids: Iterable[int]) -> list[int]:
    """Accounts are locked in the order of their keys; a key that is no order stays, to be refused."""
    wanted = sorted(set(order_ids))
    accounts = dict(PaymentOrder.objects.filter(pk__in=wanted).values_list("pk", "account"))
    return sorted(wanted, key=lambda pk: (accounts.get(pk, 0), pk))


def _locked(order_id: int) -> PaymentOrder:
    account_id = PaymentOrder.objects.filter(pk=order_id).values_list("account", flat=True).first()
    if account_id is None:
        raise NotFound(what="支付指令")
    account = locked_account(account_id)
    order: PaymentOrder = PaymentOrder.objects.select_for_update(no_key=True).get(pk=order_id)
    order.account = account
    return order

"""Bank lines find their pupils and are booked, some at a time; what was matched can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.errors import NotFound
from funds.errors import ContractWrong
from funds.models import BankLine, Contract, Entry, FundAccount, PaymentOrder
from funds.queries.contracts import unpaid_of, with_paid
from funds.rules.matching import Awaited, Match, Ordered, match, order_numbers
from funds.services.posting import Draft, Line, locked_account, post, reverse
from funds.states import (
    ORDER,
    BookCode,
    ContractState,
    EntryKind,
    MatchWay,
    OrderKind,
    OrderState,
    SourceKind,
)

AT_ONCE = 100
PAYABLE = (OrderState.APPROVED, OrderState.EXPORTED)


def book_lines(account_id: int, *, at: datetime) -> int:
    """Book all lines of an account that wait, a hundred at a time; how many. The system's verb.

    Each hundred is one transaction: what was done stays when the next one fails, and a second
    run goes on where this one stopped.
    """
    total = 0
    while done := _book_some(account_id, at=at):
        total += done
    return total


def book_waiting(*, at: datetime) -> int:
    """Book what waits in any account: a run after an import may have been lost."""
    waiting = BankLine.objects.waiting().order_by("account").values_list("account", flat=True)
    return sum(book_lines(account_id, at=at) for account_id in waiting.distinct())


@transaction.atomic
def claim_line(line_id: int, contract_id: int, *, by: User, at: datetime) -> Entry:
    """A person says whose a line is that stands in suspense.

    The entry in suspense is reversed and the line booked to the contract.

    Raises NotFound, NotAllowed, ContractWrong: the contract does not await so much.
    """
    require(by, Permission.FUND_BOOK)
    line = _locked_line(line_id)
    contract = with_paid(Contract.objects.filter(account=line.account, pk=contract_id)).first()
    if contract is None:
        raise NotFound(what="本账户的培训合同")
    if not 0 < line.amount_fen <= unpaid_of(contract):
        raise ContractWrong(order_no=contract.order_no, why="待缴金额不足这笔流水")
    _taken_back(line, reason="待查款项认领", by=by, at=at)
    return _booked(line, Match(MatchWay.PERSON, contract.pk), by=by, at=at)


@transaction.atomic
def undo_match(line_id: int, *, reason: str, by: User, at: datetime) -> Entry:
    """Take a match back: the entry is reversed and the line stands in suspense.

    Raises NotFound, NotAllowed.
    """
    require(by, Permission.FUND_BOOK)
    line = _locked_line(line_id)
    if line.entry_id is None:
        raise NotFound(what="已经入账的流水")
    _taken_back(line, reason=reason, by=by, at=at)
    return _booked(line, Match(MatchWay.SUSPENSE), by=by, at=at)


@transaction.atomic
def _book_some(account_id: int, *, at: datetime) -> int:
    account = locked_account(account_id)
    lines = list(BankLine.objects.filter(account=account).waiting()[:AT_ONCE])
    awaited, ordered = _awaited(account, lines), _ordered(account, lines)
    for line in lines:
        found = match(
            line.amount_fen, line.booked_on, line.remark, awaited.values(), ordered.values()
        )
        _booked(line, found, by=None, at=at)
        ordered.pop(found.order_id, None)
        if found.contract_id is not None:
            before = awaited[found.contract_id]
            left = before.unpaid_fen - line.amount_fen
            awaited[found.contract_id] = replace(before, unpaid_fen=left)
    return len(lines)


def _awaited(account: FundAccount, lines: Sequence[BankLine]) -> dict[int, Awaited]:
    """Contracts that the lines may belong to, by an order number or by the amount they await."""
    numbers = {number for line in lines for number in order_numbers(line.remark)}
    amounts = {line.amount_fen for line in lines}
    rows = with_paid(Contract.objects.filter(account=account, state=ContractState.RUNNING))
    rows = rows.filter(Q(order_no__in=numbers) | Q(unpaid_fen__in=amounts))
    return {row.pk: Awaited(row.pk, row.order_no, unpaid_of(row), row.signed_on) for row in rows}


def _ordered(account: FundAccount, lines: Sequence[BankLine]) -> dict[int | None, Ordered]:
    """Orders that the lines may carry out."""
    numbers = {
        number for line in lines if line.amount_fen < 0 for number in order_numbers(line.remark)
    }
    rows = PaymentOrder.objects.filter(account=account, number__in=numbers, state__in=PAYABLE)
    return {row.pk: Ordered(row.pk, row.number, row.amount_fen) for row in rows}


def _booked(line: BankLine, found: Match, *, by: User | None, at: datetime) -> Entry:
    order = PaymentOrder.objects.filter(pk=found.order_id).first() if found.order_id else None
    entry = post(line.account_id, _draft(line, found, order), by=by, at=at)
    if order is not None:
        ORDER.apply(order, "pay", by=None, at=at)
        order.paid = entry
        order.save(update_fields=["state", "paid"])
    line.entry, line.matched_by = entry, found.way
    line.save(update_fields=["entry", "matched_by"])
    record(
        "bank_line.match",
        line,
        by=by,
        at=at,
        after=found.way,
        contract=found.contract_id,
        order=found.order_id,
        suggested=list(found.suggested),
    )
    return entry


def _taken_back(line: BankLine, *, reason: str, by: User, at: datetime) -> None:
    """The entry of a line is reversed; an order that it carried out waits for its line again."""
    order = PaymentOrder.objects.filter(paid=line.entry_id).first()
    if order is not None:
        ORDER.apply(order, "unpay", by=None, at=at)
        order.paid = None
        order.save(update_fields=["state", "paid"])
    if line.entry_id is not None:
        reverse(line.entry_id, reason=reason, by=by, at=at)


def _draft(line: BankLine, found: Match, order: PaymentOrder | None) -> Draft:
    kind, book, contract = _place(line, found, order)
    return Draft(
        kind=kind,
        occurred_on=line.booked_on,
        value_on=line.value_on,
        source=SourceKind.BANK_LINE,
        source_ref=str(line.pk),
        lines=(
            Line(BookCode.BANK, line.amount_fen),
            Line(book, -line.amount_fen, contract),
        ),
    )


def _place(
    line: BankLine, found: Match, order: PaymentOrder | None
) -> tuple[EntryKind, BookCode, int | None]:
    """Against which book a line stands, as an entry of which kind."""
    if order is not None and order.kind == OrderKind.REFUND:
        return EntryKind.REFUND, BookCode.REFUND, order.contract_id
    if order is not None:
        return EntryKind.RELEASE, BookCode.RELEASABLE, None
    if found.way == MatchWay.INTEREST:
        return EntryKind.INTEREST, BookCode.INTEREST, None
    if found.contract_id is not None:
        return EntryKind.PAYMENT, BookCode.PUPIL, found.contract_id
    kind = EntryKind.RECEIPT if line.amount_fen > 0 else EntryKind.OTHER_OUT
    return kind, BookCode.SUSPENSE, None


def _locked_line(line_id: int) -> BankLine:
    found = BankLine.objects.filter(pk=line_id).values_list("account_id", flat=True).first()
    if found is None:
        raise NotFound(what="银行流水")
    locked_account(found)
    return BankLine.objects.select_for_update().get(pk=line_id)

"""Bank lines find their pupils and are booked, some at a time; what was matched can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import ManyLines, Told
from common.clock import localdate
from common.errors import NotFound
from funds.errors import ContractWrong, LinePlaceWrong
from funds.models import BankLine, Contract, Entry, FundAccount, PaymentOrder
from funds.queries.contracts import awaited_of, unpaid_of, with_paid
from funds.rules.matching import (
    DAYS_AROUND,
    Awaited,
    Came,
    Match,
    Ordered,
    by_words,
    is_interest,
    match_all,
    order_numbers,
)
from funds.services._sql import BOOKED
from funds.services.covering import require_orders_covered
from funds.services.earning import earn_by_fees, earned_by
from funds.services.posting import Draft, Line, locked_account, reverse, write
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
from funds.terms import schoolcare_words_on

AT_ONCE = 1000
_RECEIVING = {BookCode.FAMILIES: EntryKind.PAYMENT, BookCode.SUBSIDY: EntryKind.SUBSIDY}
"""What can come to a school's account, and as an entry of which kind."""
PAYABLE = (OrderState.APPROVED, OrderState.EXPORTED)


def book_lines(account_id: int, *, at: datetime) -> int:
    """Book all lines of an account that wait, a thousand at a time; how many. The system's verb.

    Each thousand is one transaction: what was done stays when the next one fails, and a second
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
    account, line = _locked_line(line_id)
    contract = with_paid(Contract.objects.filter(account=line.account, pk=contract_id)).first()
    if contract is None:
        raise NotFound(what="本账户的培训合同")
    if not 0 < line.amount_fen <= unpaid_of(contract):
        raise ContractWrong(order_no=contract.order_no, why="待缴金额不足这笔流水")
    _taken_back(line, reason="待查款项认领", by=by, at=at)
    return _book(account, [line], [Match(MatchWay.PERSON, contract.pk)], by=by, at=at)[0]


@transaction.atomic
def place_line(line_id: int, book: BookCode, *, by: User, at: datetime) -> Entry:
    """A person says what came to a school's account: families' fees or a subsidy.

    The entry in suspense is reversed and the line booked where it belongs.

    Raises NotFound, NotAllowed, LinePlaceWrong.
    """
    require(by, Permission.FUND_BOOK)
    account, line = _locked_line(line_id)
    if account.school_id is None or book not in _RECEIVING:
        raise NotFound(what="课后服务经费专户的流水")
    if line.matched_by != MatchWay.SUSPENSE:
        raise LinePlaceWrong(line=line, why="不在待查款项里")
    if line.amount_fen < 0:
        raise LinePlaceWrong(line=line, why="是支出")
    _taken_back(line, reason="待查款项认领", by=by, at=at)
    return _book(account, [line], [Match(MatchWay.PERSON, book=book)], by=by, at=at)[0]


@transaction.atomic
def undo_match(line_id: int, *, reason: str, by: User, at: datetime) -> Entry:
    """Take a match back: the entry is reversed and the line stands in suspense.

    Raises NotFound, NotAllowed; of a school's account also SchoolMoneySpent, OrdersNotCovered.
    """
    require(by, Permission.FUND_BOOK)
    account, line = _locked_line(line_id)
    if line.entry_id is None:
        raise NotFound(what="已经入账的流水")
    _taken_back(line, reason=reason, by=by, at=at)
    (entry,) = _book(account, [line], [Match(MatchWay.SUSPENSE)], by=by, at=at)
    require_orders_covered(account)
    return entry


@transaction.atomic
def _book_some(account_id: int, *, at: datetime) -> int:
    account = locked_account(account_id)
    lines = list(BankLine.objects.filter(account=account).waiting()[:AT_ONCE])
    if lines:
        came = [Came(line.amount_fen, line.booked_on, line.remark) for line in lines]
        found = match_all(came, _awaited(account, came), _ordered(account, came))
        if account.school_id is not None:
            words = schoolcare_words_on(localdate(at))
            found = [by_words(one, line, words) for one, line in zip(found, came, strict=True)]
        _book(account, lines, found, by=None, at=at)
    return len(lines)


def _awaited(account: FundAccount, lines: Sequence[Came]) -> list[Awaited]:
    """Contracts that the lines may belong to: by an order number, else by the amount and day.

    Two questions, each by an index: an account of 100,000 pupils is not read for its thousand lines.
    """
    running = Contract.objects.filter(account=account, state=ContractState.RUNNING)
    fees = [line for line in lines if line.amount_fen > 0 and not is_interest(line.remark)]
    numbers = {number for line in fees for number in order_numbers(line.remark)}
    named = awaited_of(running.filter(order_no__in=numbers))
    known = {one.order_no for one in named}
    nameless = [line for line in fees if not known.intersection(order_numbers(line.remark))]
    if not nameless:
        return named
    first, last = min(line.day for line in nameless), max(line.day for line in nameless)
    around = timedelta(days=DAYS_AROUND)
    signed = running.filter(signed_on__range=(first - around, last + around))
    amounts = {line.amount_fen for line in nameless}
    near = awaited_of(signed.filter(fee_fen__gte=min(amounts)).exclude(order_no__in=known))
    return named + [one for one in near if one.unpaid_fen in amounts]


def _ordered(account: FundAccount, lines: Sequence[Came]) -> list[Ordered]:
    """Orders that the lines may carry out."""
    numbers = {
        number for line in lines if line.amount_fen < 0 for number in order_numbers(line.remark)
    }
    if not numbers:
        return []
    rows = PaymentOrder.objects.filter(account=account, number__in=numbers, state__in=PAYABLE)
    return [Ordered(row.pk, row.number, row.amount_fen) for row in rows]


def _book(
    account: FundAccount,
    lines: Sequence[BankLine],
    found: Sequence[Match],
    *,
    by: User | None,
    at: datetime,
) -> list[Entry]:
    """The lines as entries behind one another, their orders carried out, each with its history.

    What waited for a fee is earned behind them.
    """
    orders = PaymentOrder.objects.in_bulk([one.order_id for one in found if one.order_id])
    matched = list(zip(lines, found, strict=True))
    drafts = [_draft(line, one, orders.get(one.order_id)) for line, one in matched]
    entries = write(account, drafts, by=by, at=at)
    history = ManyLines(by=by, at=at)
    for (line, one), entry in zip(matched, entries, strict=True):
        if one.order_id is not None:
            _carried_out(orders[one.order_id], entry, at=at)
        facts: dict[str, Any] = {"contract": one.contract_id, "order": one.order_id}
        facts["suggested"] = list(one.suggested)
        history.add(Told(kind="bank_line.match", thing=line, after=one.way, facts=facts))
    rows = [
        (line.pk, entry.pk, one.way) for (line, one), entry in zip(matched, entries, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(BOOKED, [list(column) for column in zip(*rows, strict=True)])
    history.write()
    fees = {one.contract_id: line for line, one in matched if one.contract_id is not None}
    return entries + earn_by_fees(account, fees, at=at)


def _carried_out(order: PaymentOrder, entry: Entry, *, at: datetime) -> None:
    ORDER.apply(order, "pay", by=None, at=at)
    order.paid = entry
    order.save(update_fields=["state", "paid"])


def _taken_back(line: BankLine, *, reason: str, by: User, at: datetime) -> None:
    """The entry of a line is reversed, if nobody did, and before it what its fee earned.

    An order that it carried out waits again.
    """
    # Not by the key: of a line that was never booked it is none, as it is of every unpaid order.
    order = PaymentOrder.objects.filter(paid__bank_line=line).first()
    if order is not None:
        ORDER.apply(order, "unpay", by=None, at=at)
        order.paid = None
        order.save(update_fields=["state", "paid"])
    entry = Entry.objects.filter(bank_line=line, reversed_by__isnull=True)
    for one in (*earned_by(line), *entry):
        reverse(one.pk, reason=reason, by=by, at=at)


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
    if order is not None and order.kind == OrderKind.PAYOUT:
        return EntryKind.PAYOUT, BookCode(order.paid_from), None
    if order is not None:
        return EntryKind.RELEASE, BookCode.RELEASABLE, None
    if found.book is not None:
        return _RECEIVING[found.book], found.book, None
    if found.way == MatchWay.INTEREST:
        return EntryKind.INTEREST, BookCode.INTEREST, None
    if found.contract_id is not None:
        return EntryKind.PAYMENT, BookCode.PUPIL, found.contract_id
    kind = EntryKind.RECEIPT if line.amount_fen > 0 else EntryKind.OTHER_OUT
    return kind, BookCode.SUSPENSE, None


def _locked_line(line_id: int) -> tuple[FundAccount, BankLine]:
    found = BankLine.objects.filter(pk=line_id).values_list("account_id", flat=True).first()
    if found is None:
        raise NotFound(what="银行流水")
    account = locked_account(found)
    return account, BankLine.objects.select_for_update().get(pk=line_id)

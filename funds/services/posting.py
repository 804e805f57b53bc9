"""Booking: one entry, its legs, its place in the chain; and the only way to put it right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import chinese_moment
from common.db import broken_rule
from common.errors import NotFound
from common.money import yuan
from funds.errors import ClockBehindLedger, EntryBooked, EntryReversed, EntryUnbalanced
from funds.models import Book, Entry, FundAccount
from funds.services._sql import WRITE
from funds.states import EntryKind, SourceKind


@dataclass(frozen=True, slots=True)
class Line:
    """One leg to be: in which book, how many fen (debit positive), of which contract."""

    code: str
    amount_fen: int
    contract_id: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be. ``source`` and ``source_ref`` name the one thing it rests on."""

    kind: EntryKind
    occurred_on: date
    value_on: date
    source: SourceKind
    source_ref: str
    lines: Sequence[Line]
    note: str = ""


@transaction.atomic
def post(account_id: int, draft: Draft, *, by: User | None, at: datetime) -> Entry:
    """Write one entry into the journal of an account, behind its last one.

    ``by`` None is the system, for lines that came from a bank. The account is locked, so two
    at once stand one behind the other.

    Raises:
        EntryUnbalanced, EntryBooked, ClockBehindLedger, NotFound, NotAllowed: then nothing
        was written.
    """
    require(by, Permission.FUND_BOOK if by else None)
    return _write(locked_account(account_id), draft, by=by, at=at)


@transaction.atomic
def reverse(entry_id: int, *, reason: str, by: User, at: datetime) -> Entry:
    """Take an entry back whole, by another with the opposite legs. Nothing is ever edited.

    Raises NotFound, NotAllowed, EntryReversed, ClockBehindLedger.
    """
    require(by, Permission.FUND_BOOK)
    found = Entry.objects.filter(pk=entry_id).first()
    if found is None:
        raise NotFound(what="分录")
    if found.reverses_id is not None:
        raise EntryReversed(entry=found, why="本身是冲正")
    legs = found.legs.select_related("book").order_by("no")
    draft = Draft(
        kind=EntryKind.REVERSAL,
        occurred_on=found.occurred_on,
        value_on=found.value_on,
        source=SourceKind(found.source),
        source_ref=found.source_ref,
        lines=[Line(leg.book.code, -leg.amount_fen, leg.book.contract_id) for leg in legs],
        note=reason,
    )
    return _write(locked_account(found.account_id), draft, reverses=found, by=by, at=at)


def locked_account(account_id: int) -> FundAccount:
    """The account, held until the transaction ends: every write to its journal asks for it.

    Without its key: the entry's foreign key shares that, and would have to wait for itself.
    """
    rows = FundAccount.objects.select_for_update(of=("self",), no_key=True)
    account = rows.select_related("institution").filter(pk=account_id).first()
    if account is None:
        raise NotFound(what="监管账户")
    return account


def _write(
    account: FundAccount,
    draft: Draft,
    *,
    reverses: Entry | None = None,
    by: User | None,
    at: datetime,
) -> Entry:
    apart = sum(line.amount_fen for line in draft.lines)
    if apart or len(draft.lines) < 2 or not all(line.amount_fen for line in draft.lines):
        raise EntryUnbalanced(apart=yuan(abs(apart)))
    row = _row(account, draft, reverses, at)
    try:
        pk, no, digest = _written(row) or _written_in_new_books(account, draft, row)
    except IntegrityError as broken:
        _refuse(broken, account, draft, reverses, at)
        raise
    entry = Entry(pk=pk, account=account, no=no, kind=draft.kind)
    facts = {"account": account.pk, "no": no, "digest": digest}
    source = f"{draft.source}:{draft.source_ref}"
    record("fund_entry.book", entry, by=by, at=at, after=draft.kind, **facts, source=source)
    return entry


def _row(
    account: FundAccount, draft: Draft, reverses: Entry | None, at: datetime
) -> dict[str, Any]:
    return {
        "account": account.pk,
        "kind": draft.kind,
        "occurred_on": draft.occurred_on,
        "value_on": draft.value_on,
        "at": at,
        "source": draft.source,
        "source_ref": draft.source_ref,
        "turn": reverses.turn if reverses else None,
        "reverses": reverses.pk if reverses else None,
        "note": draft.note,
        "count": len(draft.lines),
        "codes": [str(line.code) for line in draft.lines],
        "contracts": [line.contract_id for line in draft.lines],
        "amounts": [line.amount_fen for line in draft.lines],
    }


def _written(row: dict[str, Any]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(WRITE, row)
        found: tuple[Any, ...] | None = cursor.fetchone()
        return found


def _written_in_new_books(
    account: FundAccount, draft: Draft, row: dict[str, Any]
) -> tuple[Any, ...]:
    """A book is opened by its first line; the lock on the account keeps others from opening it."""
    books = [
        Book(account=account, code=line.code, contract_id=line.contract_id) for line in draft.lines
    ]
    Book.objects.bulk_create(books, ignore_conflicts=True)
    found = _written(row)
    assert found is not None, "every book is open now"
    return found


def _refuse(
    broken: IntegrityError,
    account: FundAccount,
    draft: Draft,
    reverses: Entry | None,
    at: datetime,
) -> None:
    """Say as a sentence what the database would not take. The transaction is over: no question."""
    name = broken_rule(broken)
    if reverses is not None and name == "funds_entry_reverses_id_key":
        raise EntryReversed(entry=reverses, why="已经冲正") from broken
    if name == "entry_of_a_source_once":
        label = SourceKind(draft.source).label
        raise EntryBooked(source=label, ref=draft.source_ref, entry=account) from broken
    if name == "entry_time_runs_forwards":
        raise ClockBehindLedger(account=account, given=chinese_moment(at)) from broken

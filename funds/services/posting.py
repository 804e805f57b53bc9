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
from audit.services import ManyLines, Told
from common.clock import chinese_moment
from common.db import broken_rule
from common.errors import NotFound
from common.money import yuan
from funds.errors import (
    ClockBehindLedger,
    EntryBooked,
    EntryReversed,
    EntryUnbalanced,
    SchoolMoneySpent,
)
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
    (entry,) = write(locked_account(account_id), [draft], by=by, at=at)
    return entry


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
    account = locked_account(found.account_id)
    (entry,) = write(account, [draft], reverses=found, by=by, at=at)
    return entry


def locked_account(account_id: int) -> FundAccount:
    """The account, held until the transaction ends: every write to its journal asks for it.

    Without its key: the entry's foreign key shares that, and would have to wait for itself.
    """
    rows = FundAccount.objects.select_for_update(of=("self",), no_key=True)
    account = rows.select_related("institution", "school").filter(pk=account_id).first()
    if account is None:
        raise NotFound(what="监管账户")
    return account


def locked_of_institution(account_id: int) -> FundAccount:
    """The same for what is done with prepaid fees alone: a school's account is none of those."""
    account = locked_account(account_id)
    if account.institution_id is None:
        raise NotFound(what="机构的监管账户")
    return account


def locked_of_school(account_id: int) -> FundAccount:
    """The same for what is done with after-school money alone."""
    account = locked_account(account_id)
    if account.school_id is None:
        raise NotFound(what="课后服务经费专户")
    return account


def write(
    account: FundAccount,
    drafts: Sequence[Draft],
    *,
    reverses: Entry | None = None,
    by: User | None,
    at: datetime,
) -> list[Entry]:
    """Entries one behind the other in one statement, all or none, each with its line of history.

    For verbs that asked for permission and hold the account's lock; refuses as ``post`` does.
    """
    for draft in drafts:
        _require_balanced(draft)
    given = _given(account, drafts, reverses, at)
    try:
        rows = _written(given) or _written_in_new_books(account, drafts, given)
    except IntegrityError as broken:
        _refuse(broken, account, drafts, reverses, at)
        raise
    entries, history = [], ManyLines(by=by, at=at)
    for draft, (pk, no, digest) in zip(drafts, rows, strict=True):
        entry = Entry(pk=pk, account=account, no=no, kind=draft.kind)
        source = f"{draft.source}:{draft.source_ref}"
        facts = {"account": account.pk, "no": no, "digest": digest, "source": source}
        history.add(Told(kind="fund_entry.book", thing=entry, after=draft.kind, facts=facts))
        entries.append(entry)
    history.write()
    return entries


def _require_balanced(draft: Draft) -> None:
    apart = sum(line.amount_fen for line in draft.lines)
    if apart or len(draft.lines) < 2 or not all(line.amount_fen for line in draft.lines):
        raise EntryUnbalanced(apart=yuan(abs(apart)))


def _given(
    account: FundAccount, drafts: Sequence[Draft], reverses: Entry | None, at: datetime
) -> dict[str, Any]:
    """What the statement asks for: a list a column, of the entries and of all their legs."""
    legs = [
        (place, no, str(line.code), line.contract_id or 0, line.amount_fen)
        for place, draft in enumerate(drafts, start=1)
        for no, line in enumerate(draft.lines, start=1)
    ]
    names = ("places", "nos", "codes", "contracts", "amounts")
    return {
        "account": account.pk,
        "at": at,
        "kinds": [str(draft.kind) for draft in drafts],
        "occurred": [draft.occurred_on for draft in drafts],
        "valued": [draft.value_on for draft in drafts],
        "sources": [str(draft.source) for draft in drafts],
        "refs": [draft.source_ref for draft in drafts],
        "turns": [reverses.turn if reverses else None] * len(drafts),
        "reverses": [reverses.pk if reverses else None] * len(drafts),
        "notes": [draft.note for draft in drafts],
        **{name: list(column) for name, column in zip(names, zip(*legs, strict=True), strict=True)},
    }


def _written(given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(WRITE, given)
        return cursor.fetchall()


def _written_in_new_books(
    account: FundAccount, drafts: Sequence[Draft], given: dict[str, Any]
) -> list[tuple[Any, ...]]:
    """A book is opened by its first line; the lock on the account keeps others from opening it."""
    lines = {(line.code, line.contract_id): line for draft in drafts for line in draft.lines}
    books = [Book(account=account, code=code, contract_id=contract) for code, contract in lines]
    Book.objects.bulk_create(books, ignore_conflicts=True)
    return _written(given)


def _refuse(
    broken: IntegrityError,
    account: FundAccount,
    drafts: Sequence[Draft],
    reverses: Entry | None,
    at: datetime,
) -> None:
    """Say as a sentence what the database would not take. The transaction is over: no question."""
    name = broken_rule(broken)
    if reverses is not None and name == "funds_entry_reverses_id_key":
        raise EntryReversed(entry=reverses, why="已经冲正") from broken
    if name == "entry_of_a_source_once":
        draft = _named(broken, drafts)
        label = SourceKind(draft.source).label
        raise EntryBooked(source=label, ref=draft.source_ref, entry=account) from broken
    if name == "entry_time_runs_forwards":
        raise ClockBehindLedger(account=account, given=chinese_moment(at)) from broken
    if name == "school_books_are_never_short":
        raise SchoolMoneySpent(account=account) from broken


def _named(broken: IntegrityError, drafts: Sequence[Draft]) -> Draft:
    """The draft whose source the database told in its detail: one of many has no other name."""
    detail = getattr(getattr(broken.__cause__, "diag", None), "message_detail", "") or ""
    named = (one for one in drafts if f", {one.source_ref}, " in detail)
    return next(named, drafts[0])

"""What sessions earned moves from the pupil's book to what may be released.

At the latest when both are there, the agreed session and the money: a session that was agreed
before its fee came in is earned by the next session, or by the fee when it comes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db.models import Q, Sum

from funds.models import BankLine, Book, Contract, Entry, FundAccount, Leg, Lesson
from funds.queries.balances import balances_of
from funds.rules.releasing import Progress, due_release
from funds.services.posting import Draft, Line, write
from funds.states import BookCode, ContractBasis, ContractState, EntryKind, LessonState, SourceKind

AGREED = (LessonState.CONFIRMED, LessonState.DEEMED)


def earn_by_lesson(
    account: FundAccount, contract: Contract, lesson: Lesson, *, at: datetime
) -> Entry | None:
    """The entry of a session that is agreed in this moment and not saved as such yet."""
    fen = _due([contract], more={contract.pk: lesson.count}).get(contract.pk, 0)
    if not fen:
        return None
    day = lesson.held_on
    draft = _draft(contract, fen, SourceKind.LESSON, lesson.pk, occurred_on=day, value_on=day)
    (entry,) = write(account, [draft], by=None, at=at)
    return entry


def earn_by_fees(
    account: FundAccount, fees: Mapping[int, BankLine], *, at: datetime
) -> list[Entry]:
    """Sessions that waited for their fee: ``fees`` names the line that came in, by contract.

    Three questions for a thousand fees, one where no session was held yet.
    """
    taught = Lesson.objects.filter(contract__in=fees, state__in=AGREED).values("contract")
    waiting = Contract.objects.filter(
        pk__in=taught, state=ContractState.RUNNING, basis=ContractBasis.LESSONS
    )
    contracts = {contract.pk: contract for contract in waiting}
    due = _due(contracts.values()) if contracts else {}
    drafts = []
    for contract_id, line in fees.items():
        if fen := due.get(contract_id, 0):
            days = {"occurred_on": line.booked_on, "value_on": line.value_on}
            contract = contracts[contract_id]
            drafts.append(_draft(contract, fen, SourceKind.BANK_LINE, line.pk, **days))
    return write(account, drafts, by=None, at=at) if drafts else []


def earned_by(line: BankLine) -> list[Entry]:
    """Entries that stand because a fee came in: they go when the fee is taken back."""
    rows = Entry.objects.filter(
        account=line.account_id,
        source=SourceKind.BANK_LINE,
        source_ref=str(line.pk),
        kind=EntryKind.TEACHING,
    )
    return list(rows.filter(reversed_by__isnull=True))


def _due(
    contracts: Collection[Contract], *, more: Mapping[int, int] | None = None
) -> dict[int, int]:
    """Fen that agreed sessions earned and no entry moved yet, by contract; never more than is held.

    What a person took back by hand stays taken back. What was taken back with its fee does not:
    the fee comes again, to whomever it belongs.
    """
    more = more or {}
    agreed = Lesson.objects.filter(contract__in=contracts, state__in=AGREED)
    counts = dict(agreed.values_list("contract").annotate(total=Sum("count")).order_by())
    moved = _moved(contracts)
    held = _held(contracts)
    due = {}
    for contract in contracts:
        progress = Progress(
            total_fen=contract.fee_fen,
            lessons=contract.lessons or 0,
            delivered=counts.get(contract.pk, 0) + more.get(contract.pk, 0),
            released_fen=moved.get(contract.pk, 0),
        )
        if (fen := min(due_release(progress), held.get(contract.pk, 0))) > 0:
            due[contract.pk] = fen
    return due


def _moved(contracts: Collection[Contract]) -> dict[int, int]:
    with_its_fee = Q(entry__source=SourceKind.BANK_LINE, entry__reversed_by__isnull=False)
    legs = Leg.objects.filter(
        book__contract__in=contracts, book__code=BookCode.PUPIL, entry__kind=EntryKind.TEACHING
    ).exclude(with_its_fee)
    return dict(legs.values_list("book__contract").annotate(total=Sum("amount_fen")).order_by())


def _held(contracts: Collection[Contract]) -> dict[int, int]:
    books = Book.objects.filter(contract__in=contracts, code=BookCode.PUPIL)
    return {
        book.contract_id: -book.balance_fen  # type: ignore[attr-defined]  # annotated there
        for book in balances_of(books)
        if book.contract_id is not None
    }


def _draft(
    contract: Contract,
    fen: int,
    source: SourceKind,
    ref: int,
    *,
    occurred_on: date,
    value_on: date,
) -> Draft:
    return Draft(
        kind=EntryKind.TEACHING,
        occurred_on=occurred_on,
        value_on=value_on,
        source=source,
        source_ref=str(ref),
        lines=(Line(BookCode.PUPIL, fen, contract.pk), Line(BookCode.RELEASABLE, -fen)),
    )

"""The board: account by account and day by day, whether ledger and bank agree, and why not.

Nothing here corrects anything. Days are those on which the bank booked; a day without a file is
said to have none. A reason is told once, on the day on which it came: a difference that stays is
no new reason. All in fen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Q, QuerySet

from common.clock import localdate
from funds.models import (
    BankLine,
    BankStatement,
    Contract,
    FundAccount,
    Leg,
    PaymentOrder,
    RefusedFile,
)
from funds.rules.matching import order_numbers
from funds.rules.reconciling import (
    Adrift,
    KnownContract,
    KnownOrder,
    balance_sentence,
    day_state,
    why_adrift,
)
from funds.states import (
    FEES,
    BookCode,
    DayState,
    MatchWay,
    OrderState,
    ReasonKind,
)
from funds.terms import tolerance_on

# What the ledger's bank book moved on each day, of the accounts asked for.
_LEDGER = """
SELECT l.account_id, e.occurred_on, sum(l.amount_fen)::bigint
FROM funds_leg l
JOIN funds_book b ON b.id = l.book_id AND b.code = 'bank'
JOIN funds_entry e ON e.id = l.entry_id
WHERE l.account_id = ANY(%s) AND e.occurred_on <= %s
GROUP BY l.account_id, e.occurred_on
"""
# The bank's own balance at the end of each day: of the line that no other line of the day goes on
# from, so that files of one day may come in any order; where lines tell none, the closing balance
# of their file less what moved after the day; where the file tells none either, nothing.
_BANK = """
WITH line AS (
    SELECT l.id, l.account_id, l.booked_on, l.amount_fen, l.balance_fen, s.id AS file,
        CASE WHEN s.torn_at IS NULL THEN s.closing_fen END AS closing_fen
    FROM funds_bankline l JOIN funds_bankstatement s ON s.id = l.statement_id
    WHERE l.account_id = ANY(%(accounts)s)
)
SELECT account_id, booked_on, NULL, 0 AS weight FROM line
WHERE balance_fen IS NULL AND closing_fen IS NULL AND booked_on <= %(last)s
GROUP BY account_id, booked_on
UNION ALL
SELECT account_id, booked_on, balance_fen, 1 FROM (
    SELECT DISTINCT ON (account_id, booked_on) account_id, booked_on,
        (closing_fen - sum(amount_fen) OVER (PARTITION BY file)
            + sum(amount_fen) OVER (PARTITION BY file ORDER BY booked_on))::bigint AS balance_fen
    FROM line WHERE balance_fen IS NULL AND closing_fen IS NOT NULL
    ORDER BY account_id, booked_on, file DESC
) reckoned WHERE booked_on <= %(last)s
UNION ALL
SELECT account_id, booked_on, balance_fen, 2 FROM (
    SELECT DISTINCT ON (account_id, booked_on) account_id, booked_on, balance_fen
    FROM line LEFT JOIN (
        SELECT DISTINCT account_id, booked_on, balance_fen - amount_fen AS balance_fen, true AS goes_on
        FROM line
    ) later USING (account_id, booked_on, balance_fen)
    WHERE balance_fen IS NOT NULL AND booked_on <= %(last)s
    ORDER BY account_id, booked_on, goes_on NULLS FIRST, id DESC
) told
ORDER BY weight
"""


@dataclass(frozen=True, slots=True)
class DayOfAccount:
    """One account at the end of one day. ``bank_fen`` None where no file tells of it."""

    account_id: int
    day: date
    state: DayState
    ledger_fen: int
    bank_fen: int | None

    @property
    def apart_fen(self) -> int:
        """Ledger less bank; 0 where the bank told nothing."""
        return 0 if self.bank_fen is None else self.ledger_fen - self.bank_fen


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that a person has to look at: on which account and day, how much, in a sentence."""

    account_id: int
    day: date
    kind: ReasonKind
    amount_fen: int
    sentence: str
    line_id: int | None = None
    file_id: int | None = None


def days_between(
    first: date, last: date, *, accounts: Collection[int] | None = None
) -> list[DayOfAccount]:
    """Every account on every day from ``first`` to ``last``, by account and day. Six queries.

    Between two days of which the bank told its balance, it is the one of the earlier: nothing
    moved, or the balances would not follow. So it is until the last day of a whole file. Days of
    a file that was refused have none, nor have days of lines that tell no balance.
    """
    rows = _accounts(accounts)
    if accounts is None:
        rows = rows.exclude(closed_on__lt=first)
    held = list(rows)
    return _days(held, _read([row.pk for row in held], first, last))


def reasons_between(
    first: date, last: date, *, accounts: Collection[int] | None = None
) -> list[Reason]:
    """Everything that keeps accounts from agreeing, by account and day."""
    keys = list(_accounts(accounts).values_list("pk", flat=True))
    return _reasons(_read(keys, first, last))


def days_and_reasons(
    first: date, last: date, *, accounts: Sequence[FundAccount]
) -> tuple[list[DayOfAccount], list[Reason]]:
    """Both for the same accounts: what they have in common is read once."""
    read = _read(sorted(row.pk for row in accounts), first, last)
    return _days(accounts, read), _reasons(read)


def last_told(account_id: int, day: date) -> int | None:
    """The bank's own balance as it was last told up to a day; None when it told none."""
    told = _told([account_id], day)[account_id]
    return told[max(told)] if told else None


@dataclass(frozen=True, slots=True)
class _Read:
    """Of some accounts, by their keys: what bank and ledger say up to ``last``."""

    keys: list[int]
    first: date
    last: date
    tolerance: int
    told: Mapping[int, Mapping[date, int | None]]
    moved: Mapping[int, Mapping[date, int]]
    refused: Mapping[int, Sequence[RefusedFile]]


def _read(keys: list[int], first: date, last: date) -> _Read:
    return _Read(
        keys=keys,
        first=first,
        last=last,
        tolerance=tolerance_on(last),
        told=_told(keys, last),
        moved=_moved(keys, last),
        refused=_refused_files(keys),
    )


def _days(accounts: Iterable[FundAccount], read: _Read) -> list[DayOfAccount]:
    files = _whole_files(read.keys)
    days = [read.first + timedelta(days=n) for n in range((read.last - read.first).days + 1)]
    found: list[DayOfAccount] = []
    for account in sorted(accounts, key=lambda row: row.pk):
        key = account.pk
        known = _Known(read.told[key], read.moved[key], read.refused[key], files[key])
        found += _days_of(account, days, known, read.tolerance)
    return found


def _reasons(read: _Read) -> list[Reason]:
    found = [
        *_refused(read.refused, read.first, read.last),
        *_torn(read.keys, read.first, read.last),
        *_apart(read),
        *_adrift(read.keys, read.first, read.last),
    ]
    return sorted(found, key=lambda one: (one.account_id, one.day, one.kind, one.line_id or 0))


@dataclass(frozen=True, slots=True)
class _Known:
    """Of one account: the bank's balances, the ledger's movements by day, files refused and whole."""

    told: Mapping[date, int | None]
    moved: Mapping[date, int]
    refused: Sequence[RefusedFile]
    files: Sequence[tuple[date, date]]

    @property
    def reach(self) -> date:
        """The last day of which the bank told anything."""
        ends = [*self.told, *(last for _, last in self.files)]
        return max(ends, default=date.min)

    def is_missing(self, since: date, day: date) -> bool:
        """Whether a refused file bore days between the last balance and this day."""
        return any(one.first_day and since < one.first_day <= day for one in self.refused)

    def is_covered(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.files)


def _accounts(accounts: Collection[int] | None) -> QuerySet[FundAccount]:
    rows: QuerySet[FundAccount] = FundAccount.objects.order_by("pk")
    return rows if accounts is None else rows.filter(pk__in=accounts)


def _whole_files(keys: list[int]) -> dict[int, list[tuple[date, date]]]:
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    rows = BankStatement.objects.filter(account__in=keys, torn_at__isnull=True)
    for row in rows:
        if row.first_day is not None and row.last_day is not None:
            found[row.account_id].append((row.first_day, row.last_day))
    return found


def _refused_files(keys: list[int]) -> dict[int, list[RefusedFile]]:
    found: dict[int, list[RefusedFile]] = defaultdict(list)
    for row in RefusedFile.objects.standing().filter(account__in=keys).order_by("pk"):
        found[row.account_id].append(row)
    return found


def _told(keys: list[int], last: date) -> dict[int, dict[date, int | None]]:
    """Balances by day; None where lines came without one. A line's own counts before its file's."""
    found: dict[int, dict[date, int | None]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_BANK, {"accounts": keys, "last": last})
        for account, day, fen, _ in cursor.fetchall():
            found[account][day] = fen  # the weightier come later
    return found


def _moved(keys: list[int], last: date) -> dict[int, dict[date, int]]:
    found: dict[int, dict[date, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_LEDGER, [keys, last])
        for account, day, fen in cursor.fetchall():
            found[account][day] = fen
    return found


def _days_of(
    account: FundAccount, days: list[date], known: _Known, tolerance: int
) -> Iterator[DayOfAccount]:
    told, moves = sorted(known.told.items()), sorted(known.moved.items())
    reach, ledger, at = known.reach, 0, 0
    for day in days:
        while moves and moves[0][0] <= day:
            ledger += moves.pop(0)[1]
        while at < len(told) and told[at][0] <= day:
            at += 1
        since, bank = told[at - 1] if at else (day, None)
        if day > reach or known.is_missing(since, day):
            bank = None
        state = day_state(ledger, bank, tolerance_fen=tolerance)
        if not account.is_held_on(day):
            state, bank = DayState.NOT_HELD, None
        elif state == DayState.NONE and known.is_covered(day):
            state = DayState.NO_BALANCE
        yield DayOfAccount(account.pk, day, state, ledger, bank)


def _refused(
    refused: Mapping[int, Sequence[RefusedFile]], first: date, last: date
) -> Iterator[Reason]:
    for rows in refused.values():
        for row in rows:
            day = _day_of(row)
            if first <= day <= last:
                kind = ReasonKind.REFUSED_FILE
                yield Reason(row.account_id, day, kind, 0, row.sentence, file_id=row.pk)


def _day_of(row: RefusedFile) -> date:
    """The last day that could be read, else the one on which it came."""
    return row.last_day or localdate(row.refused_at)


def _torn(keys: list[int], first: date, last: date) -> Iterator[Reason]:
    rows = BankStatement.objects.filter(
        account__in=keys, torn_at__isnull=False, last_day__range=(first, last)
    )
    for row in rows:
        said = f"对账单第{row.torn_at}行起没有入账：{row.why}。"
        yield Reason(row.account_id, row.last_day or first, ReasonKind.TORN_FILE, 0, said)


def _apart(read: _Read) -> Iterator[Reason]:
    """Days on which the difference of ledger and bank changed, and no missing file says why."""
    torn = _torn_days(read.keys)
    for key in read.keys:
        holes = [*(_day_of(row) for row in read.refused.get(key, ())), *torn.get(key, ())]
        before, since, ledger = 0, None, 0
        moves = sorted(read.moved[key].items())
        for day, bank in sorted(read.told[key].items()):
            while moves and moves[0][0] <= day:
                ledger += moves.pop(0)[1]
            if bank is None:
                continue
            apart = ledger - bank
            explained = any((since or day) <= hole <= day for hole in holes)
            is_new = abs(apart - before) > read.tolerance and not explained
            if is_new and read.first <= day <= read.last:
                said = balance_sentence(before_fen=before, apart_fen=apart, since=since)
                yield Reason(key, day, ReasonKind.BALANCE, apart - before, said)
            before, since = apart, day


def _torn_days(keys: list[int]) -> dict[int, list[date]]:
    found: dict[int, list[date]] = defaultdict(list)
    rows = BankStatement.objects.filter(account__in=keys, torn_at__isnull=False)
    for account, day in rows.values_list("account", "last_day"):
        if day is not None:
            found[account].append(day)
    return found


def _adrift(keys: list[int], first: date, last: date) -> Iterator[Reason]:
    lines = list(
        BankLine.objects.filter(
            account__in=keys, matched_by=MatchWay.SUSPENSE, booked_on__range=(first, last)
        )
    )
    numbers = {number for line in lines for number in order_numbers(line.remark)}
    contracts, orders = _contracts(numbers), _orders(numbers)
    for line in lines:
        why = why_adrift(Adrift(line.account_id, line.amount_fen, line.remark), contracts, orders)
        yield Reason(
            line.account_id,
            line.booked_on,
            why.kind,
            line.amount_fen,
            why.sentence,
            line_id=line.pk,
        )


def _contracts(numbers: Iterable[str]) -> dict[str, KnownContract]:
    rows = {row.pk: row for row in Contract.objects.filter(order_no__in=numbers)}
    paid: dict[int, list[int]] = defaultdict(list)
    for contract, fen in _paid(rows).values_list("book__contract", "amount_fen"):
        paid[contract].append(-fen)
    return {
        row.order_no: KnownContract(row.account_id, row.order_no, row.fee_fen, tuple(paid[row.pk]))
        for row in rows.values()
    }


def _paid(contracts: Collection[int]) -> QuerySet[Leg]:
    of_pupils = Q(book__code=BookCode.PUPIL, book__contract__in=contracts)
    return Leg.objects.filter(
        of_pupils, entry__kind__in=FEES, entry__reversed_by__isnull=True
    ).order_by("pk")


def _orders(numbers: Iterable[str]) -> dict[str, KnownOrder]:
    rows = PaymentOrder.objects.filter(number__in=numbers)
    return {
        row.number: KnownOrder(
            row.account_id, row.number, row.amount_fen, row.state == OrderState.PAID
        )
        for row in rows
    }

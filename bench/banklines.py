"""100,000 bank lines matched and booked, beside one SQL script that inserts the same rows.

500 accounts with 200 pupils and 200 lines each: most bear an order number, some only the amount and day of a
fresh contract, some nothing. Our side is the system's own verb, batch by batch. The script runs in
a second county with the same accounts, contracts and lines: it copies the books, entries, legs and
lines of history that our side made, in one transaction, under the same keys and guards.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import count

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench._ledger import CODE, accounts
from bench._registry import county_with
from bench.harness import Sides, at_most, row
from documents.services import store
from funds.models import BankLine, Contract, Entry, Leg
from funds.queries import drill
from funds.services import book_waiting
from funds.verification import troubles
from tenants.models import County
from tests.times import DAY, NOON

ACCOUNTS = int(os.environ.get("YUJIAN_BENCH_BANK_ACCOUNTS", "500"))
LINES = int(os.environ.get("YUJIAN_BENCH_LINES", "100000"))
PUPILS = 100_000 // ACCOUNTS  # contracts of an account that are paid bit by bit
OTHER = "999902"
_told: dict[str, object] = {}

# Contracts of an account: the old ones, and in each round one for each tenth line.
_CONTRACTS = """
INSERT INTO funds_contract (account_id, order_no, key, pupil_sealed, pupil_digest, guardian_sealed,
    guardian_digest, course, basis, state, fee_fen, bonus_fen, lessons, service_from, service_to,
    signed_on)
SELECT a.id, %(word)s || a.id || 'n' || n, gen_random_uuid(), 'x', 'x', 'x', 'x', '初一数学',
    'lessons', 'running', %(fee)s + n * %(step)s, 0, 48, %(day)s, %(day)s::date + 90, %(day)s
FROM funds_fundaccount a CROSS JOIN generate_series(0, %(count)s - 1) n
"""
_STATEMENTS = """
INSERT INTO funds_bankstatement (account_id, file_id, layout, line_count, new_count, why, imported_at)
SELECT id, %(file)s, 'signed', %(each)s, %(each)s, '', %(at)s FROM funds_fundaccount
"""
_LINES = """
INSERT INTO funds_bankline (account_id, statement_id, place, key, booked_on, value_on, amount_fen,
    bank_ref, remark, matched_by)
SELECT s.account_id, s.id, n + 1, 'r:' || s.id || '-' || n, %(day)s, %(day)s,
    CASE WHEN n %% 10 = 0 THEN 50000 + n / 10 ELSE 1000 + n %% 90 END, s.id || '-' || n,
    CASE WHEN n %% 10 = 0 THEN '缴费' WHEN n %% 20 = 1 THEN '转账'
        ELSE 'D' || s.account_id || 'n' || n %% %(pupils)s || ' 缴费' END, ''
FROM funds_bankstatement s CROSS JOIN generate_series(0, %(each)s - 1) n
WHERE s.file_id = %(file)s
"""
GIVEN = (
    *("funds_bank", "funds_fundaccount", "documents_storedfile", "funds_contract"),
    "funds_bankstatement",
)
MADE = ("funds_book", "funds_entry", "funds_leg", "audit_auditevent")


def _script() -> list[str]:
    """What the other county lacks, table by table, and what became of its lines."""
    copies = [_copy(table) for table in MADE]
    matched = (
        f"UPDATE c{OTHER}.funds_bankline l SET entry_id = o.entry_id, matched_by = o.matched_by"  # noqa: S608 -- ours
        f" FROM c{CODE}.funds_bankline o WHERE o.id = l.id AND l.entry_id IS NULL"
    )
    return [*copies, matched]


def _copy(table: str) -> str:
    return (
        f"INSERT INTO c{OTHER}.{table} SELECT * FROM c{CODE}.{table} WHERE id >"  # noqa: S608 -- ours
        f" (SELECT coalesce(max(id), 0) FROM c{OTHER}.{table}) ORDER BY id"
    )


def _lines_come(round_no: int) -> None:
    """A statement for each account, and the contracts that some of its lines are the first of."""
    day, each = DAY + timedelta(days=10 * round_no), LINES // ACCOUNTS
    file = store(f"{round_no}".encode(), name="流水.csv", media_type="text/csv", at=NOON)
    given = {"day": day, "each": each, "file": file.pk, "at": NOON, "pupils": PUPILS}
    fresh = {"word": f"E{round_no}a", "fee": 50000, "step": 1, "count": each // 10, "day": day}
    with connection.cursor() as cursor:
        cursor.execute(_CONTRACTS, fresh)
        cursor.execute(_STATEMENTS, given)
        cursor.execute(_LINES, given)
        cursor.execute("VACUUM ANALYZE")


def _ours(rounds: Iterator[int]) -> float:
    _lines_come(next(rounds))
    began = time.perf_counter()
    booked = book_waiting(at=timezone.now())
    took = time.perf_counter() - began
    assert booked == LINES, booked
    return took


def _theirs() -> float:
    with connection.cursor() as cursor:
        for table in GIVEN:
            cursor.execute(_copy(table))
        cursor.execute(_unbooked())
        cursor.execute("VACUUM ANALYZE")
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _script():
            step = time.perf_counter()
            cursor.execute(statement)
            word = statement.split()[0] + " " + statement.split()[2].split(".")[-1]
            _told[f"script, {word}"] = f"{time.perf_counter() - step:.1f} s"
        step = time.perf_counter()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _told["script, guards at the commit"] = f"{time.perf_counter() - step:.1f} s"
    return time.perf_counter() - began


def _unbooked() -> str:
    """Lines come to the other county as they were before they were booked."""
    names = [field.column for field in BankLine._meta.concrete_fields]
    as_before = {"entry_id": "NULL::bigint", "matched_by": "''"}
    said = ", ".join(as_before.get(name, name) for name in names)
    copy = _copy("funds_bankline").replace("SELECT *", f"SELECT {said}")
    return copy.replace("funds_bankline SELECT", f"funds_bankline ({', '.join(names)}) SELECT")


def _facts() -> dict[str, object]:
    ways = BankLine.objects.order_by().values_list("matched_by", flat=True)
    began = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        ranked = drill()
    return {
        "drill over institutions, contracts": (len(ranked), Contract.objects.count()),
        "drill": f"{time.perf_counter() - began:.2f} s, {len(asked)} query",
        "lines a round": LINES,
        "entries, legs": (Entry.objects.count(), Leg.objects.count()),
        "ways": sorted(ways.distinct()),
        "troubles": len(troubles()),
        "memory at most": f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB",
        **_told,
    }


@row("book and match 100,000 bank lines, against one SQL script", reach=at_most(3))
def lines() -> Iterator[Sides]:
    accounts(ACCOUNTS)
    county_with(OTHER, ACCOUNTS)
    connection.set_tenant(County.objects.get(code=CODE))
    with transaction.atomic(), connection.cursor() as cursor:  # an entry is never without its legs
        cursor.execute(
            _CONTRACTS, {"word": "D", "fee": 10**8, "step": 0, "count": PUPILS, "day": DAY}
        )
        for table in (*GIVEN, *MADE):
            cursor.execute(_copy(table))
    rounds = count(1)
    yield Sides(ours=lambda: _ours(rounds), against=_theirs, rounds=3, warm_up=False, facts=_facts)

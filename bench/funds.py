"""The journal of prepaid money: posting, alone and by four at once, its proof, its balances.

A county of 1,000 accounts whose journal has 1,000,000 legs. Posting goes through the service:
keys, guards, the chain, a line of history, and at the end of the round the accounts that were
posted to are held against the rules that watch them, as after a statement. The other side of it
is one SQL function that posts the same rows (no history, no rules), by pgbench with one client.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cache
from itertools import count
from pathlib import Path

from django.db import connection
from django.utils import timezone

from audit.models import AuditEvent
from bench import _hordak
from bench._crew import crew
from bench._ledger import accounts, clerk, draft, fill
from bench.harness import Sides, at_least, at_most, row
from common.clock import localdate
from funds.models import Book, FundAccount, Leg
from funds.queries import balance_as_booked, balance_as_valued
from funds.services import post, watch_account
from funds.states import BookCode
from funds.verification import troubles
from policies.services import load_calendar, load_catalogue, seed_parameters
from script.lib.postgres import BINARIES
from tests.times import DAY, NOON

ACCOUNTS = int(os.environ.get("YUJIAN_BENCH_ACCOUNTS", "1000"))
A_ROUND = 50  # accounts that a round posts to, as the statements of a morning
POSTS = int(os.environ.get("YUJIAN_BENCH_POSTS", "1000"))
LEGS = int(os.environ.get("YUJIAN_BENCH_LEGS", "1000000"))
WORKERS = 4
_rounds = count(1)


@cache
def _county() -> list[FundAccount]:
    """All accounts, their journal filled, the law of the county loaded."""
    held = accounts(ACCOUNTS)
    load_calendar(at=NOON)
    load_catalogue(at=NOON)
    seed_parameters({}, at=NOON)
    fill(held, LEGS)
    return held


def _posts(held: Sequence[FundAccount], number: int) -> None:
    """So many entries through the service, then the rules over the accounts that got any."""
    by = clerk()
    for place in range(number):
        post(held[place % len(held)].pk, draft(), by=by, at=timezone.now())
    at = timezone.now()
    for account in held[:number]:
        watch_account(account.pk, day=localdate(at), at=at)


def _of_this_round() -> list[FundAccount]:
    held, place = _county(), next(_rounds) * A_ROUND
    return [held[(place + n) % len(held)] for n in range(A_ROUND)]


def _pgbench(held: Sequence[FundAccount]) -> float:
    """Seconds for as many posts by one client; every round has references of its own."""
    mark = next(_rounds)
    script = (
        f"\\set n random(1, 1000000000)\n\\set account random({held[0].pk}, {held[-1].pk})\n"
        f"SELECT bench_post(:account, 'P{mark}-' || :n || '-' || clock_timestamp(), 100,"
        f" '{DAY}', clock_timestamp());\n"
    )
    settings = connection.settings_dict
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "post.sql").write_text(script)
        command = [
            *(str(BINARIES / "pgbench"), "--no-vacuum", "--protocol=prepared"),
            *("--client=1", f"--transactions={POSTS}", f"--file={folder}/post.sql"),
            *("--host", settings["HOST"], "--port", str(settings["PORT"]), settings["NAME"]),
        ]
        environ = os.environ | {
            "PGUSER": settings["USER"],
            "PGPASSWORD": settings["PASSWORD"],
            "PGOPTIONS": f"-c search_path={connection.schema_name},public",
        }
        told = subprocess.run(command, env=environ, check=True, capture_output=True, text=True)
    (rate,) = [line.split()[2] for line in told.stdout.splitlines() if line.startswith("tps")]
    return POSTS / float(rate)


def _rates() -> dict[str, object]:
    """What the service alone does, and what the rules at the end of a round add to it."""
    held, by = _of_this_round(), clerk()
    began = time.perf_counter()
    for place in range(POSTS):
        post(held[place % len(held)].pk, draft(), by=by, at=timezone.now())
    posted = time.perf_counter()
    for account in held:
        watch_account(account.pk, day=localdate(timezone.now()), at=timezone.now())
    ended = time.perf_counter()
    return {
        "posts a second, without the rules": round(POSTS / (posted - began)),
        "with the rules": round(POSTS / (ended - began)),
        "rules of one account": f"{(ended - posted) / len(held) * 1000:.1f} ms",
        "lines of history": AuditEvent.objects.count(),
    }


@row("post one entry through the service, against a SQL function by pgbench", reach=at_least(0.1))
def posting() -> Iterator[Sides]:
    held = _county()
    yield Sides(
        ours=lambda: _posts(_of_this_round(), POSTS),
        against=lambda: _pgbench(held),
        rounds=5,
        facts=_rates,
    )


@row("the same, against django-hordak through its own API", reach=at_least(1))
def beside_hordak() -> Iterator[Sides]:
    _county()
    with _hordak.running(ACCOUNTS) as theirs:
        yield Sides(
            ours=lambda: _posts(_of_this_round(), POSTS),
            against=lambda: theirs(POSTS),
            rounds=5,
            facts=lambda: {"django-hordak": _hordak.VERSION},
        )


@row("4 workers over 1,000 accounts, against one worker", reach=at_least(1.3))
def four_workers() -> Iterator[Sides]:
    with crew(WORKERS, _worker, [one.pk for one in _county()]) as four:
        yield Sides(
            ours=lambda: four.share(POSTS),
            against=lambda: four.alone(POSTS),
            rounds=5,
            facts=lambda: {"troubles": len(troubles())},
        )


@row("4 workers on one hot account, against one worker", reach=at_least(0.5))
def one_hot_account() -> Iterator[Sides]:
    with crew(WORKERS, _worker, [_county()[0].pk]) as four:
        yield Sides(
            ours=lambda: four.share(POSTS),
            against=lambda: four.alone(POSTS),
            rounds=5,
            facts=lambda: {"troubles": len(troubles())},
        )


def _worker(number: int, keys: Sequence[int]) -> Iterator[None]:
    by, mark = clerk(), f"{os.getpid()}-{time.time_ns()}"
    for place in count():
        key = keys[(place * WORKERS + number) * 7919 % len(keys)]
        post(key, draft(f"W{mark}-{place}"), by=by, at=timezone.now())
        yield


@row("proof from zero with the chain, against one sum() over the legs", reach=at_most(25))
def proof() -> Iterator[Sides]:
    _county()

    def against() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT sum(amount_fen) FROM funds_leg")

    def facts() -> dict[str, object]:
        return {"legs": Leg.objects.count(), "troubles": len(troubles())}

    yield Sides(ours=troubles, against=against, rounds=3, facts=facts)


@row("balance at a past booking moment, against the account by key", reach=at_most(3))
def as_booked() -> Iterator[Sides]:
    book = Book.objects.get(account=_county()[0], code=BookCode.BANK)
    at = NOON + timedelta(days=700)
    yield Sides(
        ours=lambda: balance_as_booked(book, at),
        against=lambda: FundAccount.objects.get(pk=book.account_id),
        rounds=201,
        facts=lambda: {"legs of the book": book.legs.count()},
    )


@row("balance at a past value day, against the account by key", reach=at_most(10))
def as_valued() -> Iterator[Sides]:
    book = Book.objects.get(account=_county()[0], code=BookCode.BANK)
    day = DAY + timedelta(days=700)
    yield Sides(
        ours=lambda: balance_as_valued(book, day),
        against=lambda: FundAccount.objects.get(pk=book.account_id),
        rounds=201,
        facts=lambda: {"legs of the book": book.legs.count()},
    )

"""The journal of prepaid money: one entry through the service, its proof, its balances.

Posting: each entry has its two legs, all keys, guards, the chain and its line of history. The
other side is one SQL function that posts the same rows with the same statement and no line of
history, called by pgbench with one client, the lock first.

Proof and balances stand on a county of 1,000,000 legs, made by the same statement.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from itertools import count
from pathlib import Path

from django.db import connection

from accounts.models import User
from bench._registry import county_with
from bench.harness import Sides, at_least, at_most, row
from funds.models import Book, FundAccount, Leg
from funds.queries import balance_as_booked, balance_as_valued
from funds.services import Draft, Line, Opened, add_bank, open_account, post
from funds.services._sql import WRITE
from funds.states import AccountKind, BookCode, EntryKind, SourceKind
from funds.verification import troubles
from institutions.models import Institution
from script.lib.postgres import BINARIES
from tests.times import DAY, NOON

ACCOUNTS = 50
POSTS = int(os.environ.get("YUJIAN_BENCH_POSTS", "1000"))
LEGS = int(os.environ.get("YUJIAN_BENCH_LEGS", "1000000"))
_refs = count(1)

# The service's own statement as a function: what a call brings stands in $-places.
_PLACES = {
    "account": "p_account",
    "kind": "'receipt'::text",
    "occurred_on": "p_on",
    "value_on": "p_on",
    "at": "p_at",
    "source": "'bank_line'::text",
    "source_ref": "p_ref",
    "turn": "NULL::int",
    "reverses": "NULL::bigint",
    "note": "''::text",
    "count": "2::smallint",
    "codes": "ARRAY['bank', 'suspense']",
    "contracts": "ARRAY[NULL, NULL]",
    "amounts": "ARRAY[p_fen, -p_fen]",
}


@cache
def _accounts() -> list[FundAccount]:
    """Accounts with their two books open, by the verbs."""
    county_with("999901", ACCOUNTS)
    by = _by()
    bank = add_bank("rcb", "县农村商业银行", by=by, at=NOON)
    made = []
    for n, institution in enumerate(Institution.objects.order_by("pk")[:ACCOUNTS]):
        opened = Opened(kind=AccountKind.CUSTODY, number=f"6217{n:012d}", opened_on=DAY)
        made.append(open_account(institution.pk, bank.pk, opened, by=by, at=NOON))
        post(made[-1].pk, _draft(), by=by, at=NOON)
    with connection.cursor() as cursor:
        cursor.execute(_function())
    return made


@cache
def _by() -> User:
    user: User = User.objects.order_by("pk")[0]
    user.roles = ["funds_supervisor"]
    user.save(update_fields=["roles"])
    return user


def _draft() -> Draft:
    return Draft(
        kind=EntryKind.RECEIPT,
        occurred_on=DAY,
        value_on=DAY,
        source=SourceKind.BANK_LINE,
        source_ref=f"S{next(_refs)}",
        lines=(Line(BookCode.BANK, 100), Line(BookCode.SUSPENSE, -100)),
    )


def _function() -> str:
    body = WRITE % _PLACES
    body = body.replace("SELECT id, no, encode(digest, 'hex') FROM entry", "SELECT id FROM entry")
    return f"""CREATE FUNCTION bench_post(p_account bigint, p_ref text, p_fen bigint, p_on date,
        p_at timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
    DECLARE written bigint;
    BEGIN
        PERFORM 1 FROM funds_fundaccount WHERE id = p_account FOR NO KEY UPDATE;
        EXECUTE $w${
        body.replace("p_account", "$1")
        .replace("p_ref", "$2")
        .replace("p_fen", "$3")
        .replace("p_on", "$4")
        .replace("p_at", "$5")
    }$w$
            INTO written USING p_account, p_ref, p_fen, p_on, p_at;
        RETURN written;
    END $$"""


def _pgbench(accounts: list[FundAccount]) -> float:
    """Seconds for as many posts by one client; every round has references of its own."""
    first, mark = accounts[0].pk, next(_refs)
    schema = connection.schema_name
    script = (
        f"\\set account random({first}, {accounts[-1].pk})\n\\set n random(1, 1000000000)\n"
        f"SELECT bench_post(:account, 'P{mark}-' || :client_id || '-' || :n || '-' ||"
        f" clock_timestamp(), 100, '{DAY}', clock_timestamp());\n"
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
            "PGOPTIONS": f"-c search_path={schema},public",
        }
        told = subprocess.run(command, env=environ, check=True, capture_output=True, text=True)
    (tps,) = [line.split()[2] for line in told.stdout.splitlines() if line.startswith("tps")]
    return POSTS / float(tps)


@row("post one entry through the service, against a SQL function by pgbench", reach=at_least(0.1))
def posting() -> Iterator[Sides]:
    accounts, by = _accounts(), _by()
    at = (NOON + timedelta(days=4000, milliseconds=n) for n in count())

    def ours() -> None:
        for n in range(POSTS):
            post(accounts[n % ACCOUNTS].pk, _draft(), by=by, at=next(at))

    def facts() -> dict[str, object]:
        began = time.perf_counter()
        ours()
        return {"ours a second": round(POSTS / (time.perf_counter() - began))}

    yield Sides(ours=ours, against=lambda: _pgbench(accounts), rounds=5, facts=facts)


@cache
def _million() -> Book:
    """So many legs over all accounts, each account from its last entry on."""
    accounts = _accounts()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM funds_leg")
        missing = (LEGS - cursor.fetchone()[0]) // 2
        cursor.execute(
            "SELECT count(bench_post(%s + n %% %s, 'M' || n, 100 + n %% 900,"
            " %s::date + (n / 2000)::int, %s::timestamptz + n * interval '1 ms'))"
            " FROM generate_series(1, %s) n",
            [accounts[0].pk, ACCOUNTS, DAY, NOON + timedelta(days=4500), missing],
        )
        cursor.execute("VACUUM ANALYZE")
    return Book.objects.get(account=accounts[0], code=BookCode.BANK)


@row("proof from zero with the chain, against one sum() over the legs", reach=at_most(25))
def proof() -> Iterator[Sides]:
    _million()

    def against() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT sum(amount_fen) FROM funds_leg")

    def facts() -> dict[str, object]:
        return {"legs": Leg.objects.count(), "troubles": len(troubles())}

    yield Sides(ours=troubles, against=against, rounds=3, facts=facts)


@row("balance at a past booking moment, against the account by key", reach=at_most(3))
def as_booked() -> Iterator[Sides]:
    book = _million()
    at = Leg.objects.filter(book=book).order_by("version")[4000].booked_at
    yield Sides(
        ours=lambda: balance_as_booked(book, at),
        against=lambda: FundAccount.objects.get(pk=book.account_id),
        rounds=201,
    )


@row("balance at a past value day, against the account by key", reach=at_most(10))
def as_valued() -> Iterator[Sides]:
    book = _million()
    day = DAY + timedelta(days=120)
    yield Sides(
        ours=lambda: balance_as_valued(book, day),
        against=lambda: FundAccount.objects.get(pk=book.account_id),
        rounds=201,
    )

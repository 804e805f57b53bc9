"""The journal against somebody with SQL: refused, or named by the proof when guards were off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from funds.models import Entry, JournalProof, Leg
from funds.services import prove_journal
from funds.verification import troubles
from tests.factories import funds
from tests.times import NOON

pytestmark = pytest.mark.django_db

_LEG = """INSERT INTO funds_leg (entry_id, no, legs_count, account_id, book_id, amount_fen, value_on,
    booked_at, version, previous_version, previous_fen, balance_fen)
    SELECT entry_id, {no}, {count}, account_id, book_id, {amount}, value_on, booked_at,
    version + 1, version, balance_fen, balance_fen + {amount} FROM funds_leg
    ORDER BY id DESC LIMIT 1"""


@pytest.fixture
def account(county):
    by = funds.supervisor()
    held = funds.account(by)
    for amount in (100, 200, 300):
        funds.booked(held, by, amount_fen=amount)
    return held


KEYS = {
    "funds_entry": ("entry_follows_its_account",),
    "funds_leg": (
        "leg_says_what_its_entry_says",
        "leg_is_in_a_book_of_its_account",
        "leg_follows_its_book",
        "leg_carries_the_balance_on",
        "leg_per_book_once",
    ),
}


def run(sql, guards=True):
    """By the owner of the tables: with the guards, or after all of them were taken away."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, keys in () if guards else KEYS.items():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            for key in keys:
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {key}")
        cursor.execute(sql)


REFUSED = {
    "a third leg of an entry of two": _LEG.format(no=3, count=2, amount=1),
    "a leg that says the entry has three": _LEG.format(no=3, count=3, amount=1),
    "another amount": "UPDATE funds_leg SET amount_fen = 7",
    "another day": "UPDATE funds_entry SET value_on = '2021-01-01'",
    "a leg taken away": "DELETE FROM funds_leg",
    "an entry taken away": "DELETE FROM funds_entry",
    "everything taken away": "TRUNCATE funds_entry CASCADE",
}


@pytest.mark.parametrize("sql", REFUSED.values(), ids=REFUSED)
def test_sql_that_would_change_the_journal_is_refused(account, sql):
    with pytest.raises(IntegrityError), transaction.atomic():
        run(sql)

    assert troubles() == []


NAMED = {
    "a third leg": (_LEG.format(no=3, count=3, amount=1), 3, "legs"),
    "another amount": ("UPDATE funds_leg SET amount_fen = 7 WHERE amount_fen = 200", 2, "sum"),
    "two other amounts": (
        "UPDATE funds_leg SET amount_fen = sign(amount_fen) * 7 WHERE abs(amount_fen) = 200",
        2,
        "digest",
    ),
    "another note": ("UPDATE funds_entry SET note = '改过' WHERE no = 1", 1, "digest"),
    "another day": ("UPDATE funds_entry SET value_on = '2021-01-01' WHERE no = 2", 2, "leg"),
    "an entry taken away": ("DELETE FROM funds_entry WHERE no = 2", None, "entry"),
    "an entry and its legs taken away": (
        "DELETE FROM funds_leg WHERE abs(amount_fen) = 200; DELETE FROM funds_entry WHERE no = 2",
        3,
        "gap",
    ),
}


@pytest.mark.parametrize(("sql", "no", "what"), NAMED.values(), ids=NAMED)
def test_what_was_done_with_the_guards_off_is_named(account, sql, no, what):
    run(sql, guards=False)

    assert (no, what) in {(trouble.no, trouble.what) for trouble in troubles()}


def test_the_last_entry_taken_away_is_missed_by_the_history(account):
    run(
        "DELETE FROM funds_leg WHERE abs(amount_fen) = 300; DELETE FROM funds_entry WHERE no = 3",
        guards=False,
    )

    assert [(one.no, one.what) for one in troubles()] == [(3, "gone")]


def test_the_last_entry_taken_away_is_missed_by_the_next_proof(account):
    assert prove_journal(at=NOON + timedelta(hours=1)).trouble_count == 0
    run(
        "DELETE FROM funds_leg WHERE abs(amount_fen) = 300; DELETE FROM funds_entry WHERE no = 3",
        guards=False,
    )

    proof = prove_journal(at=NOON + timedelta(hours=2))

    assert proof.sentences == [f"账户{account.pk}第3号分录在历史中有记载，现已缺失或者被改动。"]


def test_the_proof_counts_what_it_read(account):
    prove_journal(at=NOON)

    kept = JournalProof.objects.get()
    assert (kept.entries, kept.legs) == (Entry.objects.count(), Leg.objects.count()) == (3, 6)
    assert kept.heads[str(account.pk)][0] == 3

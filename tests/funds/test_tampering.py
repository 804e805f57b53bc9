"""The journal against a superuser: no guard speaks in such a session, so the proof must.

``session_replication_role = replica`` silences every trigger and every foreign key at once. The
county is committed, the connection a superuser's; each attempt is rolled back after the proof.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from funds.services import prove_journal
from funds.verification import troubles
from tests.committed import committed_county
from tests.factories import funds
from tests.times import NOON

LATER = NOON + timedelta(hours=1)


@contextmanager
def superuser() -> Iterator[None]:
    given = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict["USER"] = "postgres"
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(given)


@pytest.fixture(scope="module")
def journal(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Three receipts of one account, committed; then a superuser's session."""
    with django_db_blocker.unblock(), committed_county("999963") as county:
        by = funds.supervisor()
        account = funds.account(by)
        for amount in (100, 200, 300):
            funds.booked(account, by, amount_fen=amount)
        with superuser():
            connection.set_tenant(county)
            yield


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def found_after(*statements: str, proved: bool = False) -> set[tuple[int | None, str]]:
    """What the proof names after these statements in a session without guards."""
    with transaction.atomic():
        if proved:
            assert prove_journal(at=LATER).trouble_count == 0
        run("SET LOCAL session_replication_role = replica", *statements)
        found = {(trouble.no, trouble.what) for trouble in troubles()}
        transaction.set_rollback(True)
    return found


LEG = """INSERT INTO funds_leg (entry_id, no, legs_count, account_id, book_id, amount_fen, value_on,
    booked_at, version, previous_version, previous_fen, balance_fen)
    SELECT l.entry_id, {no}, {count}, l.account_id, l.book_id, {amount}, l.value_on, l.booked_at,
    l.version + 1, l.version, l.balance_fen, l.balance_fen + {amount} FROM funds_leg l
    JOIN funds_book b ON b.id = l.book_id WHERE b.code = '{book}' ORDER BY l.version DESC LIMIT 1"""
FREE = "ALTER TABLE funds_leg DROP CONSTRAINT leg_per_book_once"
# Amounts and balances of one entry changed alike in both books and in all that follow.
SHIFT = """UPDATE funds_leg SET amount_fen = amount_fen + CASE version WHEN 2 THEN {fen} ELSE 0 END,
    previous_fen = previous_fen + CASE WHEN version > 2 THEN {fen} ELSE 0 END,
    balance_fen = balance_fen + CASE WHEN version >= 2 THEN {fen} ELSE 0 END
    WHERE book_id = (SELECT id FROM funds_book WHERE code = '{book}')"""
SHIFTED = (SHIFT.format(fen=7, book="bank"), SHIFT.format(fen=-7, book="suspense"))
# The chain made anew from the first entry on, by the very functions of the database.
REHASH = """WITH said AS (
    SELECT e.id, e.no, funds_chain(NULL, funds_said(e.account_id, e.no, e.kind, e.occurred_on,
        e.value_on, e.booked_at, e.source, e.source_ref, e.turn, e.reverses_id, e.note,
        (SELECT string_agg(concat_ws(':', book_id, amount_fen, version, balance_fen), ',' ORDER BY l.no)
        FROM funds_leg l WHERE l.entry_id = e.id))) OVER (ORDER BY e.no) AS digest
    FROM funds_entry e
) UPDATE funds_entry e SET digest = s.digest,
    previous_digest = (SELECT digest FROM said b WHERE b.no = s.no - 1) FROM said s WHERE s.id = e.id"""
LAST = ("DELETE FROM funds_leg WHERE version = 3", "DELETE FROM funds_entry WHERE no = 3")
# A fourth entry that keeps every rule, with its place in the chain and its digest.
FORGED = (
    """INSERT INTO funds_entry (account_id, no, kind, occurred_on, value_on, booked_at, source,
    source_ref, turn, note, legs_count, previous_no, previous_digest, previous_booked_at, digest)
    SELECT account_id, 4, kind, occurred_on, value_on, booked_at, source, 'F', 1, '', 2, 3, digest,
    booked_at, funds_digest(digest, funds_said(account_id, 4, kind, occurred_on, value_on, booked_at,
    source, 'F', 1, NULL, '', (SELECT string_agg(concat_ws(':', book_id, amount_fen, version + 1,
    balance_fen + amount_fen), ',' ORDER BY no) FROM funds_leg WHERE version = 3)))
    FROM funds_entry WHERE no = 3""",
    """INSERT INTO funds_leg (entry_id, no, legs_count, account_id, book_id, amount_fen, value_on,
    booked_at, version, previous_version, previous_fen, balance_fen)
    SELECT (SELECT id FROM funds_entry WHERE no = 4), no, 2, account_id, book_id, amount_fen,
    value_on, booked_at, 4, 3, balance_fen, balance_fen + amount_fen FROM funds_leg WHERE version = 3""",
)
NAMED = {
    "one leg more": ([FREE, LEG.format(no=3, count=3, amount=1, book="bank")], 3, "legs"),
    "two legs more that balance": (
        [
            FREE,
            LEG.format(no=3, count=4, amount=5, book="bank"),
            LEG.format(no=4, count=4, amount=-5, book="suspense"),
            "UPDATE funds_leg SET legs_count = 4 WHERE version >= 3",
            "UPDATE funds_entry SET legs_count = 4 WHERE no = 3",
        ],
        3,
        "digest",
    ),
    "a leg taken away": (["DELETE FROM funds_leg WHERE amount_fen = -200"], 2, "legs"),
    "an amount and all balances after it": (SHIFTED, 2, "digest"),
    "what it rests on": (["UPDATE funds_entry SET source_ref = 'X' WHERE no = 1"], 1, "digest"),
    "what it is": (["UPDATE funds_entry SET kind = 'interest' WHERE no = 2"], 2, "digest"),
    "the day it happened": (
        ["UPDATE funds_entry SET occurred_on = occurred_on - 1 WHERE no = 2"],
        2,
        "digest",
    ),
    "the moment of a leg": (
        ["UPDATE funds_leg SET booked_at = booked_at - interval '1 day' WHERE version = 2"],
        2,
        "leg",
    ),
    "the last entry taken away": (LAST, 3, "gone"),
    "an amount, all balances, the whole chain rehashed": ((*SHIFTED, REHASH), 2, "gone"),
    "the last entry taken away and the rest rehashed": ((*LAST, REHASH), 3, "gone"),
    "a whole entry of its own, by every rule": (FORGED, 4, "unknown"),
}


@pytest.mark.parametrize(("statements", "no", "what"), NAMED.values(), ids=NAMED)
def test_what_a_superuser_did_is_named(journal, statements, no, what):
    assert troubles() == []

    assert (no, what) in found_after(*statements)


@pytest.mark.parametrize(
    "statements", [LAST, (*SHIFTED, REHASH), FORGED], ids=["last", "rehash", "forged"]
)
def test_and_after_a_proof_even_without_the_history(journal, statements):
    """Whoever takes the lines of history away as well meets the heads that the proof kept."""
    silent = "DELETE FROM audit_auditevent WHERE kind = 'fund_entry.book'"

    assert found_after(*statements, silent, proved=True)


def test_a_rehash_of_an_untouched_journal_changes_nothing(journal):
    assert found_after(REHASH) == set()


@pytest.mark.parametrize(
    "statement",
    [
        LEG.format(no=3, count=3, amount=1, book="bank"),
        "UPDATE funds_leg SET amount_fen = 7",
        "UPDATE funds_entry SET note = '改过'",
        "DELETE FROM funds_leg",
        "DELETE FROM funds_entry",
        "TRUNCATE funds_leg CASCADE",
    ],
)
def test_with_the_guards_on_a_superuser_is_refused(journal, statement):
    with pytest.raises(IntegrityError), transaction.atomic():
        run(statement, "SET CONSTRAINTS ALL IMMEDIATE")

    assert troubles() == []

"""A county with supervised accounts and a journal of any length, for the measurements of funds.

``bench_post`` is the other side of posting: one SQL function with plans of its own that posts the
same rows under the same keys and guards; it is also what fills the journal.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from itertools import count

from django.db import connection

from accounts.models import User
from bench._registry import county_with
from funds.models import Bank, FundAccount
from funds.services import Draft, Line, Opened, add_bank, open_account, post
from funds.states import AccountKind, BookCode, EntryKind, SourceKind
from institutions.models import Institution
from tests.times import DAY, NOON

CODE = "999901"
CHUNK = 20_000
_refs = count(1)

POST = """
CREATE FUNCTION bench_post(p_account bigint, p_ref text, p_fen bigint, p_on date,
    p_at timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE head record; bank record; owed record; made bigint;
BEGIN
    PERFORM 1 FROM funds_fundaccount WHERE id = p_account FOR NO KEY UPDATE;
    SELECT no, digest, booked_at INTO head FROM funds_entry WHERE account_id = p_account
        ORDER BY no DESC LIMIT 1;
    SELECT b.id, l.version, l.balance_fen INTO bank FROM funds_book b JOIN funds_leg l
        ON l.book_id = b.id WHERE b.account_id = p_account AND b.code = 'bank'
        AND b.contract_id IS NULL ORDER BY l.version DESC LIMIT 1;
    SELECT b.id, l.version, l.balance_fen INTO owed FROM funds_book b JOIN funds_leg l
        ON l.book_id = b.id WHERE b.account_id = p_account AND b.code = 'suspense'
        AND b.contract_id IS NULL ORDER BY l.version DESC LIMIT 1;
    INSERT INTO funds_entry (account_id, no, kind, occurred_on, value_on, booked_at, source,
        source_ref, turn, note, legs_count, previous_no, previous_digest, previous_booked_at,
        digest)
    VALUES (p_account, head.no + 1, 'receipt', p_on, p_on, p_at, 'bank_line', p_ref, 1, '', 2,
        head.no, head.digest, head.booked_at, funds_digest(head.digest, funds_said(p_account,
            head.no + 1, 'receipt', p_on, p_on, p_at, 'bank_line', p_ref, 1, NULL, '',
            concat_ws(':', bank.id, p_fen, bank.version + 1, bank.balance_fen + p_fen) || ','
            || concat_ws(':', owed.id, -p_fen, owed.version + 1, owed.balance_fen - p_fen))))
    RETURNING id INTO made;
    INSERT INTO funds_leg (entry_id, no, legs_count, account_id, book_id, amount_fen, value_on,
        booked_at, version, previous_version, previous_fen, balance_fen)
    VALUES (made, 1, 2, p_account, bank.id, p_fen, p_on, p_at, bank.version + 1, bank.version,
            bank.balance_fen, bank.balance_fen + p_fen),
        (made, 2, 2, p_account, owed.id, -p_fen, p_on, p_at, owed.version + 1, owed.version,
            owed.balance_fen, owed.balance_fen - p_fen);
    RETURN made;
END $$
"""


# As the nightly task leaves an account: what is there was judged, a round's posts were not.
_WATCHED = """
UPDATE funds_fundaccount a SET watched_on = e.last_on, watched_no = e.last_no FROM (
    SELECT account_id, max(occurred_on) last_on, max(no) last_no FROM funds_entry GROUP BY 1
) e WHERE e.account_id = a.id
"""


@cache
def accounts(number: int) -> list[FundAccount]:
    """So many accounts of an institution each, with their two books open, by the verbs."""
    county_with(CODE, number)
    by = clerk()
    bank = add_bank("rcb", "县农村商业银行", by=by, at=NOON)
    made = [_opened(place, one, bank, by) for place, one in enumerate(_institutions(number))]
    with connection.cursor() as cursor:
        cursor.execute(POST)
    return made


def _institutions(number: int) -> list[Institution]:
    return list(Institution.objects.order_by("pk")[:number])


def _opened(place: int, institution: Institution, bank: Bank, by: User) -> FundAccount:
    said = Opened(kind=AccountKind.CUSTODY, number=f"6217{place:012d}", opened_on=DAY)
    account = open_account(institution.pk, bank.pk, said, by=by, at=NOON)
    post(account.pk, draft(), by=by, at=NOON)
    return account


@cache
def clerk() -> User:
    """Whoever may open accounts and book."""
    user: User = User.objects.order_by("pk")[0]
    user.roles = ["funds_supervisor"]
    user.save(update_fields=["roles"])
    return user


def draft(ref: str = "") -> Draft:
    """A yuan that came to the bank and nobody knows whose it is."""
    return Draft(
        kind=EntryKind.RECEIPT,
        occurred_on=DAY,
        value_on=DAY,
        source=SourceKind.BANK_LINE,
        source_ref=ref or f"S{next(_refs)}",
        lines=(Line(BookCode.BANK, 100), Line(BookCode.SUSPENSE, -100)),
    )


def fill(held: list[FundAccount], legs: int) -> None:
    """Receipts over four years, account after account, until the journal has so many legs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM funds_leg")
        missing = (legs - cursor.fetchone()[0]) // 2
        keys = [account.pk for account in held]
        for first in range(0, missing, CHUNK):
            last = min(missing, first + CHUNK)
            cursor.execute(
                "SELECT count(bench_post((%s::bigint[])[1 + n %% %s], 'M' || n, 100 + n %% 900,"
                " %s::date + n * 1400 / %s, %s::timestamptz + n * (interval '1400 days' / %s)))"
                " FROM generate_series(%s, %s) n",
                [keys, len(keys), DAY, missing, NOON + timedelta(days=1), missing, first, last - 1],
            )
        cursor.execute(_WATCHED)
        cursor.execute("VACUUM ANALYZE")

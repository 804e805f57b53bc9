"""The journal holds itself together: keys of several columns, one sum at the commit, no change.

What a leg repeats of its entry, the entry before, the leg before in the same book and the
account of the book are foreign keys, so the database refuses a row that does not follow.
"""

from django.db import migrations

from common.db import append_only
from common.guards import ask, at_commit, refuse

_KEYS = (
    (
        "funds_entry",
        "entry_is_one_of_its_account",
        "UNIQUE (id, account_id, legs_count, value_on, booked_at)",
    ),
    ("funds_entry", "entry_can_be_followed", "UNIQUE (account_id, no, digest, booked_at)"),
    ("funds_leg", "leg_can_be_followed", "UNIQUE (book_id, version, balance_fen)"),
    (
        "funds_entry",
        "entry_follows_its_account",
        "FOREIGN KEY (account_id, previous_no, previous_digest, previous_booked_at)"
        " REFERENCES funds_entry (account_id, no, digest, booked_at)",
    ),
    (
        "funds_leg",
        "leg_says_what_its_entry_says",
        "FOREIGN KEY (entry_id, account_id, legs_count, value_on, booked_at)"
        " REFERENCES funds_entry (id, account_id, legs_count, value_on, booked_at)",
    ),
    (
        "funds_leg",
        "leg_is_in_a_book_of_its_account",
        "FOREIGN KEY (book_id, account_id) REFERENCES funds_book (id, account_id)",
    ),
    (
        "funds_leg",
        "leg_follows_its_book",
        "FOREIGN KEY (book_id, previous_version, previous_fen)"
        " REFERENCES funds_leg (book_id, version, balance_fen)",
    ),
)
KEYS = [
    (
        f"ALTER TABLE {table} ADD CONSTRAINT {name} {key}",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )
    for table, name, key in _KEYS
]

# What an entry says, over the digest of the one before. Days and moments are numbers, so that
# no setting of the session changes them; 31 is the unit separator, which no text here holds.
SAID = """
CREATE FUNCTION funds_said(account bigint, place bigint, kind text, occurred_on date,
    value_on date, booked_at timestamptz, source text, source_ref text, turn integer,
    reverses bigint, note text, legs text
) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT convert_to(concat_ws(chr(31), account, place,
        kind, occurred_on - date '2000-01-01', value_on - date '2000-01-01',
        (extract(epoch FROM booked_at) * 1000000)::bigint, source, source_ref, turn,
        coalesce(reverses::text, ''), note, legs), 'UTF8')
$$
"""
DIGEST = """
CREATE FUNCTION funds_digest(before bytea, said bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT sha256(coalesce(before, ''::bytea) || said) $$
"""
# The same over many entries, each on the digest of the one before: a sum of its own kind.
LINK = """
CREATE FUNCTION funds_link(digest bytea, head bytea, said bytea) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN sha256(coalesce(digest, head, ''::bytea) || said);
END $$
"""
CHAIN = "CREATE AGGREGATE funds_chain(head bytea, said bytea) (SFUNC = funds_link, STYPE = bytea)"
SUMS = at_commit(
    "funds_entry_sums_to_nothing",
    "funds_entry",
    "INSERT",
    ask(
        "SELECT count(*), coalesce(sum(amount_fen), 0) FROM @funds_leg WHERE entry_id = $1",
        "found, total",
        "NEW.id",
    ),
    refuse(
        "found <> NEW.legs_count OR total <> 0",
        "entry_sums_to_nothing",
        "an entry has the legs it counts and they sum to 0",
    ),
    declare="found integer; total numeric;",
)


class Migration(migrations.Migration):
    dependencies = [("funds", "0001_accounts_and_journal")]
    operations = [
        migrations.RunSQL(forward, backward)
        for forward, backward in (
            *KEYS,
            (SAID, "DROP FUNCTION funds_said"),
            (DIGEST, "DROP FUNCTION funds_digest"),
            (LINK, "DROP FUNCTION funds_link"),
            (CHAIN, "DROP AGGREGATE funds_chain(bytea, bytea)"),
            *SUMS,
            *append_only("funds_entry"),
            *append_only("funds_leg"),
            *append_only("funds_journalproof"),
        )
    ]

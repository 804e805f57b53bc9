"""A school's months and prices stay, its chart is its own, and what is not there is not paid out."""

from django.db import migrations

from common.db import append_only
from common.guards import ask, at_commit, at_once, refuse

CHART = at_once(
    "funds_book_is_of_its_chart",
    "funds_book",
    "INSERT",
    ask("SELECT kind FROM @funds_fundaccount WHERE id = $1", "kind", "NEW.account_id"),
    refuse(
        "kind IS DISTINCT FROM 'schoolcare'",
        "book_is_of_its_chart",
        "only an account of a school has this book",
    ),
    declare="kind text;",
    when="NEW.code IN ('families', 'service', 'subsidy')",
)
# Once a statement, whose entries may be a thousand: what they left in the books of schools.
SHORT = """
CREATE FUNCTION funds_school_books_are_never_short() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    short bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM fresh JOIN %I.funds_book b ON b.id = fresh.book_id
        WHERE fresh.balance_fen > 0 AND b.code IN (''service'', ''subsidy'')',
        TG_TABLE_SCHEMA) INTO short;
    IF short > 0 THEN RAISE EXCEPTION 'fees and subsidies of a school are spent once'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'school_books_are_never_short'; END IF;
    RETURN NULL;
END $$
"""
LOOK = """
CREATE TRIGGER funds_school_books_are_never_short AFTER INSERT ON funds_leg
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT
EXECUTE FUNCTION funds_school_books_are_never_short()
"""
SHEET = at_commit(
    "funds_sheet_is_what_was_booked",
    "funds_attendancesheet",
    "INSERT",
    ask(
        "SELECT count(*) FROM @funds_entry e JOIN @funds_leg l ON l.entry_id = e.id"
        " JOIN @funds_book b ON b.id = l.book_id WHERE e.id = $1 AND e.account_id = $2"
        " AND e.source = 'month' AND b.code = 'families' AND l.amount_fen = $3",
        "booked",
        "NEW.entry_id, NEW.account_id, NEW.fee_fen",
    ),
    ask(
        "SELECT coalesce(sum(pupils * fee_fen), 0) FROM @funds_attendancegroup WHERE sheet_id = $1",
        "total",
        "NEW.id",
    ),
    refuse(
        "booked <> 1 OR total <> NEW.fee_fen",
        "sheet_is_what_was_booked",
        "a month charges what its groups sum to",
    ),
    declare="booked integer; total numeric;",
)
GROUP = at_commit(
    "funds_group_is_of_its_sum",
    "funds_attendancegroup",
    "INSERT",
    ask(
        "SELECT s.fee_fen - (SELECT sum(g.pupils * g.fee_fen) FROM @funds_attendancegroup g"
        " WHERE g.sheet_id = s.id) FROM @funds_attendancesheet s WHERE s.id = $1",
        "apart",
        "NEW.sheet_id",
    ),
    refuse("apart <> 0", "group_is_of_its_sum", "no group is added to a month that was booked"),
    declare="apart numeric;",
)


class Migration(migrations.Migration):
    dependencies = [("funds", "0007_payouts")]
    operations = [
        migrations.RunSQL(forward, backward)
        for forward, backward in (
            *CHART,
            (SHORT, "DROP FUNCTION funds_school_books_are_never_short()"),
            (LOOK, "DROP TRIGGER funds_school_books_are_never_short ON funds_leg"),
            *SHEET,
            *GROUP,
            *append_only("funds_schoolprice"),
            *append_only("funds_attendancesheet"),
            *append_only("funds_attendancegroup"),
        )
    ]

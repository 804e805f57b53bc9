"""A form that exists only inside a case is approved only there; D38 only with its penalty.

Which forms these are their files say (``inside: case``); a test compares them with the list
below, which is frozen here as migrations are.
"""

from django.db import migrations

from common.guards import ask, at_commit, refuse

INSIDE_A_CASE = (
    *("D10", "D11", "D11-2", "D12", "D19", "D20", "D20-2", "D21", "D21-2", "D25", "D27", "D28"),
    *("D29", "D30", "D31", "D31-2", "D32", "D33", "D33-2", "D34", "D35", "D36", "D37", "D38"),
    *("D39", "D43", "D43-2", "D43-3", "D44", "D45", "D46", "D47", "D47-2", "D48", "D48-2"),
    *("D48-3", "D50", "D51"),
)
_CODES = ", ".join(f"'{code}'" for code in INSIDE_A_CASE)
# Written by hand, a row may be born approved: the guard of an approval speaks then too.
BORN = """
CREATE CONSTRAINT TRIGGER paper_is_born_with_what_it_says AFTER INSERT ON papers_officialpaper
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.approved_at IS NOT NULL AND NEW.code IN ('D29', 'D30', 'D36', 'D37', 'D39'))
    EXECUTE FUNCTION paper_is_approved_with_what_it_says()
"""
GUARDS = [
    *at_commit(
        "paper_of_a_case_lies_in_one",
        "papers_officialpaper",
        "INSERT OR UPDATE",
        "IF TG_OP = 'UPDATE' AND OLD.approved_at IS NOT NULL THEN RETURN NULL; END IF;",
        ask(
            "SELECT count(*) FROM @cases_casepaper"
            " WHERE paper_id = $1 AND (spot_id IS NOT NULL) = ($2 = 'D38')",
            "kept",
            "NEW.id",
            "NEW.code",
        ),
        refuse(
            "kept = 0",
            "paper_of_a_case_lies_in_one",
            "a form that exists only inside a case is approved only there",
        ),
        declare="kept integer;",
        when=f"NEW.approved_at IS NOT NULL AND NEW.code IN ({_CODES})",
    ),
    (BORN, "DROP TRIGGER paper_is_born_with_what_it_says ON papers_officialpaper"),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_papers_of_steps_stay"), ("papers", "0002_papers_stay")]
    operations = [migrations.RunSQL(forward, backward) for forward, backward in GUARDS]

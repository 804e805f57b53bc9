"""What a case dates, its paper dates: a day is read from the paper and can never be two days."""

from django.db import migrations

from common.db import append_only
from common.guards import ask, at_commit, refuse

_ON_PAPER = (
    "SELECT count(*), count(*) FILTER (WHERE p.dated_on = $2 AND p.approved_at = $3)"
    " FROM @cases_casepaper c JOIN @papers_officialpaper p ON p.id = c.paper_id"
    " WHERE c.{} = $1 AND p.code IN ({}) AND p.state NOT IN ('voided', 'discarded')"
)


def _dated(name: str, table: str, column: str, codes: str, day: str, when: str) -> list:
    return at_commit(
        name,
        table,
        "INSERT OR UPDATE",
        ask(_ON_PAPER.format(column, codes), "made, dated", "NEW.id", day, "NEW.approved_at"),
        refuse(
            "made = 0 OR dated = 0",
            name,
            "this is said by a paper that was approved at the same moment",
        ),
        declare="made integer; dated integer;",
        when=when,
    )


GUARDS = [
    *_dated(
        "prior_notice_is_dated_by_its_paper",
        "cases_priornotice",
        "notice_id",
        "'D29'",
        "NEW.issued_on",
        "NEW.state IN ('approved', 'served')",
    ),
    *_dated(
        "penalty_is_dated_by_its_paper",
        "cases_decision",
        "decision_id",
        "'D36'",
        "NEW.decided_on",
        "NEW.state = 'approved' AND NEW.kind = 'penalty'",
    ),
    *_dated(
        "no_penalty_is_dated_by_its_paper",
        "cases_decision",
        "decision_id",
        "'D37'",
        "NEW.decided_on",
        "NEW.state = 'approved' AND NEW.kind IN ('minor', 'unproven')",
    ),
    *append_only("cases_casepaper"),
    *append_only("cases_casedeadline"),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_papers_and_deadlines_of_cases"), ("papers", "0001_papers")]
    operations = [migrations.RunSQL(forward, backward) for forward, backward in GUARDS]

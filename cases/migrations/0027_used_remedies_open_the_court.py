"""The period of a remedy that was used does not keep the bureau from the court.

A reconsideration that was upheld after twenty days left its own sixty days "not over", and the
application fifteen days later was stopped at its commit without a sentence.
"""

from django.db import migrations

from common.guards import ask, at_commit, refuse

_RULE = "court_is_asked_when_both_remedies_ended_unused"
_REMEDIES = """SELECT
    (SELECT count(*) FROM @cases_casedeadline c JOIN @deadlines_deadline d ON d.id = c.deadline_id
     WHERE c.case_id = $1 AND c.role IN ('reconsideration', 'litigation')
       AND d.state NOT IN ({over}) AND d.due_on >= $2),
    (SELECT count(*) FROM @cases_remedy
     WHERE case_id = $1 AND (ended_on IS NULL OR kind = 'litigation')),
    (SELECT count(*) FROM @cases_casedeadline c JOIN @deadlines_deadline d ON d.id = c.deadline_id
     WHERE c.case_id = $1 AND c.role = 'urging' AND d.due_on < $2)"""


def _asking(over: str) -> str:
    (function, _), _ = at_commit(
        _RULE,
        "cases_courtapplication",
        "INSERT",
        ask(
            _REMEDIES.format(over=over),
            "running, used, urged",
            "NEW.case_id",
            "NEW.applied_on",
        ),
        refuse(
            "running > 0 OR used > 0", _RULE, "the party can still use a remedy, or has used one"
        ),
        refuse("urged = 0", "court_is_asked_after_the_urging", "ten working days after the urging"),
        declare="running integer; used integer; urged integer;",
    )
    return function.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)


class Migration(migrations.Migration):
    dependencies = [("cases", "0026_archived_papers_stay")]
    operations = [migrations.RunSQL(_asking("'cancelled', 'met'"), _asking("'cancelled'"))]

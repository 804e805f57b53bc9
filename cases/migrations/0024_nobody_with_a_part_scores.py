"""Whoever had any part in a case does not score its file, not only who handled or decided it."""

from django.db import migrations

from common.guards import ask, at_once, refuse

NAME, TABLE = "file_is_scored_by_a_stranger", "cases_reviewedfile"
HANDLED = (
    "SELECT (SELECT count(*) FROM @cases_caseofficer WHERE case_id = $1 AND user_id = $2)"
    " + (SELECT count(*) FROM @cases_legalreview"
    " WHERE case_id = $1 AND reviewed_by_id = $2)"
    " + (SELECT count(*) FROM @cases_caseopinion"
    " WHERE case_id = $1 AND given_by_id = $2)"
)
OTHERS = (
    " + (SELECT count(*) FROM @cases_casestep WHERE case_id = $1 AND recorded_by_id = $2)"
    " + (SELECT count(*) FROM @cases_hearing h JOIN @cases_priornotice n ON n.id = h.notice_id"
    " WHERE n.case_id = $1 AND $2 IN (h.chair_id, h.clerk_id))"
    " + (SELECT count(*) FROM @cases_discussionmember m"
    " JOIN @cases_discussion d ON d.id = m.discussion_id"
    " WHERE d.case_id = $1 AND m.person_id = $2)"
    " + (SELECT count(*) FROM @cases_casepaper c JOIN @papers_officialpaper p ON p.id = c.paper_id"
    " WHERE c.case_id = $1 AND p.approved_by_id = $2)"
)


def _function(question: str) -> str:
    """The guard's function in place of the one that is there; its trigger stays."""
    (forward, _), _ = at_once(
        NAME,
        TABLE,
        "INSERT OR UPDATE",
        ask(question, "own", "NEW.case_id", "NEW.scored_by_id"),
        refuse("own > 0", NAME, "who had a part does not score"),
        declare="own integer;",
    )
    return forward.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("cases", "0023_papers_of_steps_are_not_replaced")]
    operations = [migrations.RunSQL(_function(HANDLED + OTHERS), _function(HANDLED))]

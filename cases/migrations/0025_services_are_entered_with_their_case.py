"""A case learns of each service of its papers, and served is also what was fetched in person.

A service that went around the case would start no clock. A paper that the party received while
its public notice hung out is a repetition with an earlier day of effect: the case moves then.
"""

from django.db import migrations

from common.guards import ask, at_commit, refuse

_NAME = "case_is_served_when_its_decision_reached_the_party"
_SERVED = """SELECT count(*) FROM @cases_decision m
    JOIN @cases_casepaper c ON c.decision_id = m.id
    JOIN @papers_officialpaper p ON p.id = c.paper_id AND p.code IN ('D36', 'D37')
    JOIN @serving_delivery d ON d.paper_id = p.id{which}
    JOIN @cases_casestep s ON s.case_id = m.case_id AND s.no = $2
    WHERE m.case_id = $1 AND m.state = 'approved' AND d.effective_on <= s.happened_on"""
_AROUND = """SELECT count(*) FROM @cases_casepaper c
    WHERE c.paper_id = $1
      AND NOT EXISTS (SELECT 1 FROM @cases_caseservice s WHERE s.case_paper_id = c.id)"""


def _served(which: str) -> list[tuple[str, str]]:
    return at_commit(
        _NAME,
        "cases_case",
        "UPDATE",
        ask(_SERVED.format(which=which), "reached", "NEW.id", "NEW.step_count"),
        refuse("reached = 0", _NAME, "no service of the decision had taken effect by then"),
        declare="reached integer;",
        when="NEW.state = 'served' AND OLD.state <> 'served'",
    )


OLD = _served(" AND d.repeats_id IS NULL")
NEW = _served("")
GUARDS = at_commit(
    "service_of_a_case_paper_is_entered_with_its_case",
    "serving_delivery",
    "INSERT",
    ask(_AROUND, "around", "NEW.paper_id"),
    refuse(
        "around > 0",
        "service_of_a_case_paper_is_entered_with_its_case",
        "the service of a paper of a case is entered with the case",
    ),
    declare="around integer;",
    when="NEW.repeats_id IS NULL",
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0024_nobody_with_a_part_scores"),
        ("serving", "0004_ways_have_their_ground"),
    ]
    operations = [
        *[migrations.RunSQL(backward, forward) for forward, backward in reversed(OLD)],
        *[migrations.RunSQL(forward, backward) for forward, backward in (*NEW, *GUARDS)],
    ]

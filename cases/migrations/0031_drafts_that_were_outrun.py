"""A notice rests on the last report; three more forms exist only in a case; no late penalty on the spot.

Source of the last: Penalty Law art. 36; five years ask for a case.
"""

from importlib import import_module

from django.db import migrations

from common.guards import ask, at_commit, at_once, refuse

_OLD = import_module("cases.migrations.0020_papers_inside_their_case").INSIDE_A_CASE
_NEW = ("D25-2", "D25-3", "D37-2")
_INSIDE = "paper_of_a_case_lies_in_one"
_DROPPED = f"DROP TRIGGER {_INSIDE} ON papers_officialpaper"


def _inside(codes: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{code}'" for code in codes)
    return (
        f"CREATE CONSTRAINT TRIGGER {_INSIDE} AFTER INSERT OR UPDATE ON papers_officialpaper"
        f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
        f" WHEN (NEW.approved_at IS NOT NULL AND NEW.code IN ({listed}))"
        f" EXECUTE FUNCTION {_INSIDE}()"
    )


GUARDS = [
    *at_commit(
        "notice_rests_on_the_last_report",
        "cases_priornotice",
        "INSERT OR UPDATE",
        "IF TG_OP = 'UPDATE' AND OLD.approved_at IS NOT NULL THEN RETURN NULL; END IF;",
        ask(
            "SELECT count(*) FROM @cases_investigationreport r WHERE r.id = $1 AND r.case_id = $2"
            " AND r.no = (SELECT max(no) FROM @cases_investigationreport WHERE case_id = $2)",
            "found",
            "NEW.report_id",
            "NEW.case_id",
        ),
        refuse(
            "found = 0",
            "notice_rests_on_the_last_report",
            "a prior notice rests on the last report of its case",
        ),
        declare="found integer;",
        when="NEW.state = 'approved'",
    ),
    *at_once(
        "spot_penalty_is_within_the_limitation",
        "cases_spotpenalty",
        "INSERT",
        refuse(
            "NEW.decided_on > NEW.acted_on + interval '2 years'",
            "spot_penalty_is_within_the_limitation",
            "the act lies more than two years back",
        ),
    ),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0030_slips_of_decisions_are_corrected")]
    operations = [
        migrations.RunSQL(_DROPPED, _inside(_OLD)),
        migrations.RunSQL(_inside((*_OLD, *_NEW)), _DROPPED),
        *(migrations.RunSQL(forward, backward) for forward, backward in GUARDS),
    ]

"""A sample stays as it was drawn; who had a part in a case does not score its file."""

from django.db import migrations

from common.db import append_only
from common.guards import ask, at_commit, at_once, frozen, never_deleted, refuse

GUARDS = [
    *append_only("cases_filereview"),
    *append_only("cases_reviewmark"),
    *frozen(
        "reviewed_file_is_only_scored",
        "cases_reviewedfile",
        but=("total", "result", "findings", "scored_at", "scored_by_id"),
    ),
    *frozen("file_scored_stays", "cases_reviewedfile", when="OLD.scored_at IS NOT NULL"),
    *never_deleted("cases_reviewedfile"),
    *at_once(
        "file_is_scored_by_a_stranger",
        "cases_reviewedfile",
        "INSERT OR UPDATE",
        ask(
            "SELECT (SELECT count(*) FROM @cases_caseofficer WHERE case_id = $1 AND user_id = $2)"
            " + (SELECT count(*) FROM @cases_legalreview"
            " WHERE case_id = $1 AND reviewed_by_id = $2)"
            " + (SELECT count(*) FROM @cases_caseopinion"
            " WHERE case_id = $1 AND given_by_id = $2)",
            "own",
            "NEW.case_id",
            "NEW.scored_by_id",
        ),
        refuse("own > 0", "file_is_scored_by_a_stranger", "who had a part does not score"),
        declare="own integer;",
        when="NEW.scored_by_id IS NOT NULL",
    ),
    *at_commit(
        "file_total_is_the_sum_of_its_marks",
        "cases_reviewedfile",
        "UPDATE",
        ask(
            "SELECT coalesce(sum(points), 0) FROM @cases_reviewmark WHERE file_id = $1",
            "summed",
            "NEW.id",
        ),
        refuse("summed <> NEW.total", "file_total_is_the_sum_of_its_marks", "not the sum"),
        declare="summed integer;",
        when="NEW.scored_at IS NOT NULL",
    ),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_file_review")]
    operations = [migrations.RunSQL(forward, backward) for forward, backward in GUARDS]

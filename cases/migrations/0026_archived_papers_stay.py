"""A paper of an archived file is not voided: the file would tell of less than it holds."""

from django.db import migrations

from common.guards import ask, at_once, refuse

GUARDS = at_once(
    "paper_of_an_archived_file_stays",
    "papers_officialpaper",
    "UPDATE OF voided_at",
    ask(
        "SELECT count(*) FROM @cases_casepaper l JOIN @cases_case c ON c.id = l.case_id"
        " WHERE l.paper_id = $1 AND c.state = 'archived'",
        "shut",
        "NEW.id",
    ),
    refuse("shut > 0", "paper_of_an_archived_file_stays", "the file of this paper is archived"),
    declare="shut integer;",
    when="OLD.voided_at IS NULL AND NEW.voided_at IS NOT NULL",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0025_services_are_entered_with_their_case")]
    operations = [migrations.RunSQL(forward, backward) for forward, backward in GUARDS]

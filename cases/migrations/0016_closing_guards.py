"""Closed on an approved ground, archived with its file; an archived case takes nothing more."""

from django.db import migrations

from common.db import append_only
from common.guards import ask, at_commit, at_once, frozen, never_deleted, refuse

TAKES_NOTHING = ("casepaper", "caseevidence", "caseopinion", "payment", "remedy", "closing")


def _shut(table: str) -> list[tuple[str, str]]:
    return at_once(
        f"archived_case_takes_no_{table}",
        f"cases_{table}",
        "INSERT",
        ask(
            "SELECT count(*) FROM @cases_case WHERE id = $1 AND state = 'archived'",
            "shut",
            "NEW.case_id",
        ),
        refuse("shut > 0", "archived_case_takes_nothing", "the case is archived"),
        declare="shut integer;",
    )


GUARDS = [
    *at_commit(
        "case_is_closed_on_an_approved_ground",
        "cases_case",
        "UPDATE",
        ask(
            "SELECT count(*) FROM @cases_closing WHERE case_id = $1 AND state = 'approved'",
            "approved",
            "NEW.id",
        ),
        refuse(
            "approved <> 1",
            "case_is_closed_on_an_approved_ground",
            "a case is closed by the head on one ground",
        ),
        declare="approved integer;",
        when="NEW.state = 'closed' AND OLD.state NOT IN ('closed', 'archived')",
    ),
    *at_commit(
        "case_is_archived_with_its_file",
        "cases_case",
        "UPDATE",
        ask(
            "SELECT (SELECT count(*) FROM @cases_casearchive WHERE case_id = $1),"
            " (SELECT count(*) FROM @cases_casestep WHERE case_id = $1 AND action = 'archive')",
            "files, times",
            "NEW.id",
        ),
        refuse("files <> times", "case_is_archived_with_its_file", "each archiving keeps its file"),
        declare="files integer; times integer;",
        when="NEW.state = 'archived' AND OLD.state <> 'archived'",
    ),
    *at_once(
        "archived_case_has_no_step",
        "cases_casestep",
        "INSERT",
        refuse(
            "NEW.source = 'archived' AND NEW.action <> 'reopen_archived'",
            "archived_case_takes_nothing",
            "the case is archived",
        ),
    ),
    *(pair for table in TAKES_NOTHING for pair in _shut(table)),
    *frozen("closing_over_stays", "cases_closing", when="OLD.state IN ('approved', 'returned')"),
    *never_deleted("cases_closing"),
    *append_only("cases_casearchive"),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_closing_and_archive")]
    operations = [migrations.RunSQL(forward, backward) for forward, backward in GUARDS]

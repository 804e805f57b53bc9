"""A paper of a notice or a decision is approved with it; what was announced or decided stays.

Also the last ways around: an announced party cannot be exchanged, evidence does not come after
the decision, a penalty on the spot has its paper.
"""

from django.db import migrations

from common.guards import ask, at_commit, at_once, refuse

GUARDS = [
    *at_commit(
        "paper_is_approved_with_what_it_says",
        "papers_officialpaper",
        "UPDATE",
        ask(
            "SELECT count(*) FROM @cases_casepaper c"
            " LEFT JOIN @cases_priornotice n ON n.id = c.notice_id"
            " LEFT JOIN @cases_decision d ON d.id = c.decision_id"
            " WHERE c.paper_id = $1 AND c.spot_id IS NULL"
            " AND coalesce(n.approved_at, d.approved_at) IS DISTINCT FROM $2",
            "loose",
            "NEW.id",
            "NEW.approved_at",
        ),
        refuse(
            "loose > 0",
            "paper_is_approved_with_what_it_says",
            "this paper of a case is approved only together with its notice or decision",
        ),
        declare="loose integer;",
        when="OLD.approved_at IS NULL AND NEW.approved_at IS NOT NULL"
        " AND NEW.code IN ('D29', 'D30', 'D36', 'D37', 'D39')",
    ),
    *at_once(
        "party_of_an_announced_case_stays",
        "cases_case",
        "UPDATE",
        ask(
            "SELECT count(*) FROM @cases_priornotice"
            " WHERE case_id = $1 AND state IN ('approved', 'served')",
            "announced",
            "NEW.id",
        ),
        refuse(
            "announced > 0",
            "party_of_an_announced_case_stays",
            "another party needs another case",
        ),
        declare="announced integer;",
        when="OLD.party_id IS DISTINCT FROM NEW.party_id",
    ),
    *at_once(
        "evidence_comes_before_the_decision",
        "cases_caseevidence",
        "INSERT",
        ask(
            "SELECT count(*) FROM @cases_decision WHERE case_id = $1 AND approved_at IS NOT NULL",
            "made",
            "NEW.case_id",
        ),
        refuse("made > 0", "evidence_comes_before_the_decision", "the case is decided"),
        declare="made integer;",
    ),
    *at_commit(
        "spot_penalty_has_its_paper",
        "cases_spotpenalty",
        "INSERT",
        ask(
            "SELECT count(*) FROM @cases_casepaper c JOIN @papers_officialpaper p"
            " ON p.id = c.paper_id WHERE c.spot_id = $1 AND p.code = 'D38'"
            " AND p.dated_on = $2 AND p.approved_at = $3",
            "made",
            "NEW.id",
            "NEW.decided_on",
            "NEW.decided_at",
        ),
        refuse(
            "made <> 1",
            "spot_penalty_has_its_paper",
            "a penalty on the spot is handed over on its numbered paper of that day",
        ),
        declare="made integer;",
    ),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_paper_guards")]
    operations = [migrations.RunSQL(forward, backward) for forward, backward in GUARDS]

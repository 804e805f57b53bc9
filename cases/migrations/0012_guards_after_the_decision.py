"""Money is never changed and never above what was decided; the court waits for the remedies."""

from django.db import migrations

from common.db import append_only
from common.guards import ask, at_commit, at_once, frozen, never_deleted, refuse

_PAID = """SELECT coalesce(sum(p.amount_fen), 0),
    CASE WHEN $2 = 'surcharge' THEN (SELECT coalesce(sum(x.amount_fen), 0)
        FROM @cases_decidedpenalty x JOIN @cases_decision d ON d.id = x.decision_id
        WHERE d.case_id = $1 AND d.state = 'approved' AND x.kind = 'P3')
    ELSE (SELECT coalesce(sum(x.amount_fen), 0)
        FROM @cases_decidedpenalty x JOIN @cases_decision d ON d.id = x.decision_id
        WHERE d.case_id = $1 AND d.state = 'approved'
          AND x.kind = CASE WHEN $2 = 'fine' THEN 'P3' ELSE 'P4' END) END
    FROM @cases_payment p WHERE p.case_id = $1 AND p.part = $2"""
_REMEDIES = """SELECT
    (SELECT count(*) FROM @cases_casedeadline c JOIN @deadlines_deadline d ON d.id = c.deadline_id
     WHERE c.case_id = $1 AND c.role IN ('reconsideration', 'litigation')
       AND d.state <> 'cancelled' AND d.due_on >= $2),
    (SELECT count(*) FROM @cases_remedy
     WHERE case_id = $1 AND (ended_on IS NULL OR kind = 'litigation')),
    (SELECT count(*) FROM @cases_casedeadline c JOIN @deadlines_deadline d ON d.id = c.deadline_id
     WHERE c.case_id = $1 AND c.role = 'urging' AND d.due_on < $2)"""

GUARDS = [
    *append_only("cases_payment"),
    *at_once(
        "payment_reversal_is_its_payment_taken_back",
        "cases_payment",
        "INSERT",
        ask(
            "SELECT count(*) FROM @cases_payment WHERE id = $1 AND case_id = $2 AND part = $3"
            " AND amount_fen = -$4 AND reverses_id IS NULL",
            "fits",
            "NEW.reverses_id",
            "NEW.case_id",
            "NEW.part",
            "NEW.amount_fen",
        ),
        refuse(
            "fits = 0",
            "payment_reversal_is_its_payment_taken_back",
            "a reversal takes back the whole of one payment",
        ),
        declare="fits integer;",
        when="NEW.reverses_id IS NOT NULL",
    ),
    *at_commit(
        "nobody_pays_more_than_was_decided",
        "cases_payment",
        "INSERT",
        ask(_PAID, "paid, decided", "NEW.case_id", "NEW.part"),
        refuse(
            "paid < 0 OR paid > decided",
            "nobody_pays_more_than_was_decided",
            "more was paid than was decided; a surcharge is never above the fine",
        ),
        declare="paid bigint; decided bigint;",
    ),
    *frozen("case_deferral_decided_stays", "cases_deferral", when="OLD.state <> 'asked'"),
    *frozen("case_instalment_only_gets_its_deadline", "cases_instalment", but=("deadline_id",)),
    *frozen("case_remedy_ended_stays", "cases_remedy", when="OLD.ended_on IS NOT NULL"),
    *at_commit(
        "court_is_asked_when_both_remedies_ended_unused",
        "cases_courtapplication",
        "INSERT",
        ask(_REMEDIES, "running, used, urged", "NEW.case_id", "NEW.applied_on"),
        refuse(
            "running > 0 OR used > 0",
            "court_is_asked_when_both_remedies_ended_unused",
            "the party can still use a remedy, or has used one",
        ),
        refuse("urged = 0", "court_is_asked_after_the_urging", "ten working days after the urging"),
        declare="running integer; used integer; urged integer;",
    ),
    *frozen(
        "court_application_answered_stays",
        "cases_courtapplication",
        when="OLD.answered_at IS NOT NULL",
    ),
    *(
        pair
        for name in ("deferral", "instalment", "remedy", "courtapplication")
        for pair in never_deleted(f"cases_{name}")
    ),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_after_the_decision")]
    operations = [migrations.RunSQL(forward, backward) for forward, backward in GUARDS]

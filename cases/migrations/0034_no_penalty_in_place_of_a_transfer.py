"""No penalty is decided while a suspected crime lies with the police; D25 may be of a transfer.

Source: State Council Order 310 arts. 3 and 5; Penalty Law arts. 27 and 35. What was decided before
the transfer stays: the guard speaks only where a decision is approved.
"""

from django.db import migrations

from common.guards import ask, at_commit, refuse

_KEPT = (
    "SELECT count(*) FROM @cases_casepaper"
    " WHERE paper_id = $1 AND (spot_id IS NOT NULL) = ($2 = 'D38')"
)
_OF_A_TRANSFER = "SELECT count(*) FROM @transfers_transfer WHERE paper_id = $1 AND $2 = 'D25'"


def _inside(question: str) -> str:
    """The body of the guard that stands since 0020, with another question."""
    (function, _), _ = at_commit(
        "paper_of_a_case_lies_in_one",
        "papers_officialpaper",
        "INSERT OR UPDATE",
        "IF TG_OP = 'UPDATE' AND OLD.approved_at IS NOT NULL THEN RETURN NULL; END IF;",
        ask(question, "kept", "NEW.id", "NEW.code"),
        refuse(
            "kept = 0",
            "paper_of_a_case_lies_in_one",
            "a form that exists only inside a case is approved only there",
        ),
        declare="kept integer;",
    )
    return function.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


NO_PENALTY = at_commit(
    "no_penalty_in_place_of_a_transfer",
    "cases_decision",
    "INSERT OR UPDATE",
    "IF TG_OP = 'UPDATE' AND OLD.state = 'approved' THEN RETURN NULL; END IF;",
    ask(
        "SELECT count(*) FROM @transfers_transfer t WHERE t.kind = 'police' AND t.state IN"
        " ('proposed', 'decided', 'sent', 'received', 'accepted', 'reconsidering') AND ("
        " t.id IN (SELECT transfer_id FROM @cases_casetransfer WHERE case_id = $1)"
        " OR t.id IN (SELECT f.transfer_id FROM @transfers_transferfinding f"
        " JOIN @enforcement_clue u ON u.finding_id = f.finding_id"
        " JOIN @cases_case c ON c.clue_id = u.id WHERE c.id = $1))",
        "held",
        "NEW.case_id",
    ),
    refuse(
        "held > 0",
        "no_penalty_in_place_of_a_transfer",
        "a suspected crime lies with the police; no penalty takes the place of its transfer",
    ),
    declare="held integer;",
    when="NEW.state = 'approved' AND NEW.kind = 'penalty'",
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0033_transfers_of_cases"),
        ("transfers", "0001_transfers"),
        ("enforcement", "0013_clues_stay"),
    ]
    operations = [
        migrations.RunSQL(_inside(f"SELECT ({_KEPT}) + ({_OF_A_TRANSFER})"), _inside(_KEPT)),
        *(migrations.RunSQL(forward, backward) for forward, backward in NO_PENALTY),
    ]

"""A slip on the paper of a made decision is put right by another paper (补正); nothing else moves.

The paper names the one it corrects, of the same form and decision. What was decided stands on it
word for word, the rows are compared as for any paper, and who approves it is no officer of the
case. It may reach the party later than the others: it starts nothing anew.
"""

from django.db import migrations

from common.guards import ask, at_commit, refuse

_CODES = "('D36', 'D37', 'D39')"
# A paper of the same form that belongs to the same made decision.
_CORRECTS = (
    "d.state = 'approved' AND d.approved_at <= $2 AND $4 IN ('D36', 'D37', 'D39')"
    " AND EXISTS (SELECT 1 FROM @cases_casepaper o JOIN @papers_officialpaper p"
    " ON p.id = o.paper_id WHERE p.id = $3 AND o.decision_id = c.decision_id AND p.code = $4"
    " AND p.approved_at IS NOT NULL)"
)
_APPROVED = "paper_is_approved_with_what_it_says"


def _approved(or_else: str) -> list[tuple[str, str]]:
    given = ("NEW.id", "NEW.approved_at")
    return at_commit(
        _APPROVED,
        "papers_officialpaper",
        "UPDATE",
        ask(
            "SELECT count(*) FROM @cases_casepaper c"  # noqa: S608 -- our own tables
            " LEFT JOIN @cases_priornotice n ON n.id = c.notice_id"
            " LEFT JOIN @cases_decision d ON d.id = c.decision_id"
            " WHERE c.paper_id = $1 AND c.spot_id IS NULL"
            f" AND coalesce(n.approved_at, d.approved_at) IS DISTINCT FROM $2{or_else}",
            "loose",
            *given,
            *(("NEW.supersedes_id", "NEW.code") if or_else else ()),
        ),
        refuse(
            "loose > 0",
            _APPROVED,
            "this paper of a case is approved only together with its notice or decision",
        ),
        declare="loose integer;",
    )


_REPLACED = """
CREATE OR REPLACE FUNCTION cases_paper_of_a_step_is_not_replaced() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    is_held boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (
             SELECT FROM %1$I.cases_casepaper AS link
               LEFT JOIN %1$I.cases_priornotice AS notice ON notice.id = link.notice_id
               LEFT JOIN %1$I.cases_decision AS decision ON decision.id = link.decision_id
              WHERE link.paper_id = $1 AND ({held}))',
        TG_TABLE_SCHEMA
    ) INTO is_held USING NEW.id;
    IF is_held THEN
        RAISE EXCEPTION 'paper % puts a standing step of a case into words', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'paper_of_a_step_is_not_replaced';
    END IF;
    RETURN NEW;
END $$
"""
_NOTICE = "notice.state IN (''approved'', ''served'') OR decision.state = ''approved''"
_UNCORRECTED = """ AND NOT EXISTS (
                    SELECT FROM %1$I.papers_officialpaper AS newer
                      JOIN %1$I.cases_casepaper AS its ON its.paper_id = newer.id
                     WHERE newer.supersedes_id = link.paper_id AND newer.approved_at IS NOT NULL
                       AND its.decision_id = link.decision_id)"""

# As cases.services._papers.BINDING and DECIDED: a test compares the two.
_KEPT = (
    *("party", "facts", "penalties", "fine_fen", "gains_fen", "filed_on", "correction", "notice"),
    *("notice_served_on", "ground", "law", "cause", "basis", "rules_broken", "discretion"),
    *("reason", "defence", "hearing", "gains", "performance", "pay_period", "decision"),
    *("decision_content", "publicity_class", "minimum", "longest"),
)
_CHANGED = (
    "SELECT string_agg(k.key, ', ') FROM @papers_officialpaper old, unnest(ARRAY["  # noqa: S608 -- our own tables
    + ", ".join(f"'{key}'" for key in _KEPT)
    + "]) AS k(key) WHERE old.id = $1 AND old.facts->k.key IS DISTINCT FROM $2->k.key"
)
_OWN = (
    "SELECT count(*) FROM @cases_casepaper c JOIN @cases_caseofficer o ON o.case_id = c.case_id"
    " WHERE c.paper_id = $1 AND o.user_id = $2"
)
CORRECTION = at_commit(
    "correction_changes_nothing_that_was_decided",
    "papers_officialpaper",
    "INSERT OR UPDATE",
    "IF TG_OP = 'UPDATE' AND OLD.approved_at IS NOT NULL THEN RETURN NULL; END IF;",
    ask(_CHANGED, "changed", "NEW.supersedes_id", "NEW.facts"),
    refuse(
        "changed IS NOT NULL",
        "correction_changes_nothing_that_was_decided",
        "a paper that puts a slip right says what was decided as it was said",
    ),
    ask(_OWN, "own", "NEW.id", "NEW.approved_by_id"),
    refuse(
        "own > 0 OR NEW.approved_by_id = NEW.drafted_by_id",
        "correction_is_approved_by_another",
        "who handles the case or drafted the correction does not approve it",
    ),
    declare="changed text; own integer;",
    when=(
        f"NEW.approved_at IS NOT NULL AND NEW.supersedes_id IS NOT NULL AND NEW.code IN {_CODES}"
    ),
)

_TOGETHER = "decision_and_credit_notice_are_served_together"
_APART = """SELECT count(*) FROM @cases_casepaper c
    JOIN @papers_officialpaper p ON p.id = c.paper_id
    JOIN @cases_casepaper o ON o.decision_id = c.decision_id AND o.id <> c.id
    JOIN @papers_officialpaper q ON q.id = o.paper_id
    WHERE c.paper_id = $1 AND p.code IN ('D36', 'D39') AND q.code IN ('D36', 'D39')
      AND q.code <> p.code AND q.approved_at IS NOT NULL AND q.state {standing}
      AND NOT EXISTS (SELECT 1 FROM @serving_delivery d WHERE d.paper_id = q.id
                      AND d.repeats_id IS NULL AND d.delivered_on = $2){unless}"""
_SERVED_BEFORE = """
      AND NOT (p.supersedes_id IS NOT NULL AND EXISTS (
          SELECT 1 FROM @cases_casepaper x JOIN @papers_officialpaper y ON y.id = x.paper_id
          JOIN @serving_delivery e ON e.paper_id = y.id
          WHERE x.decision_id = c.decision_id AND y.code = p.code AND y.id <> p.id))"""


def _together(standing: str, unless: str) -> list[tuple[str, str]]:
    question = _APART.format(standing=standing, unless=unless)
    return at_commit(
        _TOGETHER,
        "serving_delivery",
        "INSERT",
        ask(question, "apart", "NEW.paper_id", "NEW.delivered_on"),
        refuse(
            "apart > 0", _TOGETHER, "a decision and its credit-repair notice are served together"
        ),
        declare="apart integer;",
    )


def _swapped(new: list[tuple[str, str]], old: list[tuple[str, str]]) -> migrations.RunSQL:
    """The function of a guard in other words; its trigger stays."""
    first, last = (made[0][0].replace("CREATE", "CREATE OR REPLACE", 1) for made in (new, old))
    return migrations.RunSQL(first, last)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0029_law_and_range_are_named"),
        ("papers", "0006_no_number_lies_in_clear"),
        ("serving", "0004_ways_have_their_ground"),
    ]
    operations = [
        _swapped(_approved(f" AND ({_CORRECTS}) IS NOT TRUE"), _approved("")),
        migrations.RunSQL(
            _REPLACED.replace("{held}", _NOTICE + _UNCORRECTED),
            _REPLACED.replace("{held}", _NOTICE),
        ),
        _swapped(
            _together("NOT IN ('voided', 'superseded')", _SERVED_BEFORE),
            _together("<> 'voided'", ""),
        ),
        *(migrations.RunSQL(forward, backward) for forward, backward in CORRECTION),
    ]

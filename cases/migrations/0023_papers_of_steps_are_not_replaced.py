"""A paper of a standing notice or decision is not replaced by a paper alone.

Another paper could say another fine than the row whose guards were asked. Of a penalty on the spot
the paper may be replaced, but not voided: the penalty would stand without one.
"""

from django.db import migrations

# What of a link is held beside standing notices and decisions: nothing, or a penalty on the spot.
_HELD = """
CREATE FUNCTION cases_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
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
            USING ERRCODE = 'restrict_violation', CONSTRAINT = '{rule}';
    END IF;
    RETURN NEW;
END $$
"""
_TRIGGER = """
CREATE TRIGGER {name} BEFORE UPDATE OF {column} ON papers_officialpaper
    FOR EACH ROW WHEN (OLD.{column} IS NULL AND NEW.{column} IS NOT NULL)
    EXECUTE FUNCTION cases_{name}()
"""


def _guard(name: str, column: str, held: str, rule: str) -> list[migrations.RunSQL]:
    made = _HELD.replace("{name}", name).replace("{held}", held).replace("{rule}", rule)
    trigger = _TRIGGER.replace("{name}", name).replace("{column}", column)
    return [
        migrations.RunSQL(made, f"DROP FUNCTION cases_{name}()"),
        migrations.RunSQL(trigger, f"DROP TRIGGER {name} ON papers_officialpaper"),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0022_periods_of_notices_are_deadlines"),
        ("papers", "0002_papers_stay"),
    ]
    operations = [
        *_guard(
            "paper_of_a_step_is_not_replaced",
            "superseded_at",
            "notice.state IN (''approved'', ''served'') OR decision.state = ''approved''",
            "paper_of_a_step_is_not_replaced",
        ),
        *_guard(
            "paper_of_a_spot_penalty_is_not_voided",
            "voided_at",
            "link.spot_id IS NOT NULL",
            "paper_of_a_step_is_not_voided",  # one rule for whoever voids, one sentence
        ),
    ]

"""What a deadline was computed from stays, its last day moves on record, time runs forwards.

Every statement names its tables through TG_TABLE_SCHEMA, so that a county's rows are checked
against that county's rows whatever the search path is.
"""

from django.db import migrations

from common.db import append_only

FROZEN = """
CREATE FUNCTION deadlines_rule_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'deadline % has begun: its rule stays; cancel it and start another', OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'rule_of_deadline_is_frozen';
END $$
"""
_RULE = (
    *("key", "label", "basis", "mark", "confidence", "counts_from_on", "counts_from_at"),
    *("count", "unit", "rolls", "is_before", "extension_limit", "started_at"),
)
_PAUSED = ("deadline_id", "cause", "basis", "paused_on")


def _differs(*columns: str) -> str:
    """Column by column: rows compared as one come back from a dump with other brackets."""
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns)


FROZEN_TRIGGER = f"""
CREATE TRIGGER rule_of_deadline_is_frozen BEFORE UPDATE ON deadlines_deadline
    FOR EACH ROW WHEN ({_differs(*_RULE)}) EXECUTE FUNCTION deadlines_rule_is_frozen()
"""

OVER = """
CREATE FUNCTION deadlines_ended_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'deadline % is over: it stays as it ended', OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ended_deadline_stays';
END $$
"""
OVER_TRIGGER = """
CREATE TRIGGER ended_deadline_stays BEFORE UPDATE ON deadlines_deadline
    FOR EACH ROW WHEN (OLD.state IN ('met', 'cancelled'))
    EXECUTE FUNCTION deadlines_ended_stays()
"""

FORWARDS = """
CREATE FUNCTION deadlines_time_runs_forwards() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'deadline % was changed at %, not before at %', OLD.id, OLD.changed_at,
        NEW.changed_at
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'deadline_changes_forwards';
END $$
"""
FORWARDS_TRIGGER = """
CREATE TRIGGER deadline_changes_forwards BEFORE UPDATE ON deadlines_deadline
    FOR EACH ROW WHEN (NEW.changed_at < OLD.changed_at)
    EXECUTE FUNCTION deadlines_time_runs_forwards()
"""

NO_DELETE = """
CREATE FUNCTION deadlines_row_is_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is not allowed: cancel the deadline', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'deadline_is_never_deleted';
END $$
"""
DEADLINE_STAYS = """
CREATE TRIGGER deadline_is_never_deleted BEFORE DELETE OR TRUNCATE ON deadlines_deadline
    FOR EACH STATEMENT EXECUTE FUNCTION deadlines_row_is_never_deleted()
"""
PAUSE_STAYS = """
CREATE TRIGGER pause_is_never_deleted BEFORE DELETE OR TRUNCATE ON deadlines_deadlinepause
    FOR EACH STATEMENT EXECUTE FUNCTION deadlines_row_is_never_deleted()
"""

PAUSE = """
CREATE FUNCTION deadlines_pause_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'pause % stays: only its end is written, once', OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'pause_of_deadline_stays';
END $$
"""
PAUSE_TRIGGER = f"""
CREATE TRIGGER pause_of_deadline_stays BEFORE UPDATE ON deadlines_deadlinepause
    FOR EACH ROW WHEN (OLD.resumed_on IS NOT NULL OR {_differs(*_PAUSED)})
    EXECUTE FUNCTION deadlines_pause_stays()
"""

# Once per statement, so that a hundred thousand dates moved at once are checked by one join;
# min() and no LIMIT, for which the planner would compare each row with each.
ON_RECORD = """
CREATE FUNCTION deadlines_move_is_on_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    missing bigint;
BEGIN
    EXECUTE format(
        'SELECT min(o.id) FROM old_rows o JOIN new_rows n ON n.id = o.id'
        ' WHERE o.due_on <> n.due_on AND NOT EXISTS ('
        '  SELECT 1 FROM %I.deadlines_deadlinechange c WHERE c.deadline_id = o.id'
        '  AND c.old_due_on = o.due_on AND c.new_due_on = n.due_on'
        '  AND c.moved_at = n.changed_at)', TG_TABLE_SCHEMA) INTO missing;
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'the last day of deadline % moved without a line of why', missing
            USING ERRCODE = 'check_violation', CONSTRAINT = 'due_date_moves_on_record';
    END IF;
    RETURN NULL;
END $$
"""
ON_RECORD_TRIGGER = """
CREATE TRIGGER due_date_moves_on_record AFTER UPDATE ON deadlines_deadline
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION deadlines_move_is_on_record()
"""

STANDS = """
CREATE FUNCTION deadlines_pause_and_state_agree() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_ bigint := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
    agrees boolean;
BEGIN
    EXECUTE format(
        'SELECT (d.state = ''paused'') = EXISTS (SELECT 1 FROM %1$I.deadlines_deadlinepause p'
        ' WHERE p.deadline_id = d.id AND p.resumed_on IS NULL)'
        ' FROM %1$I.deadlines_deadline d WHERE d.id = $1', TG_TABLE_SCHEMA)
        INTO agrees USING of_;
    IF NOT agrees THEN
        RAISE EXCEPTION 'deadline %: it stands still if and only if a pause is open', of_
            USING ERRCODE = 'check_violation', CONSTRAINT = 'paused_deadline_has_an_open_pause';
    END IF;
    RETURN NULL;
END $$
"""
STANDS_DEADLINE = """
CREATE CONSTRAINT TRIGGER paused_deadline_has_an_open_pause
    AFTER INSERT OR UPDATE OF state ON deadlines_deadline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION deadlines_pause_and_state_agree('id')
"""
STANDS_PAUSE = """
CREATE CONSTRAINT TRIGGER open_pause_has_a_paused_deadline
    AFTER INSERT OR UPDATE ON deadlines_deadlinepause
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION deadlines_pause_and_state_agree('deadline_id')
"""


def _drop(trigger: str, table: str) -> str:
    return f"DROP TRIGGER {trigger} ON {table}"


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0001_deadlines")]
    operations = [
        migrations.RunSQL(FROZEN, "DROP FUNCTION deadlines_rule_is_frozen()"),
        migrations.RunSQL(
            FROZEN_TRIGGER, _drop("rule_of_deadline_is_frozen", "deadlines_deadline")
        ),
        migrations.RunSQL(OVER, "DROP FUNCTION deadlines_ended_stays()"),
        migrations.RunSQL(OVER_TRIGGER, _drop("ended_deadline_stays", "deadlines_deadline")),
        migrations.RunSQL(FORWARDS, "DROP FUNCTION deadlines_time_runs_forwards()"),
        migrations.RunSQL(
            FORWARDS_TRIGGER, _drop("deadline_changes_forwards", "deadlines_deadline")
        ),
        migrations.RunSQL(NO_DELETE, "DROP FUNCTION deadlines_row_is_never_deleted()"),
        migrations.RunSQL(DEADLINE_STAYS, _drop("deadline_is_never_deleted", "deadlines_deadline")),
        migrations.RunSQL(PAUSE_STAYS, _drop("pause_is_never_deleted", "deadlines_deadlinepause")),
        migrations.RunSQL(PAUSE, "DROP FUNCTION deadlines_pause_stays()"),
        migrations.RunSQL(
            PAUSE_TRIGGER, _drop("pause_of_deadline_stays", "deadlines_deadlinepause")
        ),
        migrations.RunSQL(ON_RECORD, "DROP FUNCTION deadlines_move_is_on_record()"),
        migrations.RunSQL(
            ON_RECORD_TRIGGER, _drop("due_date_moves_on_record", "deadlines_deadline")
        ),
        migrations.RunSQL(STANDS, "DROP FUNCTION deadlines_pause_and_state_agree()"),
        migrations.RunSQL(
            STANDS_DEADLINE, _drop("paused_deadline_has_an_open_pause", "deadlines_deadline")
        ),
        migrations.RunSQL(
            STANDS_PAUSE, _drop("open_pause_has_a_paused_deadline", "deadlines_deadlinepause")
        ),
        *(
            migrations.RunSQL(forward, backward)
            for table in ("deadlinechange", "deadlineextension", "reminder")
            for forward, backward in append_only(f"deadlines_{table}")
        ),
    ]

"""Approved papers stay, numbers have no gap, what happened is never changed.

Every statement names its tables through TG_TABLE_SCHEMA, so that a county's rows are checked
against that county's rows whatever the search path is.
"""

from django.db import migrations

from common.db import append_only

FROZEN = """
CREATE FUNCTION enforcement_approved_notice_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := ARRAY['state', 'document_id', 'printed_at', 'print_error', 'served_on',
                          'due_on', 'due_is_provisional', 'calendar_known_until',
                          'withdrawn_at', 'closed_at', 'closed_by_id'];
BEGIN
    IF (to_jsonb(OLD) - later) <> (to_jsonb(NEW) - later) THEN
        RAISE EXCEPTION 'notice % is approved: what it says stays; withdraw it by another',
            OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'approved_notice_is_frozen';
    END IF;
    IF OLD.document_id IS NOT NULL AND (OLD.document_id, OLD.printed_at)
       IS DISTINCT FROM (NEW.document_id, NEW.printed_at)
    THEN
        RAISE EXCEPTION 'notice % is printed: its paper stays', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'printed_paper_stays';
    END IF;
    IF OLD.served_on IS NOT NULL AND OLD.served_on IS DISTINCT FROM NEW.served_on THEN
        RAISE EXCEPTION 'notice % is served: the day of its service stays', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'day_of_service_stays';
    END IF;
    RETURN NEW;
END $$
"""
FROZEN_TRIGGER = """
CREATE TRIGGER approved_notice_is_frozen BEFORE UPDATE ON enforcement_notice
    FOR EACH ROW WHEN (OLD.number IS NOT NULL)
    EXECUTE FUNCTION enforcement_approved_notice_is_frozen()
"""

NO_DELETE = """
CREATE FUNCTION enforcement_row_is_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is not allowed: discard or withdraw instead', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'enforcement_row_is_never_deleted';
END $$
"""
NOTICE_STAYS = """
CREATE TRIGGER notice_is_never_deleted BEFORE DELETE OR TRUNCATE ON enforcement_notice
    FOR EACH STATEMENT EXECUTE FUNCTION enforcement_row_is_never_deleted()
"""
COUNTER_STAYS = """
CREATE TRIGGER counter_is_never_deleted BEFORE DELETE OR TRUNCATE ON enforcement_noticecounter
    FOR EACH STATEMENT EXECUTE FUNCTION enforcement_row_is_never_deleted()
"""

FINDINGS = """
CREATE FUNCTION enforcement_findings_of_approved_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    row_ jsonb;
    number_ text;
BEGIN
    FOR row_ IN
        SELECT * FROM unnest(ARRAY[
            CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
            CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END
        ]) AS touched WHERE touched IS NOT NULL
    LOOP
        EXECUTE format('SELECT number FROM %I.enforcement_notice WHERE id = $1', TG_TABLE_SCHEMA)
            INTO number_ USING (row_ ->> 'notice_id')::bigint;
        IF number_ IS NOT NULL THEN
            RAISE EXCEPTION 'notice % is approved: its findings stay', number_
                USING ERRCODE = 'restrict_violation',
                      CONSTRAINT = 'findings_of_approved_notice_stay';
        END IF;
    END LOOP;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$
"""
FINDINGS_TRIGGER = """
CREATE TRIGGER findings_of_approved_notice_stay
    BEFORE INSERT OR UPDATE OR DELETE ON enforcement_noticefinding
    FOR EACH ROW EXECUTE FUNCTION enforcement_findings_of_approved_stay()
"""

COUNTER = """
CREATE FUNCTION enforcement_counter_grows_by_one() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP = 'INSERT' AND NEW.last <> 0)
       OR (TG_OP = 'UPDATE'
           AND (NEW.form, NEW.year, NEW.last) IS DISTINCT FROM (OLD.form, OLD.year, OLD.last + 1))
    THEN
        RAISE EXCEPTION 'the counter of % % begins at 0 and grows by one', NEW.form, NEW.year
            USING ERRCODE = 'check_violation', CONSTRAINT = 'counter_grows_by_one';
    END IF;
    RETURN NEW;
END $$
"""
COUNTER_TRIGGER = """
CREATE TRIGGER counter_grows_by_one BEFORE INSERT OR UPDATE ON enforcement_noticecounter
    FOR EACH ROW EXECUTE FUNCTION enforcement_counter_grows_by_one()
"""

GAPLESS = """
CREATE FUNCTION enforcement_numbers_have_no_gap() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    given integer;
    highest integer;
    counted integer;
BEGIN
    EXECUTE format(
        'SELECT count(*), coalesce(max(serial), 0) FROM %I.enforcement_notice
         WHERE form = $1 AND year = $2',
        TG_TABLE_SCHEMA
    ) INTO given, highest USING NEW.form, NEW.year;
    EXECUTE format(
        'SELECT last FROM %I.enforcement_noticecounter WHERE form = $1 AND year = $2',
        TG_TABLE_SCHEMA
    ) INTO counted USING NEW.form, NEW.year;
    IF given <> counted OR highest <> counted THEN
        RAISE EXCEPTION '% % counts to %, but % numbers up to % are given',
            NEW.form, NEW.year, counted, given, highest
            USING ERRCODE = 'check_violation', CONSTRAINT = 'numbers_have_no_gap';
    END IF;
    RETURN NULL;
END $$
"""
GAPLESS_TRIGGER = """
CREATE CONSTRAINT TRIGGER numbers_have_no_gap AFTER UPDATE ON enforcement_noticecounter
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION enforcement_numbers_have_no_gap()
"""

STEPS = (
    "enforcement_delivery",
    "enforcement_extension",
    "enforcement_institutionanswer",
    "enforcement_reinspection",
    "enforcement_overduenote",
)


class Migration(migrations.Migration):
    dependencies = [("enforcement", "0001_notices")]
    operations = [
        migrations.RunSQL(FROZEN, "DROP FUNCTION enforcement_approved_notice_is_frozen()"),
        migrations.RunSQL(
            FROZEN_TRIGGER, "DROP TRIGGER approved_notice_is_frozen ON enforcement_notice"
        ),
        migrations.RunSQL(NO_DELETE, "DROP FUNCTION enforcement_row_is_never_deleted()"),
        migrations.RunSQL(
            NOTICE_STAYS, "DROP TRIGGER notice_is_never_deleted ON enforcement_notice"
        ),
        migrations.RunSQL(
            COUNTER_STAYS, "DROP TRIGGER counter_is_never_deleted ON enforcement_noticecounter"
        ),
        migrations.RunSQL(FINDINGS, "DROP FUNCTION enforcement_findings_of_approved_stay()"),
        migrations.RunSQL(
            FINDINGS_TRIGGER,
            "DROP TRIGGER findings_of_approved_notice_stay ON enforcement_noticefinding",
        ),
        migrations.RunSQL(COUNTER, "DROP FUNCTION enforcement_counter_grows_by_one()"),
        migrations.RunSQL(
            COUNTER_TRIGGER, "DROP TRIGGER counter_grows_by_one ON enforcement_noticecounter"
        ),
        migrations.RunSQL(GAPLESS, "DROP FUNCTION enforcement_numbers_have_no_gap()"),
        migrations.RunSQL(
            GAPLESS_TRIGGER, "DROP TRIGGER numbers_have_no_gap ON enforcement_noticecounter"
        ),
        *(
            migrations.RunSQL(forward, backward)
            for table in STEPS
            for forward, backward in append_only(table)
        ),
    ]

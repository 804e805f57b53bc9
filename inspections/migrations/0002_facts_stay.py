"""What was seen stays as it was written, and who may vouch for it is held by the database.

Every statement names its table through TG_TABLE_SCHEMA, so that a county's rows are checked
against that county's rows whatever the search path is at commit.
"""

from django.db import migrations

from common.db import append_only

GROW_ONLY = (
    "inspections_checklist",
    "inspections_checklistitem",
    "inspections_answer",
    "inspections_finding",
)

RECORD_STAYS = """
CREATE FUNCTION inspections_visit_record_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := ARRAY['state', 'confirmed_at', 'confirmed_by_id',
                          'cancelled_at', 'cancelled_by_id', 'cancel_reason'];
BEGIN
    IF (to_jsonb(OLD) - later) <> (to_jsonb(NEW) - later) THEN
        RAISE EXCEPTION 'the record of visit % is not changed any more: void it', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'visit_record_stays';
    END IF;
    RETURN NEW;
END $$
"""
RECORD_STAYS_TRIGGER = """
CREATE TRIGGER visit_record_stays BEFORE UPDATE ON inspections_visit
    FOR EACH ROW WHEN (OLD.recorded_at IS NOT NULL)
    EXECUTE FUNCTION inspections_visit_record_stays()
"""

OUTSIDER = """
CREATE FUNCTION inspections_visit_confirmed_by_outsider() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was_there boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT 1 FROM %I.inspections_visitofficer'
        ' WHERE visit_id = $1 AND user_id = $2)',
        TG_TABLE_SCHEMA
    ) INTO was_there USING NEW.id, NEW.confirmed_by_id;
    IF was_there THEN
        RAISE EXCEPTION 'visit % is confirmed by somebody who was there', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_confirmed_by_outsider';
    END IF;
    RETURN NULL;
END $$
"""
OUTSIDER_TRIGGER = """
CREATE CONSTRAINT TRIGGER visit_confirmed_by_outsider
    AFTER INSERT OR UPDATE OF confirmed_by_id ON inspections_visit
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.confirmed_by_id IS NOT NULL)
    EXECUTE FUNCTION inspections_visit_confirmed_by_outsider()
"""

TWO_CERTIFIED = """
CREATE FUNCTION inspections_visit_has_two_certified() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    certified integer;
BEGIN
    EXECUTE format(
        'SELECT count(*) FROM %I.inspections_visitofficer'
        ' WHERE visit_id = $1 AND certificate_no <> ''''',
        TG_TABLE_SCHEMA
    ) INTO certified USING NEW.id;
    IF certified < 2 THEN
        RAISE EXCEPTION 'visit % is recorded with % certified officers, not two or more',
            NEW.id, certified
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_has_two_certified_officers';
    END IF;
    RETURN NULL;
END $$
"""
TWO_CERTIFIED_TRIGGER = """
CREATE CONSTRAINT TRIGGER visit_has_two_certified_officers
    AFTER INSERT OR UPDATE OF state ON inspections_visit
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state IN ('recorded', 'confirmed'))
    EXECUTE FUNCTION inspections_visit_has_two_certified()
"""

# A photograph stays as well; only what it shows may be said once, when the record is written.
PHOTO_STAYS = """
CREATE FUNCTION inspections_photo_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_LEVEL = 'ROW' AND OLD.finding_id IS NULL
        AND (to_jsonb(OLD) - 'finding_id') = (to_jsonb(NEW) - 'finding_id')
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% on % is not allowed: history stays', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'inspections_photo_stays';
END $$
"""
PHOTO_ROW_TRIGGER = """
CREATE TRIGGER inspections_photo_stays BEFORE UPDATE ON inspections_photo
    FOR EACH ROW EXECUTE FUNCTION inspections_photo_stays()
"""
PHOTO_STATEMENT_TRIGGER = """
CREATE TRIGGER inspections_photo_never_goes BEFORE DELETE OR TRUNCATE ON inspections_photo
    FOR EACH STATEMENT EXECUTE FUNCTION inspections_photo_stays()
"""

GUARDS = [
    (PHOTO_STAYS, "DROP FUNCTION inspections_photo_stays()"),
    (PHOTO_ROW_TRIGGER, "DROP TRIGGER inspections_photo_stays ON inspections_photo"),
    (PHOTO_STATEMENT_TRIGGER, "DROP TRIGGER inspections_photo_never_goes ON inspections_photo"),
    (RECORD_STAYS, "DROP FUNCTION inspections_visit_record_stays()"),
    (RECORD_STAYS_TRIGGER, "DROP TRIGGER visit_record_stays ON inspections_visit"),
    (OUTSIDER, "DROP FUNCTION inspections_visit_confirmed_by_outsider()"),
    (OUTSIDER_TRIGGER, "DROP TRIGGER visit_confirmed_by_outsider ON inspections_visit"),
    (TWO_CERTIFIED, "DROP FUNCTION inspections_visit_has_two_certified()"),
    (TWO_CERTIFIED_TRIGGER, "DROP TRIGGER visit_has_two_certified_officers ON inspections_visit"),
]


class Migration(migrations.Migration):
    dependencies = [("inspections", "0001_visits")]
    operations = [
        migrations.RunSQL(forward, backward)
        for table in GROW_ONLY
        for forward, backward in append_only(table)
    ] + [migrations.RunSQL(forward, backward) for forward, backward in GUARDS]

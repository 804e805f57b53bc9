"""Attempts and services are never changed, and a paper that was served cannot be voided.

The statement names its table through TG_TABLE_SCHEMA, so that a county's rows are checked
against that county's rows whatever the search path is.
"""

from django.db import migrations

from common.db import append_only

SERVED = """
CREATE FUNCTION serving_served_paper_is_not_voided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was_served boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT FROM %I.serving_delivery WHERE paper_id = $1)', TG_TABLE_SCHEMA
    ) INTO was_served USING NEW.id;
    IF was_served THEN
        RAISE EXCEPTION 'paper % was served: make out another that supersedes it', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'served_paper_is_not_voided';
    END IF;
    RETURN NEW;
END $$
"""
SERVED_TRIGGER = """
CREATE TRIGGER served_paper_is_not_voided BEFORE UPDATE OF voided_at ON papers_officialpaper
    FOR EACH ROW WHEN (OLD.voided_at IS NULL AND NEW.voided_at IS NOT NULL)
    EXECUTE FUNCTION serving_served_paper_is_not_voided()
"""


class Migration(migrations.Migration):
    dependencies = [("serving", "0001_service"), ("papers", "0002_papers_stay")]
    operations = [
        *[migrations.RunSQL(*pair) for pair in append_only("serving_attempt")],
        *[migrations.RunSQL(*pair) for pair in append_only("serving_delivery")],
        migrations.RunSQL(SERVED, "DROP FUNCTION serving_served_paper_is_not_voided()"),
        migrations.RunSQL(
            SERVED_TRIGGER,
            "DROP TRIGGER served_paper_is_not_voided ON papers_officialpaper",
        ),
    ]

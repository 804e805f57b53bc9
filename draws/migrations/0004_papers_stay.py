"""A frozen paper of planning stays; it is printed once. Causes and matters of a visit only grow."""

from django.db import migrations

from common.db import append_only

GROW_ONLY = ("draws_planmatter", "draws_plancause", "draws_othervisit")

FROZEN = """
CREATE FUNCTION draws_plan_paper_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := ARRAY['document_id', 'printed_at'];
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.document_id IS NULL
       AND (to_jsonb(OLD) - later) = (to_jsonb(NEW) - later) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'paper % stays as it was approved', OLD.number
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'plan_paper_stays';
END $$
"""
FROZEN_TRIGGER = """
CREATE TRIGGER plan_paper_stays BEFORE UPDATE OR DELETE ON draws_planpaper
    FOR EACH ROW EXECUTE FUNCTION draws_plan_paper_stays()
"""


class Migration(migrations.Migration):
    dependencies = [("draws", "0003_plans")]
    operations = [
        migrations.RunSQL(forward, backward)
        for table in GROW_ONLY
        for forward, backward in append_only(table)
    ] + [
        migrations.RunSQL(FROZEN, "DROP FUNCTION draws_plan_paper_stays()"),
        migrations.RunSQL(FROZEN_TRIGGER, "DROP TRIGGER plan_paper_stays ON draws_planpaper"),
    ]

"""A paper of a standing notice or decision is not voided: the step would stand on nothing.

The statement names its tables through TG_TABLE_SCHEMA, so that a county's rows are checked
against that county's rows whatever the search path is.
"""

from django.db import migrations

HELD = """
CREATE FUNCTION cases_paper_of_a_step_is_not_voided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_held boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (
             SELECT FROM %1$I.cases_casepaper AS link
               LEFT JOIN %1$I.cases_priornotice AS notice ON notice.id = link.notice_id
               LEFT JOIN %1$I.cases_decision AS decision ON decision.id = link.decision_id
              WHERE link.paper_id = $1
                AND (notice.state IN (''approved'', ''served'') OR decision.state = ''approved''))',
        TG_TABLE_SCHEMA
    ) INTO is_held USING NEW.id;
    IF is_held THEN
        RAISE EXCEPTION 'paper % puts a standing step of a case into words', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'paper_of_a_step_is_not_voided';
    END IF;
    RETURN NEW;
END $$
"""
HELD_TRIGGER = """
CREATE TRIGGER paper_of_a_step_is_not_voided BEFORE UPDATE OF voided_at ON papers_officialpaper
    FOR EACH ROW WHEN (OLD.voided_at IS NULL AND NEW.voided_at IS NOT NULL)
    EXECUTE FUNCTION cases_paper_of_a_step_is_not_voided()
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_file_review_guards"), ("papers", "0002_papers_stay")]
    operations = [
        migrations.RunSQL(HELD, "DROP FUNCTION cases_paper_of_a_step_is_not_voided()"),
        migrations.RunSQL(
            HELD_TRIGGER,
            "DROP TRIGGER paper_of_a_step_is_not_voided ON papers_officialpaper",
        ),
    ]

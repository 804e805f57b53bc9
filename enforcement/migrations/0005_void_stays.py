"""The end of a voided paper may be written once; what it says stays as it is."""

from django.db import migrations

LATER = """'state', 'document_id', 'printed_at', 'print_error', 'served_on',
                          'due_on', 'due_is_provisional', 'calendar_known_until',
                          'withdrawn_at', 'closed_at', 'closed_by_id'"""
VOIDING = ", 'voided_at', 'voided_by_id', 'void_reason'"
VOID_STAYS = """
    IF OLD.voided_at IS NOT NULL AND to_jsonb(OLD) <> to_jsonb(NEW) THEN
        RAISE EXCEPTION 'notice % is voided: it stays as it is', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'voided_notice_stays';
    END IF;"""
FROZEN = """
CREATE OR REPLACE FUNCTION enforcement_approved_notice_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := ARRAY[{later}];
BEGIN{void_stays}
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


class Migration(migrations.Migration):
    dependencies = [("enforcement", "0004_voided_numbers")]
    operations = [
        migrations.RunSQL(
            FROZEN.format(later=LATER + VOIDING, void_stays=VOID_STAYS),
            FROZEN.format(later=LATER, void_stays=""),
        )
    ]

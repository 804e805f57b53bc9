"""Progress and extensions are never changed; a circular's words stay once it is published."""

from django.db import migrations

from common.db import append_only

STAYS = """
CREATE FUNCTION supervision_published_circular_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.title, OLD.text, OLD.audience, OLD.published_at, OLD.published_by_id)
       IS DISTINCT FROM
       (NEW.title, NEW.text, NEW.audience, NEW.published_at, NEW.published_by_id)
    THEN
        RAISE EXCEPTION 'circular % is published: its words stay; withdraw it', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'published_circular_stays';
    END IF;
    RETURN NEW;
END $$
"""
STAYS_TRIGGER = """
CREATE TRIGGER published_circular_stays BEFORE UPDATE ON supervision_circular
    FOR EACH ROW WHEN (OLD.published_at IS NOT NULL)
    EXECUTE FUNCTION supervision_published_circular_stays()
"""


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_supervision")]
    operations = [
        *[migrations.RunSQL(*pair) for pair in append_only("supervision_listingprogress")],
        *[migrations.RunSQL(*pair) for pair in append_only("supervision_listingextension")],
        migrations.RunSQL(STAYS, "DROP FUNCTION supervision_published_circular_stays()"),
        migrations.RunSQL(
            STAYS_TRIGGER, "DROP TRIGGER published_circular_stays ON supervision_circular"
        ),
    ]

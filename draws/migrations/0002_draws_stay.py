"""What was frozen and drawn stays: the database holds it against everybody but a superuser."""

from django.db import migrations

from common.db import append_only

GROW_ONLY = ("draws_drawpartner", "draws_drawnvisit", "draws_redraw")

FROZEN = """
CREATE FUNCTION draws_draw_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := ARRAY['state', 'published_at', 'cancelled_at', 'cancelled_by_id',
                          'cancel_reason'];
    result text[] := ARRAY['seed_values', 'seed', 'drawn_at', 'drawn_by_id', 'publish_on'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'draw % stays: cancel it', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'draw_stays';
    END IF;
    IF OLD.seed = '' THEN
        later := later || result;
    END IF;
    IF OLD.frozen_at IS NOT NULL AND (to_jsonb(OLD) - later) <> (to_jsonb(NEW) - later) THEN
        RAISE EXCEPTION 'draw % is frozen: its list and seed stay', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'frozen_draw_stays';
    END IF;
    RETURN NEW;
END $$
"""
FROZEN_TRIGGER = """
CREATE TRIGGER frozen_draw_stays BEFORE UPDATE OR DELETE ON draws_draw
    FOR EACH ROW EXECUTE FUNCTION draws_draw_is_frozen()
"""

COMMITTED = """
CREATE FUNCTION draws_commitment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := ARRAY['secret', 'revealed_at'];
BEGIN
    IF TG_OP = 'DELETE' OR OLD.revealed_at IS NOT NULL
       OR (to_jsonb(OLD) - later) <> (to_jsonb(NEW) - later)
    THEN
        RAISE EXCEPTION 'commitment % stays: it is revealed once, nothing else', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'commitment_stays';
    END IF;
    RETURN NEW;
END $$
"""
COMMITTED_TRIGGER = """
CREATE TRIGGER commitment_stays BEFORE UPDATE OR DELETE ON draws_commitment
    FOR EACH ROW EXECUTE FUNCTION draws_commitment_stays()
"""

SEATED = """
CREATE FUNCTION draws_seat_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
       AND (to_jsonb(OLD) - 'officer_id') = (to_jsonb(NEW) - 'officer_id') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'seat % stays: only another officer is drawn for it', OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'drawn_seat_stays';
END $$
"""
SEATED_TRIGGER = """
CREATE TRIGGER drawn_seat_stays BEFORE UPDATE OR DELETE ON draws_drawseat
    FOR EACH ROW EXECUTE FUNCTION draws_seat_stays()
"""

GUARDS = [
    (FROZEN, "DROP FUNCTION draws_draw_is_frozen()"),
    (FROZEN_TRIGGER, "DROP TRIGGER frozen_draw_stays ON draws_draw"),
    (COMMITTED, "DROP FUNCTION draws_commitment_stays()"),
    (COMMITTED_TRIGGER, "DROP TRIGGER commitment_stays ON draws_commitment"),
    (SEATED, "DROP FUNCTION draws_seat_stays()"),
    (SEATED_TRIGGER, "DROP TRIGGER drawn_seat_stays ON draws_drawseat"),
]


class Migration(migrations.Migration):
    dependencies = [("draws", "0001_draws")]
    operations = [
        migrations.RunSQL(forward, backward)
        for table in GROW_ONLY
        for forward, backward in append_only(table)
    ] + [migrations.RunSQL(forward, backward) for forward, backward in GUARDS]

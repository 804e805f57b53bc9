"""A released number stays as it was given, a paper that came from a phone as it came.

The guard of the numbers now counts a number once, whether a notice bears it, a released order, or
both: of the orders made out on site some are never used, and their numbers are no gap.
"""

from django.db import migrations

from common.db import append_only

RELEASED_STAYS = """
CREATE FUNCTION enforcement_released_order_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := ARRAY['state', 'device', 'notice_id', 'voided_at', 'voided_by_id',
                          'void_reason'];
BEGIN
    IF (to_jsonb(OLD) - later) <> (to_jsonb(NEW) - later)
       OR (OLD.device <> '' AND OLD.device <> NEW.device)
       OR (OLD.notice_id IS NOT NULL AND OLD.notice_id IS DISTINCT FROM NEW.notice_id)
       OR (OLD.voided_at IS NOT NULL AND (OLD.voided_at, OLD.voided_by_id, OLD.void_reason)
           IS DISTINCT FROM (NEW.voided_at, NEW.voided_by_id, NEW.void_reason))
    THEN
        RAISE EXCEPTION 'number % was released: what was given stays', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'released_order_stays';
    END IF;
    RETURN NEW;
END $$
"""
RELEASED_STAYS_TRIGGER = """
CREATE TRIGGER released_order_stays BEFORE UPDATE ON enforcement_releasedorder
    FOR EACH ROW EXECUTE FUNCTION enforcement_released_order_stays()
"""
RELEASED_IS_KEPT = """
CREATE TRIGGER released_order_is_never_deleted BEFORE DELETE OR TRUNCATE
    ON enforcement_releasedorder
    FOR EACH STATEMENT EXECUTE FUNCTION enforcement_row_is_never_deleted()
"""

ARRIVAL_STAYS = """
CREATE FUNCTION enforcement_order_arrival_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := ARRAY['state', 'settled_at', 'settled_by_id', 'settle_reason'];
BEGIN
    IF (to_jsonb(OLD) - later) <> (to_jsonb(NEW) - later) OR OLD.state <> 'waiting' THEN
        RAISE EXCEPTION 'arrival % stays as it came', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'order_arrival_stays';
    END IF;
    RETURN NEW;
END $$
"""
ARRIVAL_STAYS_TRIGGER = """
CREATE TRIGGER order_arrival_stays BEFORE UPDATE ON enforcement_orderarrival
    FOR EACH ROW EXECUTE FUNCTION enforcement_order_arrival_stays()
"""
ARRIVAL_IS_KEPT = """
CREATE TRIGGER order_arrival_is_never_deleted BEFORE DELETE OR TRUNCATE
    ON enforcement_orderarrival
    FOR EACH STATEMENT EXECUTE FUNCTION enforcement_row_is_never_deleted()
"""

GAPLESS = """
CREATE OR REPLACE FUNCTION enforcement_numbers_have_no_gap() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    given integer;
    highest integer;
    counted integer;
BEGIN
    EXECUTE format({borne})
        INTO given, highest USING NEW.form, NEW.year;
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
BY_NOTICES = """
        'SELECT count(*), coalesce(max(serial), 0) FROM %I.enforcement_notice
         WHERE form = $1 AND year = $2',
        TG_TABLE_SCHEMA
    """
BY_BOTH = """
        'SELECT count(*), coalesce(max(serial), 0) FROM (
             SELECT serial FROM %1$I.enforcement_notice WHERE form = $1 AND year = $2
             UNION
             SELECT serial FROM %1$I.enforcement_releasedorder WHERE form = $1 AND year = $2
         ) AS borne',
        TG_TABLE_SCHEMA
    """

GUARDS = [
    (RELEASED_STAYS, "DROP FUNCTION enforcement_released_order_stays()"),
    (RELEASED_STAYS_TRIGGER, "DROP TRIGGER released_order_stays ON enforcement_releasedorder"),
    (
        RELEASED_IS_KEPT,
        "DROP TRIGGER released_order_is_never_deleted ON enforcement_releasedorder",
    ),
    (ARRIVAL_STAYS, "DROP FUNCTION enforcement_order_arrival_stays()"),
    (ARRIVAL_STAYS_TRIGGER, "DROP TRIGGER order_arrival_stays ON enforcement_orderarrival"),
    (ARRIVAL_IS_KEPT, "DROP TRIGGER order_arrival_is_never_deleted ON enforcement_orderarrival"),
    (GAPLESS.format(borne=BY_BOTH), GAPLESS.format(borne=BY_NOTICES)),
]


class Migration(migrations.Migration):
    dependencies = [("enforcement", "0009_released_orders")]
    operations = [
        migrations.RunSQL(forward, backward)
        for forward, backward in (*append_only("enforcement_orderrelease"), *GUARDS)
    ]

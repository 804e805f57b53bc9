"""Approved papers stay, numbers have no gap, no date goes back, wordings are never changed.

Every statement names its tables through TG_TABLE_SCHEMA, so that a county's rows are checked
against that county's rows whatever the search path is.
"""

from django.db import migrations

from common.db import append_only

FROZEN = """
CREATE FUNCTION papers_approved_paper_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := ARRAY['state', 'document_id', 'printed_at', 'print_error', 'sha256', 'sm3',
                          'signature_level', 'superseded_at', 'voided_at', 'voided_by_id',
                          'void_reason'];
BEGIN
    IF OLD.voided_at IS NOT NULL AND to_jsonb(OLD) <> to_jsonb(NEW) THEN
        RAISE EXCEPTION 'paper % is voided: it stays as it is', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'voided_paper_stays';
    END IF;
    IF (to_jsonb(OLD) - later) <> (to_jsonb(NEW) - later) THEN
        RAISE EXCEPTION 'paper % is approved: what it says stays; make out another', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'approved_paper_is_frozen';
    END IF;
    IF OLD.document_id IS NOT NULL
       AND (OLD.document_id, OLD.printed_at, OLD.sha256, OLD.sm3, OLD.signature_level)
       IS DISTINCT FROM
           (NEW.document_id, NEW.printed_at, NEW.sha256, NEW.sm3, NEW.signature_level)
    THEN
        RAISE EXCEPTION 'paper % is printed: its file stays', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'printed_official_paper_stays';
    END IF;
    IF OLD.superseded_at IS NOT NULL AND OLD.superseded_at IS DISTINCT FROM NEW.superseded_at THEN
        RAISE EXCEPTION 'paper % is superseded: this stays', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'superseded_paper_stays';
    END IF;
    RETURN NEW;
END $$
"""
FROZEN_TRIGGER = """
CREATE TRIGGER approved_paper_is_frozen BEFORE UPDATE ON papers_officialpaper
    FOR EACH ROW WHEN (OLD.payload IS NOT NULL)
    EXECUTE FUNCTION papers_approved_paper_is_frozen()
"""

DAYS = """
CREATE FUNCTION papers_dates_do_not_go_back() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    latest date;
BEGIN
    EXECUTE format(
        'SELECT max(dated_on) FROM %I.papers_officialpaper
          WHERE number_class = $1 AND id <> $2 AND number IS NOT NULL',
        TG_TABLE_SCHEMA
    ) INTO latest USING NEW.number_class, NEW.id;
    IF latest > NEW.dated_on THEN
        RAISE EXCEPTION 'numbers of class % were given up to %: % lies before it',
            NEW.number_class, latest, NEW.dated_on
            USING ERRCODE = 'check_violation', CONSTRAINT = 'paper_dates_do_not_go_back';
    END IF;
    RETURN NEW;
END $$
"""
DAYS_ON_UPDATE = """
CREATE TRIGGER paper_dates_do_not_go_back BEFORE UPDATE ON papers_officialpaper
    FOR EACH ROW WHEN (OLD.number IS NULL AND NEW.number IS NOT NULL)
    EXECUTE FUNCTION papers_dates_do_not_go_back()
"""
DAYS_ON_INSERT = """
CREATE TRIGGER paper_dates_do_not_go_back_at_birth BEFORE INSERT ON papers_officialpaper
    FOR EACH ROW WHEN (NEW.number IS NOT NULL)
    EXECUTE FUNCTION papers_dates_do_not_go_back()
"""

NOT_BEFORE = """
ALTER TABLE papers_officialpaper ADD CONSTRAINT paper_is_not_dated_before_its_approval
    CHECK (dated_on IS NULL OR dated_on >= (approved_at AT TIME ZONE 'Asia/Shanghai')::date)
"""

NO_DELETE = """
CREATE FUNCTION papers_row_is_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is not allowed: discard or void instead', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'papers_row_is_never_deleted';
END $$
"""
STAYS = """
CREATE TRIGGER {name}_is_never_deleted BEFORE DELETE OR TRUNCATE ON papers_{name}
    FOR EACH STATEMENT EXECUTE FUNCTION papers_row_is_never_deleted()
"""

COUNTER = """
CREATE FUNCTION papers_counter_grows_by_one() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later integer;
BEGIN
    IF (TG_OP = 'INSERT' AND NEW.last <> 0)
       OR (TG_OP = 'UPDATE' AND (NEW.number_class, NEW.year, NEW.last)
           IS DISTINCT FROM (OLD.number_class, OLD.year, OLD.last + 1))
    THEN
        RAISE EXCEPTION 'the counter of % % begins at 0 and grows by one',
            NEW.number_class, NEW.year
            USING ERRCODE = 'check_violation', CONSTRAINT = 'paper_counter_grows_by_one';
    END IF;
    EXECUTE format(
        'SELECT max(year) FROM %I.papers_papercounter
          WHERE number_class = $1 AND year > $2 AND last > 0',
        TG_TABLE_SCHEMA
    ) INTO later USING NEW.number_class, NEW.year;
    IF later IS NOT NULL THEN
        RAISE EXCEPTION 'the year % of class % is locked: numbers of % were given',
            NEW.year, NEW.number_class, later
            USING ERRCODE = 'check_violation', CONSTRAINT = 'past_paper_year_is_locked';
    END IF;
    RETURN NEW;
END $$
"""
COUNTER_TRIGGER = """
CREATE TRIGGER paper_counter_grows_by_one BEFORE INSERT OR UPDATE ON papers_papercounter
    FOR EACH ROW EXECUTE FUNCTION papers_counter_grows_by_one()
"""

GAPLESS = """
CREATE FUNCTION papers_numbers_have_no_gap() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    given integer;
    highest integer;
    counted integer;
BEGIN
    EXECUTE format(
        'SELECT count(*), coalesce(max(serial), 0) FROM %I.papers_officialpaper
         WHERE number_class = $1 AND year = $2 AND serial IS NOT NULL',
        TG_TABLE_SCHEMA
    ) INTO given, highest USING NEW.number_class, NEW.year;
    EXECUTE format(
        'SELECT last FROM %I.papers_papercounter WHERE number_class = $1 AND year = $2',
        TG_TABLE_SCHEMA
    ) INTO counted USING NEW.number_class, NEW.year;
    IF given <> counted OR highest <> counted THEN
        RAISE EXCEPTION '% % counts to %, but % numbers up to % are given',
            NEW.number_class, NEW.year, counted, given, highest
            USING ERRCODE = 'check_violation', CONSTRAINT = 'paper_numbers_have_no_gap';
    END IF;
    RETURN NULL;
END $$
"""
GAPLESS_TRIGGER = """
CREATE CONSTRAINT TRIGGER paper_numbers_have_no_gap AFTER UPDATE ON papers_papercounter
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION papers_numbers_have_no_gap()
"""


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_papers")]
    operations = [
        migrations.RunSQL(FROZEN, "DROP FUNCTION papers_approved_paper_is_frozen()"),
        migrations.RunSQL(
            FROZEN_TRIGGER, "DROP TRIGGER approved_paper_is_frozen ON papers_officialpaper"
        ),
        migrations.RunSQL(DAYS, "DROP FUNCTION papers_dates_do_not_go_back()"),
        migrations.RunSQL(
            DAYS_ON_UPDATE, "DROP TRIGGER paper_dates_do_not_go_back ON papers_officialpaper"
        ),
        migrations.RunSQL(
            DAYS_ON_INSERT,
            "DROP TRIGGER paper_dates_do_not_go_back_at_birth ON papers_officialpaper",
        ),
        migrations.RunSQL(
            NOT_BEFORE,
            "ALTER TABLE papers_officialpaper"
            " DROP CONSTRAINT paper_is_not_dated_before_its_approval",
        ),
        migrations.RunSQL(NO_DELETE, "DROP FUNCTION papers_row_is_never_deleted()"),
        *(
            migrations.RunSQL(
                STAYS.format(name=name), f"DROP TRIGGER {name}_is_never_deleted ON papers_{name}"
            )
            for name in ("officialpaper", "papercounter")
        ),
        migrations.RunSQL(COUNTER, "DROP FUNCTION papers_counter_grows_by_one()"),
        migrations.RunSQL(
            COUNTER_TRIGGER, "DROP TRIGGER paper_counter_grows_by_one ON papers_papercounter"
        ),
        migrations.RunSQL(GAPLESS, "DROP FUNCTION papers_numbers_have_no_gap()"),
        migrations.RunSQL(
            GAPLESS_TRIGGER, "DROP TRIGGER paper_numbers_have_no_gap ON papers_papercounter"
        ),
        *(
            migrations.RunSQL(forward, backward)
            for forward, backward in append_only("papers_formwording")
        ),
    ]

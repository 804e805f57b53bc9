"""Law and parameters are never edited: held by the database, not by our good intentions.

A row may get another last day and a confirmation, nothing else, and it is never deleted. A
change of wording or value is a new row from another day on.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION policies_row_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change text[] := coalesce(TG_ARGV, '{}');  -- null without arguments
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - may_change = to_jsonb(OLD) - may_change THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% on % is not allowed: a rule changes by a new row', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_stays';
END $$
"""

CONFIRMATION = "'valid_until', 'confirmed_at', 'confirmed_by_id', 'confirmed_by_name'"

MAY_CHANGE = {
    "policies_law": "'in_force_until'",
    "policies_violation": CONFIRMATION,
    "policies_basis": CONFIRMATION,
    "policies_routedmatter": "'valid_until'",
    "policies_parameter": "",
}


def _trigger(table: str, columns: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION policies_row_stays({columns})",
        f"DROP TRIGGER {table}_stays ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_catalogue")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION policies_row_stays()"),
        *(_trigger(table, columns) for table, columns in MAY_CHANGE.items()),
    ]

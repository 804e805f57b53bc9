"""Penalty kinds, benchmarks and holders of power are law too: they end, and are never edited."""

from django.db import migrations

CONFIRMATION = "'valid_until', 'confirmed_at', 'confirmed_by_id', 'confirmed_by_name'"

MAY_CHANGE = {
    "policies_penaltykind": CONFIRMATION,
    "policies_benchmark": "'valid_until'",
    "policies_powerholder": "'valid_until', 'published_on'",
    "policies_packagearrival": "'state', 'taken_at', 'taken_by_id'",
}


def _trigger(table: str, columns: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION policies_row_stays({columns})",
        f"DROP TRIGGER {table}_stays ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("policies", "0003_penalties_and_packages")]
    operations = [_trigger(table, columns) for table, columns in MAY_CHANGE.items()]

"""A clue and a proposed transfer are taken back with a reason, never deleted."""

from django.db import migrations

STAYS = """
CREATE TRIGGER {table}_is_never_deleted BEFORE DELETE OR TRUNCATE ON enforcement_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION enforcement_row_is_never_deleted()
"""


class Migration(migrations.Migration):
    dependencies = [("enforcement", "0012_clues_and_proposals")]
    operations = [
        migrations.RunSQL(
            STAYS.format(table=table),
            f"DROP TRIGGER {table}_is_never_deleted ON enforcement_{table}",
        )
        for table in ("clue", "transferproposal")
    ]

"""What police answered, points and answers about doubtful points stay: held by the database."""

from django.db import migrations

from common.db import append_only

_TABLES = (
    "institutions_hiringcheck",
    "institutions_creditpoint",
    "institutions_placeanswer",
)


class Migration(migrations.Migration):
    dependencies = [("institutions", "0005_registry_in_depth")]
    operations = [
        migrations.RunSQL(forward, backward)
        for table in _TABLES
        for forward, backward in append_only(table)
    ]

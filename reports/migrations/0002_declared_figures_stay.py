"""What was declared, and what was left open, only grows: held by the database."""

from django.db import migrations

from common.db import append_only


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_declared_figures")]
    operations = [
        migrations.RunSQL(forward, backward)
        for table in ("reports_declaredfigure", "reports_openproblem")
        for forward, backward in append_only(table)
    ]

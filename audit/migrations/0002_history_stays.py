"""History only grows: held by the database, not by our good intentions."""

from django.db import migrations

from common.db import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_history")]
    operations = [
        migrations.RunSQL(forward, backward)
        for forward, backward in append_only("audit_auditevent")
    ]

"""What was counted for a report stays: held by the database."""

from django.db import migrations

from common.db import append_only


class Migration(migrations.Migration):
    dependencies = [("institutions", "0001_registry")]
    operations = [
        migrations.RunSQL(forward, backward)
        for forward, backward in append_only("institutions_reportingevent")
    ]

"""What a phone signed stays as it came: the table of entries only grows."""

from django.db import migrations

from common.db import append_only


class Migration(migrations.Migration):
    dependencies = [("field", "0001_devices_chains_and_records")]
    operations = [
        migrations.RunSQL(forward, backward)
        for forward, backward in append_only("field_fieldentry")
    ]

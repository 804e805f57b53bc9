"""The chain only grows: held by the database, as history itself is."""

from django.db import migrations

from common.db import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_stamps_and_seals")]
    operations = [
        migrations.RunSQL(forward, backward) for forward, backward in append_only("audit_auditseal")
    ]

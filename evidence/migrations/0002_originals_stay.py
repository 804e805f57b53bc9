"""Evidence only grows: an original and a signature stay as they came."""

from django.db import migrations

from common.db import append_only

GROW_ONLY = ("evidence_original", "evidence_signature")


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_originals_and_signatures")]

    operations = [
        migrations.RunSQL(forward, backward)
        for table in GROW_ONLY
        for forward, backward in append_only(table)
    ]

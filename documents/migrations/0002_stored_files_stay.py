"""A stored file stays as it came: held by the database."""

from django.db import migrations

from common.db import append_only


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_stored_files")]
    operations = [
        migrations.RunSQL(forward, backward)
        for forward, backward in append_only("documents_storedfile")
    ]

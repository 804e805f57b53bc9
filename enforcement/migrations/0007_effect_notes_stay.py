"""That a public notice took effect is written once."""

from django.db import migrations

from common.db import append_only


class Migration(migrations.Migration):
    dependencies = [("enforcement", "0006_effects_and_due_reinspections")]
    operations = [
        migrations.RunSQL(forward, backward)
        for forward, backward in append_only("enforcement_effectnote")
    ]

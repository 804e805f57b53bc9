"""What was noted about a problem watched by a leader stays as it was written."""

from django.db import migrations

from common.db import append_only


class Migration(migrations.Migration):
    dependencies = [("inspections", "0007_problems_watched_by_leaders")]
    operations = [
        migrations.RunSQL(forward, backward)
        for forward, backward in append_only("inspections_listedprogress")
    ]

"""What the second person said of a finding is written once."""

from django.db import migrations

from common.db import append_only


class Migration(migrations.Migration):
    dependencies = [("inspections", "0005_finding_reviews")]
    operations = [
        migrations.RunSQL(forward, backward)
        for forward, backward in append_only("inspections_findingreview")
    ]

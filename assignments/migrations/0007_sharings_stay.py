"""What went to another body stays on record for good; findings and files of a part stay as given."""

from django.db import migrations

from common.db import append_only


class Migration(migrations.Migration):
    dependencies = [("assignments", "0006_parts_and_sharings")]
    operations = [
        migrations.RunSQL(*pair)
        for table in ("sharing", "partfinding", "assignmentfile")
        for pair in append_only(f"assignments_{table}")
    ]

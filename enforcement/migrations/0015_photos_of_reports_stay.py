"""What an institution sent stays as it was sent, each photograph of it too."""

from django.db import migrations

from common.db import append_only


class Migration(migrations.Migration):
    dependencies = [("enforcement", "0014_arrivals_wait_first")]
    operations = [
        migrations.RunSQL(forward, backward)
        for forward, backward in append_only("enforcement_answerphoto")
    ]

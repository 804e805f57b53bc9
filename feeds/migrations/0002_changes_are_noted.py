"""The function that triggers of other rooms' tables call (feeds/triggers.py)."""

from django.db import migrations

from feeds.triggers import NO_NOTE, NOTE


class Migration(migrations.Migration):
    dependencies = [("feeds", "0001_changes")]

    operations = [migrations.RunSQL(NOTE, NO_NOTE)]

"""Assignments that are there already get the initials of their titles."""

from django.db import migrations

from common.initials import initials_of

BATCH = 500


def fill_initials(apps, editor):
    model = apps.get_model("assignments", "Assignment")
    waiting = model.objects.filter(initials__isnull=True).order_by("pk")
    while rows := list(waiting[:BATCH]):
        for row in rows:
            row.initials = initials_of(row.title)
        model.objects.bulk_update(rows, ["initials"])


class Migration(migrations.Migration):
    dependencies = [("assignments", "0002_words_of_assignments")]
    operations = [migrations.RunPython(fill_initials, migrations.RunPython.noop)]

"""Notices are found by any part of their number through an index."""

import django.contrib.postgres.indexes
from django.db import migrations

import tenants.searching


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_search_functions"),
        ("enforcement", "0002_notice_guards"),
    ]
    operations = [
        migrations.AddIndex(
            model_name="notice",
            index=django.contrib.postgres.indexes.GinIndex(
                tenants.searching.Grams(tenants.searching.Folded("number")),
                fastupdate=False,
                name="notice_by_words",
            ),
        ),
    ]

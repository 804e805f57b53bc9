"""Assignments are found by two characters or pinyin initials of their title."""

import django.contrib.postgres.indexes
from django.db import migrations, models

import tenants.searching


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_search_functions"),
        ("assignments", "0001_assignments"),
    ]
    operations = [
        migrations.AddField(
            model_name="assignment",
            name="initials",
            field=models.TextField(
                editable=False,
                help_text="null: still to be filled in",
                null=True,
                verbose_name="拼音首字母",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="search_text",
            field=models.GeneratedField(
                db_persist=True,
                expression=tenants.searching.Folded("title", "initials"),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=django.contrib.postgres.indexes.GinIndex(
                tenants.searching.Grams("search_text"), fastupdate=False, name="assignment_by_words"
            ),
        ),
    ]

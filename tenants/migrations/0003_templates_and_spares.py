"""Templates of county schemas, and spare schemas that wait for their county."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0002_county_events_stay"),
    ]

    operations = [
        migrations.CreateModel(
            name="SchemaTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fingerprint",
                    models.CharField(
                        help_text="migrations, furnishing", max_length=64, unique=True
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="pg_dump of the template's schema, without settings"
                    ),
                ),
                (
                    "history",
                    models.JSONField(help_text="what its furnishing wrote into history, told anew"),
                ),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SpareSchema",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("schema_name", models.CharField(max_length=63, unique=True)),
                (
                    "fingerprint",
                    models.CharField(help_text="of the template it was made from", max_length=64),
                ),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
    ]

"""An account keeps who confirmed last that it is still needed, and when."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_doors"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="reviewed_at",
            field=models.DateTimeField(null=True, verbose_name="上次复核"),
        ),
        migrations.AddField(
            model_name="user",
            name="reviewed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="复核人",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reviewed_at__isnull", True), ("reviewed_by__isnull", True)),
                    models.Q(("reviewed_at__isnull", False), ("reviewed_by__isnull", False)),
                    _connector="OR",
                ),
                name="review_has_moment_and_person",
            ),
        ),
    ]

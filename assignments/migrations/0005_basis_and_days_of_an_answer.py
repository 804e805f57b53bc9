"""An assignment says on what law it rests, and its last day may be a deadline."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assignments", "0004_asked_by_the_system"),
        ("deadlines", "0002_deadlines_stay"),
    ]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="basis",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=300, verbose_name="法律依据"
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="deadline",
            field=models.OneToOneField(
                blank=True,
                help_text="where the last day was counted in days of one kind; it reminds and escalates",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignment",
                to="deadlines.deadline",
            ),
        ),
        migrations.AlterField(
            model_name="assignment",
            name="kind",
            field=models.CharField(
                choices=[
                    ("joint_visit", "联合检查"),
                    ("routed_finding", "问题移交"),
                    ("fund", "资金问题"),
                    ("assistance", "协助调查"),
                ],
                max_length=20,
                verbose_name="类别",
            ),
        ),
    ]

"""Files of an assignment, a department's own findings, and what went to another body."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_accounts_are_reviewed"),
        ("assignments", "0005_basis_and_days_of_an_answer"),
        ("documents", "0002_stored_files_stay"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PartFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="发现的问题")),
                ("law_text", models.CharField(blank=True, max_length=300, verbose_name="依据")),
                ("recorded_at", models.DateTimeField()),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="assignments.assignment",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "部门发现的问题",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="AssignmentFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("material", "随附材料"),
                            ("answer", "答复材料"),
                            ("part", "部门发现的问题的材料"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="assignments.assignment",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="assignments.partfinding",
                    ),
                ),
            ],
            options={
                "verbose_name": "协作材料",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Sharing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("receiver_name", models.CharField(max_length=100, verbose_name="接收方")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("joint_visit", "联合检查"),
                            ("routed", "处理移交的问题"),
                            ("assistance", "协助调查"),
                            ("fund", "处理资金问题"),
                            ("result", "反馈办理结果"),
                            ("transfer", "移送案件或线索"),
                        ],
                        max_length=12,
                        verbose_name="目的",
                    ),
                ),
                ("basis", models.CharField(blank=True, max_length=300, verbose_name="依据")),
                ("about", models.CharField(max_length=200, verbose_name="事项")),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), size=None, verbose_name="内容"
                    ),
                ),
                ("shared_at", models.DateTimeField(verbose_name="提供时间")),
                (
                    "assignment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sharings",
                        to="assignments.assignment",
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.department",
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sharings",
                        to="assignments.partfinding",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.department",
                    ),
                ),
                (
                    "shared_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "信息提供记录",
                "ordering": ("-shared_at", "-pk"),
            },
        ),
        migrations.AddConstraint(
            model_name="partfinding",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="part_finding_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="assignmentfile",
            constraint=models.UniqueConstraint(
                models.F("assignment"),
                models.F("file"),
                models.F("role"),
                name="a_file_stands_once_in_a_role_of_an_assignment",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignmentfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("part__isnull", False), ("role", "part")),
                    models.Q(models.Q(("role", "part"), _negated=True), ("part__isnull", True)),
                    _connector="OR",
                ),
                name="file_of_a_part_names_it",
            ),
        ),
        migrations.AddIndex(
            model_name="sharing",
            index=models.Index(fields=["receiver", "-shared_at"], name="sharing_by_receiver"),
        ),
        migrations.AddConstraint(
            model_name="sharing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("receiver_name", ""), _negated=True),
                    models.Q(("about", ""), _negated=True),
                    ("fields__len__gt", 0),
                ),
                name="sharing_says_to_whom_what_for_and_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "purpose__in",
                        ["joint_visit", "routed", "assistance", "fund", "result", "transfer"],
                    )
                ),
                name="sharing_has_a_known_purpose",
            ),
        ),
    ]

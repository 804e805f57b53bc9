# The party reports through a link: the link, its photos, and reports without a clerk.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_stored_files_stay"),
        ("enforcement", "0010_release_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="institutionanswer",
            name="content_sha256",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.AddField(
            model_name="institutionanswer",
            name="receipt_no",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.AddField(
            model_name="institutionanswer",
            name="reporter",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.AddField(
            model_name="institutionanswer",
            name="request_id",
            field=models.UUIDField(
                blank=True, help_text="the same is never taken twice", null=True
            ),
        ),
        migrations.AlterField(
            model_name="institutionanswer",
            name="entered_by",
            field=models.ForeignKey(
                blank=True,
                help_text="null: the party sent it",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="AnswerPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.PositiveSmallIntegerField(help_text="1, 2, 3 … as they were sent")),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="enforcement.institutionanswer",
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
            ],
            options={
                "verbose_name": "整改照片",
                "ordering": ("answer", "no"),
            },
        ),
        migrations.CreateModel(
            name="RectificationLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("pin_digest", models.CharField(max_length=64)),
                ("opened_at", models.DateTimeField()),
                ("wrong_in_a_row", models.PositiveSmallIntegerField(default=0)),
                ("wrong_in_all", models.PositiveSmallIntegerField(default=0)),
                ("paused_until", models.DateTimeField(blank=True, null=True)),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("replaced", "已被新链接替代"),
                            ("closed", "已停用"),
                            ("tries", "因密码输错次数过多已停用"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="enforcement.notice",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "整改反馈链接",
                "ordering": ("pk",),
            },
        ),
        migrations.AddField(
            model_name="institutionanswer",
            name="link",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="enforcement.rectificationlink",
            ),
        ),
        migrations.AddConstraint(
            model_name="institutionanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("entered_at__isnull", False),
                        ("entered_by__isnull", False),
                        ("link__isnull", True),
                        ("receipt_no", ""),
                        ("request_id__isnull", True),
                    ),
                    models.Q(
                        ("entered_by__isnull", True),
                        ("link__isnull", False),
                        ("request_id__isnull", False),
                        models.Q(("receipt_no", ""), _negated=True),
                        models.Q(("reporter", ""), _negated=True),
                        models.Q(("content_sha256", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="answer_is_entered_by_a_clerk_or_sent_with_a_receipt",
            ),
        ),
        migrations.AddConstraint(
            model_name="institutionanswer",
            constraint=models.UniqueConstraint(
                models.F("receipt_no"),
                condition=models.Q(("receipt_no", ""), _negated=True),
                name="receipt_number_is_given_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="institutionanswer",
            constraint=models.UniqueConstraint(
                models.F("request_id"),
                condition=models.Q(("request_id__isnull", False)),
                name="one_answer_per_request",
            ),
        ),
        migrations.AddConstraint(
            model_name="answerphoto",
            constraint=models.UniqueConstraint(
                models.F("answer"), models.F("no"), name="one_photo_per_place_in_a_report"
            ),
        ),
        migrations.AddConstraint(
            model_name="answerphoto",
            constraint=models.UniqueConstraint(
                models.F("answer"), models.F("file"), name="a_photo_stands_once_in_a_report"
            ),
        ),
        migrations.AddConstraint(
            model_name="rectificationlink",
            constraint=models.UniqueConstraint(
                models.F("notice"),
                condition=models.Q(("ended_at__isnull", True)),
                name="one_open_link_per_notice",
            ),
        ),
        migrations.AddConstraint(
            model_name="rectificationlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_because", "")),
                    models.Q(
                        ("ended_at__isnull", False), models.Q(("ended_because", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="link_that_ended_says_why",
            ),
        ),
    ]

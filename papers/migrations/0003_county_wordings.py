"""Words of a county are proposed by one person and taken by another; back to the standard too."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0002_papers_stay"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="formwording",
            name="is_standard",
            field=models.BooleanField(
                default=False,
                help_text="from this day on the standard words again, whatever they are then",
            ),
        ),
        migrations.AddConstraint(
            model_name="formwording",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_standard", False), ("text", ""), _connector="OR"),
                name="standard_wording_has_no_words_of_its_own",
            ),
        ),
        migrations.CreateModel(
            name="WordingProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=10)),
                (
                    "paragraph",
                    models.CharField(
                        help_text="the part; see papers.county_words.parts_of", max_length=40
                    ),
                ),
                (
                    "text",
                    models.TextField(blank=True, help_text="empty: this paragraph is left out"),
                ),
                (
                    "is_standard",
                    models.BooleanField(default=False, help_text="back to the standard words"),
                ),
                (
                    "valid_from",
                    models.DateField(
                        help_text="if taken by then, otherwise from the day of taking on"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        help_text="the county's decision: paper, number, day", max_length=200
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待采用"),
                            ("taken", "已采用"),
                            ("discarded", "已放弃"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "wording",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposal",
                        to="papers.formwording",
                    ),
                ),
            ],
            options={
                "verbose_name": "文书表述的修改",
                "ordering": ("-pk",),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("code"),
                        models.F("paragraph"),
                        condition=models.Q(("state", "waiting")),
                        name="one_proposed_wording_waits_per_paragraph",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "taken"),
                                ("taken_at__isnull", False),
                                ("taken_by__isnull", False),
                                ("wording__isnull", False),
                            ),
                            models.Q(
                                models.Q(("state", "taken"), _negated=True),
                                ("taken_at__isnull", True),
                                ("taken_by__isnull", True),
                                ("wording__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="proposed_wording_is_taken_with_moment_person_and_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_by__isnull", True),
                            models.Q(("taken_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="proposed_wording_is_taken_by_another_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_standard", False), ("text", ""), _connector="OR"),
                        name="proposed_standard_has_no_words_of_its_own",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", ""), _negated=True),
                            models.Q(("paragraph", ""), _negated=True),
                        ),
                        name="proposed_wording_names_its_source",
                    ),
                ],
            },
        ),
    ]

# Listed follow-up: problems of a campaign with owner, deadline and leader.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_accounts_are_reviewed"),
        ("inspections", "0006_reviews_stay"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ListedProblem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "no",
                    models.PositiveIntegerField(
                        help_text="1, 2, 3 … within the campaign", verbose_name="单号"
                    ),
                ),
                ("problem", models.CharField(max_length=300, verbose_name="问题")),
                ("due_on", models.DateField(verbose_name="完成期限")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("watched", "督办中"),
                            ("struck_off", "已销号"),
                            ("taken_down", "已撤单"),
                        ],
                        default="watched",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("listed_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("result", models.CharField(blank=True, max_length=300, verbose_name="销号依据")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listed_problems",
                        to="inspections.campaign",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listed_problems",
                        to="accounts.department",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "listed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listed_problems",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listed_problems",
                        to="inspections.campaigntarget",
                    ),
                ),
            ],
            options={
                "verbose_name": "督战单",
                "ordering": ("campaign", "no"),
            },
        ),
        migrations.CreateModel(
            name="ListedProgress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="进展")),
                ("noted_at", models.DateTimeField()),
                (
                    "listed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress",
                        to="inspections.listedproblem",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "督战进展",
                "ordering": ("pk",),
            },
        ),
        migrations.AddConstraint(
            model_name="listedproblem",
            constraint=models.UniqueConstraint(
                fields=("campaign", "no"), name="one_listed_problem_per_campaign_and_no"
            ),
        ),
        migrations.AddConstraint(
            model_name="listedproblem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "watched")),
                fields=("target", "problem"),
                name="a_problem_is_listed_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="listedproblem",
            constraint=models.CheckConstraint(
                condition=models.Q(("owner", models.F("leader")), _negated=True),
                name="listed_problem_owner_is_not_its_leader",
            ),
        ),
        migrations.AddConstraint(
            model_name="listedproblem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="listed_problem_ended_has_moment_and_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="listedproblem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("result", ""), ("state", "watched")),
                    models.Q(
                        models.Q(("state", "watched"), _negated=True),
                        ("ended_at__isnull", False),
                        models.Q(("result", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="listed_problem_ended_says_by_what",
            ),
        ),
    ]

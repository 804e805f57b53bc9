"""A school can hold an account, with a chart of its own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("funds", "0004_findings_and_refused_files"),
        ("institutions", "0007_words_are_indexed_in_lots"),
    ]

    operations = [
        migrations.CreateModel(
            name="School",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True)),
                ("code", models.CharField(blank=True, max_length=10)),
            ],
            options={
                "verbose_name": "学校",
                "ordering": ("name", "pk"),
            },
        ),
        migrations.AlterField(
            model_name="book",
            name="code",
            field=models.CharField(
                choices=[
                    ("bank", "银行存款"),
                    ("pupil", "学员预收费"),
                    ("refund", "应退学员款"),
                    ("releasable", "待拨付机构款"),
                    ("deposit", "风险保证金"),
                    ("interest", "利息"),
                    ("suspense", "待查款项"),
                    ("families", "家长服务费往来"),
                    ("service", "课后服务经费"),
                    ("subsidy", "财政补助"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="fundaccount",
            name="institution",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="fund_accounts",
                to="institutions.institution",
            ),
        ),
        migrations.AlterField(
            model_name="fundaccount",
            name="kind",
            field=models.CharField(
                choices=[
                    ("custody", "预收费专用账户"),
                    ("deposit", "风险保证金账户"),
                    ("schoolcare", "课后服务经费专户"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="school",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code", ""), _negated=True),
                fields=("code",),
                name="school_code_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="school",
            constraint=models.CheckConstraint(
                condition=models.Q(("code", ""), ("code__regex", "^[0-9]{10}$"), _connector="OR"),
                name="school_code_has_ten_digits",
            ),
        ),
        migrations.AddField(
            model_name="fundaccount",
            name="school",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="fund_accounts",
                to="funds.school",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundaccount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on__isnull", True)),
                fields=("school",),
                name="one_fund_account_of_a_school_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("institution__isnull", True),
                        ("kind", "schoolcare"),
                        ("school__isnull", False),
                    ),
                    models.Q(
                        models.Q(("kind", "schoolcare"), _negated=True),
                        ("institution__isnull", False),
                        ("school__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="fund_account_of_a_school_is_of_its_kind",
            ),
        ),
    ]

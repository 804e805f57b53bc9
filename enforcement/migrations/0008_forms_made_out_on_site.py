"""Forms made out on site, and the result of a visit, are forms of notices."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enforcement", "0007_effect_notes_stay")]

    operations = [
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_printed_has_paper",
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_served_has_day_and_due_date",
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_form_decides_limit_and_withdrawn_notice",
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="one_live_notice_per_visit_and_form",
        ),
        migrations.AlterField(
            model_name="notice",
            name="form",
            field=models.CharField(
                choices=[
                    ("rectification", "责令限期整改通知书"),
                    ("stop", "停办通知书"),
                    ("withdrawal", "撤回通知书"),
                    ("spot", "责令改正通知书"),
                    ("spot_limit", "责令限期改正通知书"),
                    ("result", "行政检查结果告知书"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="noticecounter",
            name="form",
            field=models.CharField(
                choices=[
                    ("rectification", "责令限期整改通知书"),
                    ("stop", "停办通知书"),
                    ("withdrawal", "撤回通知书"),
                    ("spot", "责令改正通知书"),
                    ("spot_limit", "责令限期改正通知书"),
                    ("result", "行政检查结果告知书"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                models.F("visit"),
                models.F("form"),
                condition=models.Q(
                    models.Q(("state__in", ("withdrawn", "voided", "discarded")), _negated=True),
                    models.Q(("form__in", ("withdrawal", "spot", "spot_limit")), _negated=True),
                ),
                name="one_live_notice_per_visit_and_form",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ("printed", "served", "answered", "unmet", "closed")),
                        _negated=True,
                    ),
                    ("document__isnull", False),
                    ("form__in", ("spot", "spot_limit")),
                    _connector="OR",
                ),
                name="notice_printed_has_paper",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ("served", "answered", "unmet", "closed")), _negated=True
                    ),
                    models.Q(("due_on__isnull", False), ("served_on__isnull", False)),
                    models.Q(("form__in", ("withdrawal", "result")), ("served_on__isnull", False)),
                    _connector="OR",
                ),
                name="notice_served_has_day_and_due_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("form", "withdrawal"),
                        ("limit_count__isnull", True),
                        ("limit_unit", ""),
                        ("withdraws__isnull", False),
                        models.Q(("withdrawal_reason", ""), _negated=True),
                    ),
                    models.Q(
                        ("form", "result"),
                        ("limit_count__isnull", True),
                        ("limit_unit", ""),
                        ("withdraws__isnull", True),
                    ),
                    models.Q(
                        models.Q(("form__in", ("withdrawal", "result")), _negated=True),
                        ("limit_count__gt", 0),
                        ("withdraws__isnull", True),
                        models.Q(("limit_unit", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="notice_form_decides_limit_and_withdrawn_notice",
            ),
        ),
    ]

"""What a school asks for a month, and how many pupils came on how many days."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("funds", "0005_schools_and_their_accounts")]

    operations = [
        migrations.CreateModel(
            name="AttendanceGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lessons_per_day", models.PositiveSmallIntegerField()),
                ("attended", models.PositiveSmallIntegerField()),
                ("pupils", models.PositiveIntegerField()),
                ("price_fen", models.BigIntegerField()),
                ("fee_fen", models.BigIntegerField()),
                ("basis", models.CharField(max_length=300)),
            ],
            options={
                "verbose_name": "考勤分组",
                "ordering": ("lessons_per_day", "attended"),
            },
        ),
        migrations.CreateModel(
            name="AttendanceSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("working_days", models.PositiveSmallIntegerField()),
                ("fee_fen", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "考勤汇总",
                "ordering": ("-month", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="SchoolPrice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lessons_per_day", models.PositiveSmallIntegerField()),
                ("price_fen", models.BigIntegerField()),
                ("valid_from", models.DateField()),
                ("source", models.CharField(max_length=200)),
            ],
            options={
                "verbose_name": "课后服务收费标准",
                "ordering": ("school", "lessons_per_day", "-valid_from", "-pk"),
            },
        ),
        migrations.AlterField(
            model_name="entry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opening", "期初余额"),
                    ("before", "监管前已收未消费"),
                    ("payment", "缴费"),
                    ("receipt", "其他存入"),
                    ("teaching", "课时消费"),
                    ("release", "拨付"),
                    ("refund_due", "应退"),
                    ("refund", "退费支付"),
                    ("interest", "结息"),
                    ("settlement", "清算支付"),
                    ("other_out", "其他支出"),
                    ("charge", "应收课后服务费"),
                    ("subsidy", "财政补助"),
                    ("payout", "经费支付"),
                    ("reversal", "冲正"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="source",
            field=models.CharField(
                choices=[
                    ("bank_line", "银行流水"),
                    ("lesson", "课时"),
                    ("month", "考勤汇总"),
                    ("order", "指令"),
                    ("decision", "决定"),
                    ("statement", "期初申报"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="attendancesheet",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sheets",
                to="funds.fundaccount",
            ),
        ),
        migrations.AddField(
            model_name="attendancesheet",
            name="entry",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="sheet", to="funds.entry"
            ),
        ),
        migrations.AddField(
            model_name="attendancegroup",
            name="sheet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="groups",
                to="funds.attendancesheet",
            ),
        ),
        migrations.AddField(
            model_name="schoolprice",
            name="school",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="prices",
                to="funds.school",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendancesheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)), name="sheet_is_of_a_whole_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendancesheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("working_days__gte", 1), ("working_days__lte", 31)),
                name="sheet_has_days_of_a_month",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendancesheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("fee_fen__gt", 0)), name="sheet_charges_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendancegroup",
            constraint=models.UniqueConstraint(
                fields=("sheet", "lessons_per_day", "attended"), name="attendance_group_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendancegroup",
            constraint=models.CheckConstraint(
                condition=models.Q(("lessons_per_day__gte", 1), ("pupils__gte", 1)),
                name="attendance_group_has_pupils",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendancegroup",
            constraint=models.CheckConstraint(
                condition=models.Q(("fee_fen__gte", 0), ("fee_fen__lte", models.F("price_fen"))),
                name="attendance_fee_is_at_most_the_price",
            ),
        ),
        migrations.AddConstraint(
            model_name="schoolprice",
            constraint=models.CheckConstraint(
                condition=models.Q(("lessons_per_day__gte", 1), ("lessons_per_day__lte", 9)),
                name="school_price_is_for_some_lessons",
            ),
        ),
        migrations.AddConstraint(
            model_name="schoolprice",
            constraint=models.CheckConstraint(
                condition=models.Q(("price_fen__gte", 0)), name="school_price_is_no_debt"
            ),
        ),
        migrations.AddConstraint(
            model_name="schoolprice",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True),
                name="school_price_names_its_source",
            ),
        ),
    ]

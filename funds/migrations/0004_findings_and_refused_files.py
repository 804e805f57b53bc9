import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("assignments", "0004_asked_by_the_system"),
        ("funds", "0003_payment_files"),
    ]

    operations = [
        migrations.AlterField(
            model_name="alert",
            name="rule",
            field=models.CharField(
                choices=[
                    ("lesson_cap", "一次性收费超过课时上限"),
                    ("span_cap", "一次性收费超过时间跨度上限"),
                    ("amount_cap", "一次性收费超过金额上限"),
                    ("disguised_prepay", "以充值卡、次卡等变相预收费"),
                    ("disguised_split", "拆分订单变相超限"),
                    ("too_early", "提前收费"),
                    ("cross_term", "跨学期收费"),
                    ("beyond_lease", "收费期限超过场地租期"),
                    ("cash_sweep_late", "现金未按时归集"),
                    ("private_collection", "账户外收费"),
                    ("training_loan", "使用或者诱导使用培训贷"),
                    ("release_ahead", "拨付超过已完成课时"),
                    ("release_late", "拨付逾期"),
                    ("refund_overdue", "退费逾期"),
                    ("closure_notice_late", "停办未提前告知"),
                    ("below_minimum", "低于最低余额"),
                    ("balance_below_preset", "余额低于预设值"),
                    ("large_movement", "大额资金异动"),
                    ("monthly_outflow", "当月支出超过上限"),
                    ("deposit_short", "风险保证金不足"),
                    ("mismatch", "账实不符"),
                    ("no_confirmation", "大量课时未经家长确认"),
                    ("minimum_ahead", "预计低于最低余额"),
                    ("outflow_unusual", "支出异常增加"),
                    ("refunds_unusual", "退费异常增多"),
                    ("disputes_unusual", "家长异议异常增多"),
                ],
                max_length=30,
            ),
        ),
        migrations.CreateModel(
            name="FundFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("lesson_cap", "一次性收费超过课时上限"),
                            ("span_cap", "一次性收费超过时间跨度上限"),
                            ("amount_cap", "一次性收费超过金额上限"),
                            ("disguised_prepay", "以充值卡、次卡等变相预收费"),
                            ("disguised_split", "拆分订单变相超限"),
                            ("too_early", "提前收费"),
                            ("cross_term", "跨学期收费"),
                            ("beyond_lease", "收费期限超过场地租期"),
                            ("cash_sweep_late", "现金未按时归集"),
                            ("private_collection", "账户外收费"),
                            ("training_loan", "使用或者诱导使用培训贷"),
                            ("release_ahead", "拨付超过已完成课时"),
                            ("release_late", "拨付逾期"),
                            ("refund_overdue", "退费逾期"),
                            ("closure_notice_late", "停办未提前告知"),
                            ("below_minimum", "低于最低余额"),
                            ("balance_below_preset", "余额低于预设值"),
                            ("large_movement", "大额资金异动"),
                            ("monthly_outflow", "当月支出超过上限"),
                            ("deposit_short", "风险保证金不足"),
                            ("mismatch", "账实不符"),
                            ("no_confirmation", "大量课时未经家长确认"),
                            ("minimum_ahead", "预计低于最低余额"),
                            ("outflow_unusual", "支出异常增加"),
                            ("refunds_unusual", "退费异常增多"),
                            ("disputes_unusual", "家长异议异常增多"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "level",
                    models.CharField(choices=[("yellow", "黄色"), ("red", "红色")], max_length=10),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "待处置"), ("handled", "处置中"), ("closed", "已解除")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("opened_on", models.DateField()),
                ("seen_on", models.DateField()),
                ("extent", models.BigIntegerField()),
                ("worst", models.BigIntegerField()),
                ("figures", models.JSONField(default=dict)),
                ("sentence", models.CharField(max_length=300)),
                ("basis", models.CharField(max_length=200)),
                ("mark", models.CharField(blank=True, max_length=300)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_because", models.CharField(blank=True, max_length=300)),
                (
                    "is_judged",
                    models.BooleanField(
                        default=False, help_text="a person closed it, not the figures"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="funds.fundaccount",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="funds.contract",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="funds.paymentorder",
                    ),
                ),
            ],
            options={
                "verbose_name": "预收费问题",
                "ordering": ("-opened_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "closed"), _negated=True),
                        fields=("account", "contract", "order", "rule"),
                        name="one_open_fund_finding_of_a_rule",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contract__isnull", True), ("order__isnull", True), _connector="OR"
                        ),
                        name="fund_finding_has_one_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                ("state", "closed"),
                                models.Q(("closed_because", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "closed"), _negated=True),
                                ("closed_at__isnull", True),
                                ("closed_because", ""),
                            ),
                            _connector="OR",
                        ),
                        name="fund_finding_closed_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_judged", False), ("state", "closed"), _connector="OR"
                        ),
                        name="fund_finding_is_judged_when_closed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seen_on__gte", models.F("opened_on"))),
                        name="fund_finding_is_seen_from_its_day_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("worst__gte", models.F("extent"))),
                        name="fund_finding_was_never_worse",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FundTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "alert",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="funds.alert",
                    ),
                ),
                (
                    "assignment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fund_task",
                        to="assignments.assignment",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="funds.fundfinding",
                    ),
                ),
            ],
            options={
                "verbose_name": "资金问题的协作",
                "ordering": ("-pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("alert__isnull", False), ("finding__isnull", True)),
                            models.Q(("alert__isnull", True), ("finding__isnull", False)),
                            _connector="OR",
                        ),
                        name="fund_task_is_of_one_thing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutsideFee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("cash", "现金、扫码等，须归集"),
                            ("private", "账户外收费"),
                            ("loan", "培训贷"),
                        ],
                        max_length=10,
                    ),
                ),
                ("received_on", models.DateField()),
                ("amount_fen", models.BigIntegerField()),
                ("told_by", models.CharField(help_text="who said so, in words", max_length=100)),
                ("due_on", models.DateField(null=True)),
                ("swept_on", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outside_fees",
                        to="funds.fundaccount",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outside_fees",
                        to="funds.contract",
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
                "verbose_name": "账户外收费记录",
                "ordering": ("received_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gt", 0)), name="outside_fee_is_some_money"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_on__gte", models.F("received_on")), ("way", "cash")),
                            models.Q(
                                models.Q(("way", "cash"), _negated=True),
                                ("due_on__isnull", True),
                                ("swept_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="outside_fee_in_cash_is_due",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("swept_on__isnull", True),
                            ("swept_on__gte", models.F("received_on")),
                            _connector="OR",
                        ),
                        name="outside_fee_is_swept_after_it_came",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("told_by", ""), _negated=True),
                        name="outside_fee_was_told",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RefusedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("digest", models.CharField(help_text="SHA-256 of the content", max_length=64)),
                (
                    "code",
                    models.CharField(
                        help_text="of the refusal, as in docs/errors.md", max_length=40
                    ),
                ),
                ("sentence", models.CharField(max_length=400)),
                ("first_day", models.DateField(null=True)),
                ("last_day", models.DateField(null=True)),
                ("refused_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refused_files",
                        to="funds.fundaccount",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settles",
                        to="funds.bankstatement",
                    ),
                ),
            ],
            options={
                "verbose_name": "未入账的对账单",
                "ordering": ("-refused_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("account", "digest"), name="refused_file_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("first_day__isnull", True), ("last_day__isnull", True)),
                            models.Q(("first_day__isnull", False), ("last_day__isnull", False)),
                            _connector="OR",
                        ),
                        name="refused_file_knows_both_days_or_none",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_day__isnull", True),
                            ("last_day__gte", models.F("first_day")),
                            _connector="OR",
                        ),
                        name="refused_file_runs_forwards",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True),
                            models.Q(("sentence", ""), _negated=True),
                        ),
                        name="refused_file_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StopNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stops_on", models.DateField()),
                ("told_on", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stop_notices",
                        to="funds.fundaccount",
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
                "verbose_name": "停办告知记录",
                "ordering": ("-stops_on", "-pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("account", "stops_on"), name="stop_notice_once")
                ],
            },
        ),
    ]

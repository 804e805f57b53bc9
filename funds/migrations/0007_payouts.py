"""Orders can pay out of a school's account."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("funds", "0006_attendance_and_prices")]

    operations = [
        migrations.RemoveConstraint(
            model_name="paymentorder",
            name="order_of_a_refund_names_contract_and_cause",
        ),
        migrations.AddField(
            model_name="paymentorder",
            name="paid_from",
            field=models.CharField(
                blank=True,
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
        migrations.AddField(
            model_name="paymentorder",
            name="use",
            field=models.CharField(
                blank=True,
                choices=[("allowance", "教师补贴"), ("other", "其他支出"), ("return", "退还家长")],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="bankline",
            name="matched_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("order_no", "附言中的订单号"),
                    ("order", "附言中的支付指令号"),
                    ("amount", "金额和日期唯一对应"),
                    ("interest", "附言写明结息"),
                    ("words", "附言写明用途"),
                    ("suspense", "无法对应，列入待查"),
                    ("person", "人工认领"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="paymentorder",
            name="kind",
            field=models.CharField(
                choices=[("release", "拨付"), ("refund", "退费"), ("payout", "经费支付")],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("contract__isnull", False),
                        ("kind", "refund"),
                        models.Q(("cause", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("kind", "refund"), _negated=True),
                        ("cause", ""),
                        ("contract__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="order_of_a_refund_names_contract_and_cause",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "payout"),
                        ("paid_from__in", ("service", "subsidy", "interest", "families")),
                        models.Q(("use", ""), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("kind", "payout"), _negated=True), ("paid_from", ""), ("use", "")
                    ),
                    _connector="OR",
                ),
                name="order_of_a_payout_says_what_for",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paid_from", "families"), ("use", "return")),
                    models.Q(
                        models.Q(("use", "return"), _negated=True),
                        models.Q(("paid_from", "families"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="order_gives_back_only_what_families_paid",
            ),
        ),
    ]

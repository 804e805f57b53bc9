import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("funds", "0002_journal_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PaymentFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.UUIDField(help_text="what the encryption is bound to", unique=True),
                ),
                ("layout", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=100)),
                ("media_type", models.CharField(max_length=100)),
                ("content_sealed", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("order_count", models.PositiveIntegerField()),
                ("total_fen", models.BigIntegerField()),
                ("exported_at", models.DateTimeField()),
                (
                    "bank",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment_files",
                        to="funds.bank",
                    ),
                ),
                (
                    "exported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "支付文件",
                "ordering": ("-exported_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("order_count__gte", 1), ("total_fen__gt", 0)),
                        name="payment_file_pays_something",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="paymentorder",
            name="file",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="orders",
                to="funds.paymentfile",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("file__isnull", True),
                    ("state__in", ["exported", "paid"]),
                    _connector="OR",
                ),
                name="order_in_a_file_was_approved",
            ),
        ),
    ]

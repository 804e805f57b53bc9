"""What was handed to banks: files of approved orders, kept exactly as they went."""

from __future__ import annotations

import base64

from django.db import models
from django.db.models import Q

from accounts.models import User
from common.ciphers import decrypt
from funds.models.accounts import Bank
from tenants.models import CountyModel


class PaymentFile(CountyModel):
    """One file of approved orders for one bank, by a layout of ``data/payment_layouts.yaml``.

    It bears account numbers in clear, so it is kept encrypted, bound to ``key``;
    ``sha256`` is of the file itself and shows that what is handed out again is the same.
    ``total_fen`` is the sum of its orders.
    """

    bank = models.ForeignKey(Bank, models.PROTECT, "payment_files")
    key = models.UUIDField(unique=True, help_text="what the encryption is bound to")
    layout = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    media_type = models.CharField(max_length=100)
    content_sealed = models.TextField()
    sha256 = models.CharField(max_length=64)
    order_count = models.PositiveIntegerField()
    total_fen = models.BigIntegerField()
    exported_at = models.DateTimeField()
    exported_by = models.ForeignKey(User, models.PROTECT, "+")

    class Meta:
        verbose_name = "支付文件"
        ordering = ("-exported_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="payment_file_pays_something",
                condition=Q(order_count__gte=1, total_fen__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"支付文件{self.name}"

    @property
    def content(self) -> bytes:
        """The bytes. Only for verbs that record it. Raises FieldKeyGone, FieldDamaged."""
        return base64.b64decode(decrypt(self.content_sealed, purpose=f"payment-file/{self.key}"))

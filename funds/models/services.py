"""Which machine speaks for a bank."""

from __future__ import annotations

from django.db import models

from accounts.models import User
from funds.models.accounts import Bank
from tenants.models import CountyModel


class BankService(CountyModel):
    """The service user by which a bank's system sends lines and fetches orders (clients/).

    It reaches the accounts of this bank and no others.
    """

    bank = models.OneToOneField(Bank, models.PROTECT, related_name="service")
    user = models.OneToOneField(User, models.PROTECT, related_name="bank_service")
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "银行系统接口"

    def __str__(self) -> str:
        return f"{self.bank}：{self.user}"

"""What a bank's own system may see: the accounts and orders of that bank."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Permission
from common.errors import NotFound
from funds.digests import digest_of
from funds.models import FundAccount, PaymentFile, PaymentOrder
from funds.models.orders import PaymentOrderQuerySet
from funds.states import OrderState

_TOLD = (OrderState.APPROVED, OrderState.EXPORTED, OrderState.PAID)


def bank_services() -> QuerySet[User]:
    """Service users that may speak for a bank."""
    keys = [one.pk for one in User.objects.active().filter(is_service=True) if _speaks(one)]
    return User.objects.filter(pk__in=keys).order_by("full_name", "pk")


def account_of_service(number: str, user: User) -> FundAccount:
    """The account of this number at the user's bank. Raises NotFound, also for another bank's."""
    rows = FundAccount.objects.filter(number_digest=digest_of("account", number))
    found = rows.filter(bank__service__user=user).first() if _speaks(user) else None
    if found is None:
        raise NotFound(what="本行的这个监管账户")
    return found


def orders_of_service(user: User) -> PaymentOrderQuerySet:
    """Orders that were approved for the user's bank, those that it had already included."""
    if not _speaks(user):
        return PaymentOrder.objects.none()
    rows = PaymentOrder.objects.filter(account__bank__service__user=user, state__in=_TOLD)
    return rows.select_related("account__institution", "file")


def files_of_service(user: User) -> QuerySet[PaymentFile]:
    """Payment files that were made for the user's bank."""
    rows = PaymentFile.objects.filter(bank__service__user=user)
    return rows if _speaks(user) else rows.none()


def _speaks(user: User) -> bool:
    return user.has(Permission.BANK_EXCHANGE)

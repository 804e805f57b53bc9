"""The rows of prepaid money that a person may see; nothing for whoever may see none."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Permission
from funds.models import (
    Alert,
    BankLine,
    BankStatement,
    Contract,
    Entry,
    FundAccount,
    JournalProof,
    OutsideFee,
    School,
)
from funds.models.accounts import FundAccountQuerySet
from funds.states import MatchWay

_HOLDER = ("account__institution", "account__school")


def accounts_for(user: User) -> FundAccountQuerySet:
    """Accounts with their holder and bank, by the holder's name: institutions, then schools."""
    rows = FundAccount.objects.select_related("institution", "school", "bank")
    return _seen(user, rows.order_by("institution__name", "school__name", "pk"))


def schools_for(user: User) -> QuerySet[School]:
    """Schools by name."""
    return School.objects.visible_to(user).order_by("name", "pk")


def outside_fees_for(user: User) -> QuerySet[OutsideFee]:
    """Fees outside the accounts with their contracts, the newest first."""
    rows = OutsideFee.objects.select_related("account__institution", "account__bank", "contract")
    return _seen(user, rows.order_by("-received_on", "-pk"))


def alerts_for(user: User) -> QuerySet[Alert]:
    """Alerts with their accounts: red before yellow, then the newest first."""
    rows = Alert.objects.select_related("account__institution", "account__bank")
    return _seen(user, rows.order_by("level", "-opened_at", "-pk"))


def statements_for(user: User) -> QuerySet[BankStatement]:
    """Files of banks, the newest first."""
    return _seen(user, BankStatement.objects.select_related(*_HOLDER, "file"))


def lines_for(user: User) -> QuerySet[BankLine]:
    """Lines of statements with their entries."""
    return _seen(user, BankLine.objects.select_related(*_HOLDER, "entry"))


def suspense_for(user: User) -> QuerySet[BankLine]:
    """Lines that were booked and belong to nobody yet, the oldest first."""
    return lines_for(user).filter(matched_by=MatchWay.SUSPENSE).order_by("booked_on", "pk")


def entries_for(user: User) -> QuerySet[Entry]:
    """Entries with their legs, the newest of an account first."""
    rows = Entry.objects.select_related("reverses", "reversed_by", "sheet")
    return _seen(user, rows.prefetch_related("legs__book__contract").order_by("account", "-no"))


def proofs_for(user: User) -> QuerySet[JournalProof]:
    """What the nightly proof found; open to auditors as well."""
    rows = JournalProof.objects.order_by("-at", "-pk")
    return rows if user.has(Permission.HISTORY_VIEW) else _seen(user, rows)


def contract_of_order(account: FundAccount, order_no: str) -> Contract | None:
    """The contract of an account that bears this order number."""
    return Contract.objects.filter(account=account, order_no=order_no).first()


def _seen(user: User, rows: Any) -> Any:
    return rows if user.has(Permission.FUND_VIEW) else rows.none()

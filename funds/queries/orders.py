"""Orders for pages: who sees which, what may be released, what went to the banks. Fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum

from accounts.models import User
from accounts.permissions import Permission
from funds.models import Bank, Book, FundAccount, Leg, PaymentFile, PaymentOrder
from funds.payments import payment_layouts
from funds.queries.balances import held_in
from funds.states import (
    ALLOWED,
    ON_THE_WAY,
    AccountState,
    BookCode,
    Movement,
    OrderKind,
    OrderState,
)


@dataclass(frozen=True, slots=True)
class Releasable:
    """One account from which taught lessons may be released: held for it, asked for, left."""

    account: FundAccount
    held_fen: int
    asked_fen: int

    @property
    def free_fen(self) -> int:
        return max(0, self.held_fen - self.asked_fen)

    @property
    def is_allowed(self) -> bool:
        """The state of the account lets money go to the institution."""
        return Movement.RELEASE in ALLOWED[AccountState(self.account.state)]


def orders_for(user: User) -> QuerySet[PaymentOrder]:
    """The orders that a person may see, what is open and late first."""
    rows = PaymentOrder.objects.visible_to(user).late_first()
    holder = ("account__institution", "account__school", "account__bank")
    return rows.select_related(*holder, "contract", "file")


def releasable() -> list[Releasable]:
    """Accounts whose book of what may be released holds something; two queries."""
    asked = dict(
        PaymentOrder.objects.filter(kind=OrderKind.RELEASE, state__in=ON_THE_WAY)
        .order_by()
        .values_list("account")
        .annotate(total=Sum("amount_fen"))
    )
    last = Leg.objects.filter(book=OuterRef("pk")).order_by("-version").values("balance_fen")[:1]
    rows = Book.objects.filter(code=BookCode.RELEASABLE).annotate(held_fen=-Subquery(last))
    rows = rows.filter(held_fen__gt=0).select_related("account__institution", "account__bank")
    found = [Releasable(row.account, row.held_fen, asked.get(row.account_id, 0)) for row in rows]
    return sorted(found, key=lambda one: (-one.free_fen, one.account.pk))


def releasable_of(account: FundAccount) -> Releasable:
    """The same of one account."""
    rows = account.orders.filter(kind=OrderKind.RELEASE, state__in=ON_THE_WAY)
    asked = rows.aggregate(total=Sum("amount_fen"))["total"] or 0
    return Releasable(account, held_in(account, BookCode.RELEASABLE), asked)


def exportable(bank: Bank) -> QuerySet[PaymentOrder]:
    """Approved orders of a bank that no file took yet, the first due on top."""
    rows = PaymentOrder.objects.filter(account__bank=bank, state=OrderState.APPROVED)
    rows = rows.filter(file__isnull=True).select_related(
        "account__institution", "account__school", "contract"
    )
    return rows.order_by("due_on", "pk")


def banks_with_orders() -> QuerySet[Bank]:
    """Banks that approved orders wait for, each with ``waiting`` and ``waiting_fen``."""
    # One filter: a second one would join the orders once more and count them twice.
    rows = Bank.objects.filter(
        accounts__orders__state=OrderState.APPROVED, accounts__orders__file__isnull=True
    )
    return rows.annotate(
        waiting=Count("accounts__orders"), waiting_fen=Sum("accounts__orders__amount_fen")
    ).order_by("code")


def payment_layout_choices() -> list[tuple[str, str]]:
    """The forms of file that banks take: (code, name)."""
    return [(one.code, one.name) for one in payment_layouts().values()]


def payment_files_for(user: User) -> QuerySet[PaymentFile]:
    """Files that went to banks, for those who hand them over."""
    rows = PaymentFile.objects.all()
    rows = rows if user.has(Permission.FUND_VIEW) else rows.none()
    return rows.select_related("bank", "exported_by")


@dataclass(frozen=True, slots=True)
class OrderTiles:
    """How many orders wait for which step, and how many are late."""

    to_check: int
    to_approve: int
    to_export: int
    at_bank: int
    overdue: int


def order_tiles(user: User, day: date) -> OrderTiles:
    """Counted over everything that the person may see; one query and one more."""
    rows = PaymentOrder.objects.visible_to(user)
    by_state = dict(rows.order_by().values_list("state").annotate(count=Count("pk")))
    return OrderTiles(
        to_check=by_state.get(OrderState.PROPOSED, 0),
        to_approve=by_state.get(OrderState.CHECKED, 0) + by_state.get(OrderState.SECOND, 0),
        to_export=by_state.get(OrderState.APPROVED, 0),
        at_bank=by_state.get(OrderState.EXPORTED, 0),
        overdue=rows.overdue(day).count(),
    )

"""After-school money: prices that hold, what may be paid out, months, schools side by side. Fen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncMonth

from accounts.models import User
from accounts.permissions import Permission
from common.clock import chinese_date, months_after
from funds.models import (
    AttendanceSheet,
    Book,
    FundAccount,
    Leg,
    PaymentOrder,
    School,
    SchoolPrice,
)
from funds.queries.balances import held_in
from funds.states import ON_THE_WAY, BookCode, EntryKind, OrderKind
from funds.terms import schoolcare_prices_on, two_approvals_over
from policies.queries import calendar, rule_or_package_on


@dataclass(frozen=True, slots=True)
class Price:
    """A whole month's price as it holds on a day, and where it stands."""

    fen: int
    basis: str
    is_own: bool


def prices_of(school: School, day: date) -> dict[int, Price]:
    """By lessons a day: the school's own price where it has one, else the county's."""
    rule = rule_or_package_on("funds.schoolcare_prices", day)
    found = {
        lessons: Price(fen, f"本县标准：{rule.basis}", is_own=False)
        for lessons, fen in sorted(schoolcare_prices_on(day).items())
    }
    rows = SchoolPrice.objects.filter(school=school, valid_from__lte=day)
    for row in rows.order_by("valid_from", "pk"):  # the one told last holds
        basis = f"本校标准，{chinese_date(row.valid_from)}起：{row.source}"
        found[row.lessons_per_day] = Price(row.price_fen, basis, is_own=True)
    return found


def asked_from(account: FundAccount, *, but: PaymentOrder | None = None) -> dict[str, int]:
    """What payouts under way ask for, by the book that they name."""
    rows = PaymentOrder.objects.filter(account=account, kind=OrderKind.PAYOUT, state__in=ON_THE_WAY)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    sums = rows.order_by().values_list("paid_from").annotate(total=Sum("amount_fen"))
    return dict(sums)


def payable_from(account: FundAccount, book: BookCode, *, but: PaymentOrder | None = None) -> int:
    """The most that may be asked for out of a book: neither it nor the bank goes below nothing."""
    asked = asked_from(account, but=but)
    bank = -held_in(account, BookCode.BANK) - sum(asked.values())
    return max(0, min(bank, held_in(account, book) - asked.get(book, 0)))


def county_prices(day: date) -> dict[int, int]:
    """The county's price of a month by lessons a day, the most that a school may ask."""
    return schoolcare_prices_on(day)


def second_approval_over(day: date) -> int | None:
    """Fen above which an order needs two approvals; None: never."""
    return two_approvals_over(day)


def working_days(month: date) -> int:
    """Days of a month that are worked, by the county's calendar."""
    days, over = calendar(), months_after(month, 1)
    return sum(
        days.is_working(month + timedelta(days=number)) for number in range((over - month).days)
    )


def account_of_school(school: School) -> FundAccount | None:
    """The account that a school holds, or held last; of many schools prefetch ``fund_accounts``."""
    held = sorted(
        school.fund_accounts.all(), key=lambda one: (one.closed_on is None, one.opened_on, one.pk)
    )
    return held[-1] if held else None


def last_months(schools: Sequence[School]) -> dict[int, date]:
    """The last month of each school that was booked and stands; one query."""
    rows = AttendanceSheet.objects.filter(
        account__school__in=schools, entry__reversed_by__isnull=True
    )
    return dict(rows.order_by().values_list("account__school").annotate(last=Max("month")))


def sheets_for(user: User) -> QuerySet[AttendanceSheet]:
    """Months with their entries, the newest first."""
    rows = AttendanceSheet.objects.select_related(
        "account__school", "account__bank", "entry__reversed_by"
    )
    return rows if user.has(Permission.FUND_VIEW) else rows.none()


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """One school, or all: what its accounts hold, whose it is, how much families still owe.

    ``ahead_fen`` is what families paid before it was charged.
    """

    bank_fen: int = 0
    service_fen: int = 0
    subsidy_fen: int = 0
    owing_fen: int = 0
    ahead_fen: int = 0
    other_fen: int = 0


def school_lines(schools: Sequence[School]) -> dict[int, SchoolLine]:
    """By school, all its accounts together; one query."""
    found: dict[int, dict[str, int]] = {}
    last = Leg.objects.filter(book=OuterRef("pk")).order_by("-version").values("balance_fen")[:1]
    books = Book.objects.filter(account__school__in=schools).annotate(fen=Subquery(last))
    sums = books.order_by().values_list("account__school", "code").annotate(total=Sum("fen"))
    for school_id, code, fen in sums:
        found.setdefault(school_id, {})[code] = fen or 0
    return {pk: _line(held) for pk, held in found.items()}


def county_line() -> SchoolLine:
    """All schools together; what one family owes is not set off against what another paid ahead
    at another school.
    """
    lines = school_lines(list(School.objects.all()))
    names = SchoolLine.__slots__
    return SchoolLine(**{name: sum(getattr(one, name) for one in lines.values()) for name in names})


@dataclass(frozen=True, slots=True)
class CareMonth:
    """What a month brought and took: fees that were charged and that came, subsidies, payouts."""

    month: date
    charged_fen: int
    paid_fen: int
    subsidy_fen: int
    paid_out_fen: int


def care_months(account: FundAccount, last: date, count: int) -> list[CareMonth]:
    """The ``count`` months up to the one that begins on ``last``; a reversal counts where what it
    takes back stood. One query.
    """
    first = months_after(last, 1 - count)
    rows: Any = Leg.objects.filter(account=account, entry__occurred_on__gte=first)
    rows = rows.annotate(
        kind=Coalesce("entry__reverses__kind", "entry__kind"),
        month=TruncMonth("entry__occurred_on"),
    )
    bank = Q(book__code=BookCode.BANK)
    sums = {
        "charged": Sum("amount_fen", filter=Q(kind=EntryKind.CHARGE, book__code=BookCode.FAMILIES)),
        "paid": Sum("amount_fen", filter=bank & Q(kind=EntryKind.PAYMENT)),
        "subsidy": Sum("amount_fen", filter=bank & Q(kind=EntryKind.SUBSIDY)),
        "paid_out": -Sum("amount_fen", filter=bank & Q(kind=EntryKind.PAYOUT)),
    }
    found = {row["month"]: row for row in rows.order_by().values("month").annotate(**sums)}
    months = [months_after(first, number) for number in range(count)]
    return [
        CareMonth(month, *(found.get(month, {}).get(name) or 0 for name in sums))
        for month in months
    ]


def _line(held: dict[str, int]) -> SchoolLine:
    families = held.get(BookCode.FAMILIES, 0)
    known = (BookCode.BANK, BookCode.FAMILIES, BookCode.SERVICE, BookCode.SUBSIDY)
    return SchoolLine(
        bank_fen=held.get(BookCode.BANK, 0),
        service_fen=-held.get(BookCode.SERVICE, 0),
        subsidy_fen=-held.get(BookCode.SUBSIDY, 0),
        owing_fen=max(0, families),
        ahead_fen=max(0, -families),
        other_fen=-sum(fen for code, fen in held.items() if code not in known),
    )

"""Schools: the list with its totals, one of them with its money, and what is put on record of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from accounts.permissions import Permission as P
from common.clock import localdate
from funds.filters import SchoolFilters
from funds.models import FundAccount, School, SchoolPrice
from funds.queries import (
    SchoolLine,
    account_of_school,
    care_months,
    county_line,
    county_prices,
    entries_for,
    last_months,
    payable_from,
    prices_of,
    school_lines,
    schools_for,
    sheets_for,
)
from funds.services import Opened, open_school_account, register_school, set_school_price
from funds.states import AccountKind, AccountState, BookCode, OrderState
from staff.access import staff_page
from staff.buttons import Button
from staff.filter_bar import asker_of, bar_of
from staff.funds.accounts import buttons_of
from staff.funds.forms import AccountNumberForm
from staff.funds.ledger import booked
from staff.funds.page import Ask, form_page, links_of, sent, story_of
from staff.paging import page_of
from staff.schoolcare.charts import bars_of
from staff.schoolcare.forms import PriceForm, SchoolForm

_MONTHS_DRAWN = 12
_ROWS_SHOWN = 6


@staff_page(P.FUND_VIEW)
@require_GET
def schools(request: HttpRequest) -> HttpResponse:
    """Every school with its account, what it holds, what families owe, and its last month."""
    filters = SchoolFilters(request.GET, asker=asker_of(request))
    rows = schools_for(request.user).prefetch_related("fund_accounts__bank")
    page = page_of(request, filters.listed(rows))
    lines, months = school_lines(list(page)), last_months(list(page))
    everyone = schools_for(request.user)
    shown = {
        "form": bar_of(filters),
        "page": page,
        "rows": [
            (one, account_of_school(one), lines.get(one.pk, SchoolLine()), months.get(one.pk))
            for one in page
        ],
        "totals": county_line(),
        "count": everyone.count(),
        "without": everyone.count() - everyone.with_account().count(),
        "may_manage": request.user.has(P.FUND_MANAGE),
    }
    return render(request, "staff/schoolcare/schools.html", shown)


@staff_page(P.FUND_VIEW)
@require_GET
def school(request: HttpRequest, school_id: int) -> HttpResponse:
    """What its account holds and whose it is, month by month; entries, orders, prices, story."""
    found, today = school_of(request, school_id), localdate(timezone.now())
    account = account_of_school(found)
    page = {
        "school": found,
        "account": account,
        "line": school_lines([found]).get(found.pk, SchoolLine()),
        "prices": prices_of(found, today),
        "buttons": _buttons(found, account, request.user),
        "story": story_of(found, *([account] if account else [])),
        **(_money(request, account, today) if account else {}),
    }
    return render(request, "staff/schoolcare/school.html", page)


def _money(request: HttpRequest, account: FundAccount, today: date) -> dict[str, Any]:
    months = care_months(account, today.replace(day=1), _MONTHS_DRAWN)
    entries = entries_for(request.user).filter(account=account)
    orders = account.orders.exclude(state__in=(OrderState.PAID, OrderState.REFUSED))
    return {
        "links": links_of(account, request.user),
        "months": list(reversed(months)),
        "bars": bars_of(months),
        "payable": payable_from(account, BookCode.SERVICE),
        "sheets": sheets_for(request.user).filter(account=account)[:_ROWS_SHOWN],
        "orders": orders.order_by("-pk"),
        "rows": [booked(entry) for entry in entries.order_by("-no")[:_ROWS_SHOWN]],
        "entries": entries.count(),
    }


def _buttons(found: School, account: FundAccount | None, user: User) -> list[Button]:
    buttons = []
    if account is not None and account.state != AccountState.CLOSED and user.has(P.FUND_BOOK):
        url = reverse("staff:attendance-new", args=[found.pk])
        buttons.append(Button(url, "考勤入账", "calendar-event", "primary"))
        url = reverse("staff:school-payout", args=[found.pk])
        buttons.append(Button(url, "提出支付", "transfer"))
    if user.has(P.FUND_MANAGE):
        if account is None or account.state == AccountState.CLOSED:
            url = reverse("staff:school-account-new", args=[found.pk])
            buttons.append(Button(url, "登记专户", "building-bank", "primary"))
        url = reverse("staff:school-price-new", args=[found.pk])
        buttons.append(Button(url, "收费标准", "adjustments"))
    return buttons + (buttons_of(account, user) if account else [])


@staff_page(P.FUND_MANAGE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Put a school on record."""
    form = SchoolForm(**sent(request))

    def run(typed: dict[str, Any]) -> School:
        return register_school(typed["name"], typed["code"], by=request.user, at=timezone.now())

    ask = Ask("登记学校", "登记", "plus", reverse("staff:schoolcare"), _list_crumb())
    return form_page(request, form, ask, run, lambda made: ("学校已登记。", url_of_school(made)))


@staff_page(P.FUND_MANAGE)
@require_http_methods(["GET", "POST"])
def open_one(request: HttpRequest, school_id: int) -> HttpResponse:
    """Put a school's account on record."""
    found, now = school_of(request, school_id), timezone.now()
    form = AccountNumberForm(**sent(request), today=localdate(now))

    def run(typed: dict[str, Any]) -> FundAccount:
        said = Opened(AccountKind.SCHOOLCARE, typed["number"], typed["opened_on"])
        return open_school_account(found.pk, typed["bank"].pk, said, by=request.user, at=now)

    ask = Ask(
        "登记课后服务经费专户",
        "登记",
        "building-bank",
        url_of_school(found),
        crumbs_of_school(found),
        "每所学校同时只能有一个专户；没有要选的银行时，先到“监管账户”的“银行”页登记。",
    )
    return form_page(request, form, ask, run, lambda made: ("专户已登记。", url_of_school(found)))


@staff_page(P.FUND_MANAGE)
@require_http_methods(["GET", "POST"])
def price(request: HttpRequest, school_id: int) -> HttpResponse:
    """Give the school a price of its own; the county's stands under the rules."""
    found, now = school_of(request, school_id), timezone.now()
    lessons = sorted(county_prices(localdate(now)))
    form = PriceForm(**sent(request), lessons=lessons)

    def run(_: dict[str, Any]) -> SchoolPrice:
        return set_school_price(found.pk, form.said(), by=request.user, at=now)

    ask = Ask(
        "登记本校收费标准",
        "登记",
        "adjustments",
        url_of_school(found),
        crumbs_of_school(found),
        "不得高于本县标准；同一日期再次登记的，以后登记的为准，已入账的月份不变。",
    )
    return form_page(
        request, form, ask, run, lambda made: ("收费标准已登记。", url_of_school(found))
    )


def school_of(request: HttpRequest, school_id: int) -> School:
    """The school, or the page that says that there is none."""
    rows = schools_for(request.user).prefetch_related(
        "fund_accounts__bank", "fund_accounts__school"
    )
    found: School = get_object_or_404(rows, pk=school_id)
    return found


def url_of_school(found: School) -> str:
    return reverse("staff:school", args=[found.pk])


def crumbs_of_school(found: School) -> tuple[tuple[str, str], ...]:
    return (*_list_crumb(), (found.name, url_of_school(found)))


def _list_crumb() -> tuple[tuple[str, str], ...]:
    return (("课后服务经费", reverse("staff:schoolcare")),)

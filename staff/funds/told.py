"""What no bank tells: fees taken outside the account, cash moved in later, and that it stops."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Permission as P
from common.clock import localdate
from funds.models import FundAccount, OutsideFee, StopNotice
from funds.queries import outside_fees_for
from funds.services import record_outside_fee, record_stop, sweep_fee
from staff.access import staff_page
from staff.funds.forms import OutsideFeeForm, StopForm, SweptForm
from staff.funds.page import Ask, form_page, institution_account_of, links_of, sent, story_of
from staff.paging import page_of


@staff_page(P.FUND_VIEW)
@require_GET
def told(request: HttpRequest, account_id: int) -> HttpResponse:
    """Every fee outside the account, what of the cash waits, and each stop with its notice."""
    found = institution_account_of(request, account_id)
    fees = outside_fees_for(request.user).filter(account=found)
    page = page_of(request, fees)
    stops = list(found.stop_notices.all())
    shown = {
        "account": found,
        "page": page,
        "stops": stops,
        "today": localdate(timezone.now()),
        "may_tell": request.user.has(P.FUND_BOOK) and found.closed_on is None,
        "links": links_of(found, request.user),
        "here": "账户外收费",
        "story": story_of(*page, *stops),
    }
    return render(request, "staff/funds/told.html", shown)


@staff_page(P.FUND_BOOK)
@require_http_methods(["GET", "POST"])
def fee(request: HttpRequest, account_id: int) -> HttpResponse:
    """Put a fee on record that did not go straight into the account."""
    found, now = institution_account_of(request, account_id), timezone.now()
    form = OutsideFeeForm(**sent(request), account=found, today=localdate(now))

    def run(_: dict[str, Any]) -> OutsideFee:
        return record_outside_fee(found.pk, form.said(), by=request.user, at=now)

    ask = Ask(
        "登记账户外收费",
        "登记",
        "plus",
        _url(found),
        _crumbs(found),
        "现金、扫码收取的，须在规定期限内归集到专用账户；个人账户收款、培训贷由系统按规则列为问题。",
    )
    return form_page(request, form, ask, run, lambda _: ("已登记。", _url(found)))


@staff_page(P.FUND_BOOK)
@require_http_methods(["GET", "POST"])
def swept(request: HttpRequest, outside_fee_id: int) -> HttpResponse:
    """Cash was moved into the account."""
    row = get_object_or_404(outside_fees_for(request.user), pk=outside_fee_id)
    now = timezone.now()
    form = SweptForm(**sent(request), initial={"on": localdate(now)})

    def run(typed: dict[str, Any]) -> OutsideFee:
        return sweep_fee(row.pk, on=typed["on"], by=request.user, at=now)

    ask = Ask("登记归集", "登记归集", "check", _url(row.account), _crumbs(row.account))
    return form_page(request, form, ask, run, lambda _: ("归集已登记。", _url(row.account)))


@staff_page(P.FUND_BOOK)
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, account_id: int) -> HttpResponse:
    """That the institution stops on a day, and whether the parents know; said again, corrected."""
    found, now = institution_account_of(request, account_id), timezone.now()
    form = StopForm(**sent(request), initial=request.GET.dict())

    def run(typed: dict[str, Any]) -> StopNotice:
        days = {"stops_on": typed["stops_on"], "told_on": typed["told_on"]}
        return record_stop(found.pk, **days, by=request.user, at=now)

    ask = Ask(
        "登记停办告知",
        "登记",
        "message",
        _url(found),
        _crumbs(found),
        "同一停办日期再次登记，即更正告知日期。",
    )
    return form_page(request, form, ask, run, lambda _: ("停办告知已登记。", _url(found)))


def _url(found: FundAccount) -> str:
    return reverse("staff:fund-told", args=[found.pk])


def _crumbs(found: FundAccount) -> tuple[tuple[str, str], ...]:
    account = reverse("staff:fund-account", args=[found.pk])
    return (
        ("监管账户", reverse("staff:funds")),
        (found.supervised.name, account),
        ("账户外收费", _url(found)),
    )

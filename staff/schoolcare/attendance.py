"""Months: told in sums and booked by the rule, looked at, withdrawn."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Permission as P
from common.clock import localdate, months_after
from common.errors import NotFound
from common.money import yuan
from funds.models import AttendanceSheet, Entry, FundAccount, School
from funds.queries import account_of_school, sheets_for, working_days
from funds.services import record_attendance, withdraw_attendance
from staff.access import staff_page
from staff.funds.forms import WhyForm
from staff.funds.page import Ask, form_page, sent, story_of
from staff.schoolcare.forms import AttendanceForm
from staff.schoolcare.schools import crumbs_of_school, school_of, url_of_school

_MONTHS_OFFERED = 12


@staff_page(P.FUND_BOOK)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, school_id: int) -> HttpResponse:
    """A month's sums; its fees follow from them and are booked."""
    found, now = school_of(request, school_id), timezone.now()
    account = held_account(found)
    this = localdate(now).replace(day=1)
    months = {
        month: working_days(month)
        for month in (months_after(this, -back) for back in range(_MONTHS_OFFERED))
    }
    last = months_after(this, -1)
    form = AttendanceForm(
        **sent(request),
        months=months,
        initial={"month": last.isoformat(), "working_days": months[last]},
    )

    def run(_: dict[str, Any]) -> AttendanceSheet:
        return record_attendance(account.pk, form.said(), by=request.user, at=now)

    ask = Ask(
        "考勤入账",
        "入账",
        "calendar-event",
        url_of_school(found),
        crumbs_of_school(found),
        "出勤超过当月工作日一半的按整月收费，一半及以下的按天收费；入账后不能修改，填错的撤销后重报。",
    )
    return form_page(request, form, ask, run, lambda made: (_said(made), _url(made)))


@staff_page(P.FUND_VIEW)
@require_GET
def sheet(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Each group with its price, where that stands, its fee and its sum; the entry."""
    found = _sheet(request, sheet_id)
    assert found.account.school is not None, "an account of a school"
    groups = list(found.groups.all())
    back = getattr(found.entry, "reversed_by", None)
    page = {
        "sheet": found,
        "groups": groups,
        "pupils": sum(one.pupils for one in groups),
        "bases": sorted({one.basis for one in groups}),
        "taken_back_by": back,
        "may_withdraw": back is None and request.user.has(P.FUND_BOOK),
        "crumbs": crumbs_of_school(found.account.school),
        "story": story_of(found),
    }
    return render(request, "staff/schoolcare/sheet.html", page)


@staff_page(P.FUND_BOOK)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Take a month back, with the reason; it may then be told anew."""
    found = _sheet(request, sheet_id)
    assert found.account.school is not None, "an account of a school"

    def run(typed: dict[str, Any]) -> Entry:
        return withdraw_attendance(
            found.pk, reason=typed["reason"], by=request.user, at=timezone.now()
        )

    ask = Ask(
        f"撤销{found}",
        "撤销",
        "arrow-back-up",
        _url(found),
        (*crumbs_of_school(found.account.school), (str(found), _url(found))),
        "原分录将冲正，该月可以重新填报；已经支付或者在办支付的经费不能撤销。",
        "bad",
    )
    form = WhyForm(**sent(request))
    return form_page(request, form, ask, run, lambda done: ("已撤销，分录已冲正。", _url(found)))


def held_account(found: School) -> FundAccount:
    """The school's account, or the page that says that there is none."""
    account = account_of_school(found)
    if account is None:
        raise NotFound(what="课后服务经费专户")
    return account


def _sheet(request: HttpRequest, sheet_id: int) -> AttendanceSheet:
    found: AttendanceSheet = get_object_or_404(sheets_for(request.user), pk=sheet_id)
    return found


def _said(made: AttendanceSheet) -> str:
    return f"{made}已入账，应收{yuan(made.fee_fen)}元。"


def _url(found: AttendanceSheet) -> str:
    return reverse("staff:attendance", args=[found.pk])

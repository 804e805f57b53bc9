"""Working days: the known years, one year at a glance, one day changed, a year entered by hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from common.clock import chinese_date, localdate
from common.errors import Refusal
from deadlines.services import recompute_deadlines
from policies import queries
from policies.models import CalendarDay, CalendarYear
from policies.services import change_calendar_day, enter_calendar_year
from staff.access import staff_page
from staff.rules.forms import DayForm, YearFilterForm, YearNoticeForm
from staff.rules.year import months_of, runs_of

_WORDS = {True: "上班", False: "休息"}


@staff_page(Permission.POLICY_EDIT, Permission.POLICY_CONFIRM)
@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """One year; POST changes one of its days."""
    chosen = YearFilterForm(request.GET).chosen()
    now = timezone.now()
    form = DayForm(request.POST or None, initial=_start(chosen.get("day")))
    if form.is_valid():
        changed = _change(form, request, now)
        if changed:
            return changed
    year = chosen.get("year") or chosen.get("day", localdate(now)).year
    page = {"form": form, "chosen_day": chosen.get("day"), **_page_of(year, localdate(now))}
    return render(request, "staff/rules/calendar.html", page, status=422 if form.is_bound else 200)


def _start(day: date | None) -> dict[str, Any]:
    """The form about a day that was clicked: the other answer than the one that holds."""
    if day is None:
        return {}
    return {"day": day, "is_working": "no" if queries.calendar().is_working(day) else "yes"}


def _change(form: DayForm, request: HttpRequest, at: datetime) -> HttpResponseRedirect | None:
    sent = form.cleaned_data
    row = form.run(
        change_calendar_day,
        sent["day"],
        is_working=sent["is_working"],
        note=sent["note"],
        by=request.user,
        at=at,
    )
    if row is None:
        return None
    messages.success(request, f"{chinese_date(row.date)}已记为{_WORDS[row.is_working]}。")
    _follow(request, at)
    return _to_year(row.date.year)


def _follow(request: HttpRequest, at: datetime) -> None:
    """Due dates follow the calendar at once; what fails here is done by the nightly task."""
    try:
        moved = recompute_deadlines(by=request.user, at=at)
    except Refusal as refusal:
        messages.warning(request, f"期限还没有重新计算：{refusal}")
        return
    if moved:
        messages.info(request, f"{moved}项期限的届满日已按新的日历重新计算，变动已记录。")


def _page_of(year: int, today: date) -> dict[str, Any]:
    years = {row.year: row for row in CalendarYear.objects.all()}
    known = queries.calendar()
    days = list(CalendarDay.objects.filter(date__year=year))
    months = months_of(year, known, {day.date: day for day in days}, today=today)
    return {
        "tab": "calendar",
        "year": year,
        "years": sorted({*years, today.year, today.year + 1, year}, reverse=True),
        "known_years": set(years),
        "facts": years.get(year),
        "months": months,
        "working_days": sum(month.working_days for month in months),
        "runs": runs_of(days),
        "unknown_year": next((n for n in (today.year, today.year + 1) if n not in years), None),
    }


@staff_page(Permission.POLICY_EDIT)
@require_http_methods(["GET", "POST"])
def enter_year(request: HttpRequest) -> HttpResponse:
    """A holiday notice that the software's package does not know yet."""
    today = localdate(timezone.now())
    wanted = YearFilterForm(request.GET).chosen().get("year", today.year + 1)
    form = YearNoticeForm(request.POST or None, initial={"year": wanted})
    if form.is_valid():
        sent = form.cleaned_data
        year = form.run(
            enter_calendar_year,
            sent["year"],
            sent["days"],
            source=sent["source"],
            by=request.user,
            at=timezone.now(),
        )
        if year:
            rests = sum(not day.is_working for day in sent["days"])
            said = f"{year.year}年的工作日历已录入：放假{rests}天，调休上班{len(sent['days']) - rests}天。"
            messages.success(request, said)
            _follow(request, timezone.now())
            return _to_year(year.year)
    page = {"form": form, "year": wanted}
    return render(
        request, "staff/rules/enter_year.html", page, status=422 if form.is_bound else 200
    )


def _to_year(year: int) -> HttpResponseRedirect:
    return redirect(f"{reverse('staff:calendar')}?year={year}")

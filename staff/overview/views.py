"""The dashboard: one page, each figure leading to its records."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Permission as P
from common.clock import localdate
from enforcement.models import Notice
from inspections.models import Visit
from reports.following import LATE
from reports.followup import FollowUp, by_stage, by_town, follow_ups, rate_of
from staff.access import staff_page
from staff.overview.forms import OverviewForm
from staff.paging import page_of

_EVERY, _LATE = "", "late"


@staff_page(P.REPORT_VIEW)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The follow-up rate, the violations behind it, and how much work is open."""
    today = localdate(timezone.now())
    form = OverviewForm(request.GET or None) if request.GET else OverviewForm({})
    chosen = form.chosen()
    since = form.since_or(date(today.year, 1, 1))
    every = follow_ups(since, today)
    stage = chosen.get("stage", _EVERY if "stage" in request.GET else _LATE)
    rows = _narrowed(every, stage, chosen.get("town", ""))
    page = {
        "today": today,
        "since": since,
        "form": OverviewForm({"since": since, "stage": stage, "town": chosen.get("town", "")}),
        "rate": rate_of(every),
        "stages": [
            (label, count, label in LATE, _link(since, stage=label.value))
            for label, count in by_stage(every)
        ],
        "towns": [(town, rate, _link(since, town=town)) for town, rate in by_town(every)],
        "page": page_of(request, rows),
        "late_link": _link(since, stage=_LATE),
        **_open_work(today),
    }
    return render(request, "staff/overview/overview.html", page)


def _narrowed(rows: list[FollowUp], stage: str, town: str) -> list[FollowUp]:
    """The longest overdue first."""
    kept = [row for row in rows if not town or row.town == town]
    if stage == _LATE:
        kept = [row for row in kept if row.is_late]
    elif stage:
        kept = [row for row in kept if row.stage == stage]
    return sorted(kept, key=lambda row: (row.wanted_by, row.finding_id))


def _open_work(today: date) -> dict[str, Any]:
    orders = Notice.objects.orders()
    return {
        "running": orders.running().count(),
        "overdue": orders.overdue(today).count(),
        "unconfirmed": Visit.objects.awaiting_confirmation().count(),
        "visits": Visit.objects.took_place().filter(starts_at__year=today.year).count(),
    }


def _link(since: date, **asked: str) -> str:
    query = {"since": since.isoformat(), "stage": "", "town": "", **asked}
    return f"?{urlencode(query)}#rows"

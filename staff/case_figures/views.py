"""Figures of cases on one page and in a workbook."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases import figures as counted
from cases.figures import Period, Scope
from cases.queries import WATCHES
from common.clock import localdate
from common.workbooks import MEDIA_TYPE
from reports.case_workbook import cases_workbook
from staff.access import staff_page
from staff.case_figures.bars import bars, linked
from staff.case_figures.forms import asked_for
from staff.files import bytes_response

_STAGE, _AGES, _LATE = (5,), (1, 2, 5, 3), (3,)
_NEXT_PUBLICATIONS = 8


@staff_page(*WATCHES)
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """What happened in a period, where every case stands now, what is late and whose it is."""
    today = localdate(timezone.now())
    form, scope, period = asked_for(request.GET, user=request.user, today=today)
    page = {
        "form": form,
        "today": today,
        "period": period,
        **_tiles(scope, period),
        **_charts(scope),
        "deviations": counted.deviations(scope, period),
        "next_down": list(scope.publications({"pick": "shown"})[:_NEXT_PUBLICATIONS]),
    }
    return render(request, "staff/case_figures/figures.html", page)


def _tiles(scope: Scope, period: Period) -> dict[str, Any]:
    due, soon, shown = [linked(one, "publications", "最早") for one in counted.publicity(scope)]
    return {
        "happened": [linked(one) for one in counted.happened(scope, period)],
        "unfinished": linked(counted.unfinished(scope)),
        "late": linked(counted.late(scope)),
        "deviating": linked(counted.deviating(scope, period)),
        "to_take_down": due,
        "ending_soon": soon,
        "shown": shown,
    }


def _charts(scope: Scope) -> dict[str, Any]:
    stages = [linked(one, note="最早立案") for one in counted.by_stage(scope)]
    owners = [linked(one, "deadlines", "最早") for one in counted.overdue_by_owner(scope)]
    return {
        "stages": bars(stages, _STAGE),
        "ages": bars([linked(one) for one in counted.by_age(scope)], _AGES),
        "owners": bars(owners, _LATE),
    }


@staff_page(*WATCHES)
@require_GET
def workbook(request: HttpRequest) -> HttpResponse:
    """The same as an Excel workbook."""
    today = localdate(timezone.now())
    _, scope, period = asked_for(request.GET, user=request.user, today=today)
    return bytes_response(
        cases_workbook(scope, period),
        media_type=MEDIA_TYPE,
        name=f"案件统计{today}.xlsx",
        download=True,
        keep_s=0,
    )

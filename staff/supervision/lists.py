"""The four lists."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Permission as P
from common.clock import localdate
from common.filters import Filters
from staff.access import staff_page
from staff.filter_bar import asker_of, bar_of
from staff.paging import page_of
from staff.supervision.page import LISTINGS, TABS, tabs_for
from supervision.filters import CircularFilters, InterviewFilters, ListingFilters, MeritFilters
from supervision.queries import circulars_for, interviews_for, listings_for, merits_for

_NEW = {
    "interviews": P.INTERVIEW_HOLD,
    "circulars": P.INTERVIEW_HOLD,
    "listings": P.SUPERVISION_LIST,
    "merits": P.INSTITUTION_EDIT,
}


@staff_page(*LISTINGS)
@require_GET
def supervision(request: HttpRequest) -> HttpResponse:
    """The first list that this person may see."""
    return redirect(f"staff:{tabs_for(request.user)[0].name}")


@staff_page(P.CASE_VIEW)
@require_GET
def interviews(request: HttpRequest) -> HttpResponse:
    """Talks, the latest hour first."""
    return _list(
        request, "staff/supervision/interviews.html", InterviewFilters, interviews_for(request.user)
    )


@staff_page(P.CASE_VIEW)
@require_GET
def circulars(request: HttpRequest) -> HttpResponse:
    """Circulars, the newest first."""
    return _list(
        request, "staff/supervision/circulars.html", CircularFilters, circulars_for(request.user)
    )


@staff_page(*LISTINGS)
@require_GET
def listings(request: HttpRequest) -> HttpResponse:
    """Matters that are watched, the open ones first, the nearest day on top."""
    rows = listings_for(request.user).open_first()
    return _list(request, "staff/supervision/listings.html", ListingFilters, rows)


@staff_page(P.INSTITUTION_VIEW)
@require_GET
def merits(request: HttpRequest) -> HttpResponse:
    """What other bodies decided, the latest first."""
    return _list(request, "staff/supervision/merits.html", MeritFilters, merits_for(request.user))


def _list(request: HttpRequest, template: str, kind: type[Filters], rows: Any) -> HttpResponse:
    filters, now = kind(request.GET, asker=asker_of(request)), timezone.now()
    (tab,) = [tab for tab in TABS if template.endswith(f"/{tab.name}.html")]
    page = {
        "form": bar_of(filters),
        "page": page_of(request, filters.listed(rows)),
        "tab": tab,
        "tabs": tabs_for(request.user),
        "may_add": request.user.has(_NEW[tab.name]),
        "now": now,
        "today": localdate(now),
    }
    return render(request, template, page)

"""The due list, and how one last day came about. Only the things' own pages change deadlines."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Permission
from common.clock import localdate
from deadlines.filters import DeadlineFilters
from deadlines.queries import calendar_known_until, deadlines_for, provisional_count
from staff.access import staff_page
from staff.deadlines import (
    sources,  # noqa: F401 -- fills the registry of things
)
from staff.deadlines.lines import line_of
from staff.deadlines.things import things_of
from staff.filter_bar import asker_of, bar_of
from staff.paging import FirstRows, page_of


@staff_page(Permission.CASE_VIEW)
@require_GET
def deadlines(request: HttpRequest) -> HttpResponse:
    """Open ones, the one that ends first on top."""
    now = timezone.now()
    filters = DeadlineFilters(request.GET, asker=asker_of(request))
    rows = filters.narrow(deadlines_for(request.user).order_by("due_on", "pk"))
    page = page_of(request, FirstRows(rows if "state" in filters.chosen else rows.open()))
    things = things_of(request.user, page.object_list)
    shown = {
        "form": bar_of(filters),
        "page": page,
        "lines": [line_of(one, now, things.get(one.pk)) for one in page.object_list],
        "known_until": calendar_known_until(),
        "provisional": provisional_count(),
    }
    return render(request, "staff/deadlines/deadlines.html", shown)


@staff_page(Permission.CASE_VIEW)
@require_GET
def deadline(request: HttpRequest, deadline_id: int) -> HttpResponse:
    """One deadline with its pauses, extensions, changes and reminders."""
    now = timezone.now()
    found = get_object_or_404(deadlines_for(request.user), pk=deadline_id)
    shown = {
        "deadline": found,
        "line": line_of(found, now, things_of(request.user, [found]).get(found.pk)),
        "pauses": list(found.pauses.all()),
        "extensions": list(found.extensions.select_related("approved_by")),
        "changes": list(found.changes.all()),
        "reminders": list(found.reminders.all()),
        "today": localdate(now),
    }
    return render(request, "staff/deadlines/deadline.html", shown)

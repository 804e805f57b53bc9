"""The county's history: who did what, to what, and when. Nothing here can be changed."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.permissions import Permission
from audit.filters import HistoryFilters
from audit.models import AuditEvent
from staff.access import staff_page
from staff.filter_bar import asker_of, bar_of
from staff.institutions.story import detail_of, url_of
from staff.paging import page_of
from staff.words import FAMILIES, Said, say


@dataclass(frozen=True, slots=True)
class Line:
    """One event as the page prints it."""

    event: AuditEvent
    said: Said
    text: str
    url: str


@staff_page(Permission.HISTORY_VIEW)
@require_GET
def history(request: HttpRequest) -> HttpResponse:
    filters = HistoryFilters(request.GET, asker=asker_of(request))
    found = page_of(request, filters.listed(AuditEvent.objects.all()))
    people = [(str(key), name) for key, name in User.objects.values_list("pk", "full_name")]
    form = bar_of(filters, choices={"person": people, "family": list(FAMILIES.items())})
    lines = [
        Line(event, say(event.kind, event.after), detail_of(event), url_of(event))
        for event in found
    ]
    return render(
        request, "staff/history/history.html", {"form": form, "page": found, "lines": lines}
    )

"""The inbox: what waits for me, what is late, what was done lately."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from common.clock import localdate
from staff.access import staff_page
from staff.inbox.rows import inbox_of

_RECENT_ROWS = 12
_OVERDUE_ROWS = 8


@staff_page()
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    today = localdate(timezone.now())
    found = inbox_of(request.user, today)
    page = {
        "today": today,
        "mine": found.mine,
        "overdue": found.overdue[:_OVERDUE_ROWS],
        "overdue_count": len(found.overdue),
        "recent": found.recent[:_RECENT_ROWS],
    }
    return render(request, "staff/inbox/inbox.html", page)

"""Notices: the list, the overdue ones, the page of one notice."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Permission as P
from common.clock import localdate
from enforcement.filters import NoticeFilters
from enforcement.models import Notice
from enforcement.queries import (
    get_notice,
    notices_for,
    overdue,
    visits_awaiting_notice,
)
from staff.access import staff_page
from staff.filter_bar import asker_of, bar_of
from staff.notices.page import buttons_of, facts_of, paper_facts, queue_of
from staff.paging import page_of


@staff_page(P.NOTICE_VIEW)
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """The list, with what waits for this person's decision on top."""
    today = localdate(timezone.now())
    filters = NoticeFilters(request.GET, asker=asker_of(request))
    shown = page_of(request, filters.listed(notices_for(request.user)))
    on_page = [row.pk for row in shown]
    page = {
        "form": bar_of(filters),
        "page": shown,
        "today": today,
        "late": set(
            Notice.objects.overdue(today).filter(pk__in=on_page).values_list("pk", flat=True)
        ),
        "waiting": len(queue_of(request.user, today)),
        "undrafted": visits_awaiting_notice()[:6] if request.user.has(P.NOTICE_DRAFT) else [],
    }
    return render(request, "staff/notices/notices.html", page)


@staff_page(P.NOTICE_VIEW)
@require_GET
def overdue_notices(request: HttpRequest) -> HttpResponse:
    """Limits that ran out, the latest first, with how late each is."""
    today = localdate(timezone.now())
    rows = overdue(today)
    longest = max((row.days_late for row in rows), default=0)
    page = {"rows": rows, "longest": longest, "today": today}
    return render(request, "staff/notices/overdue.html", page)


@staff_page(P.NOTICE_VIEW)
@require_GET
def notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Facts and steps on the left, the paper on the right."""
    today = localdate(timezone.now())
    found = get_notice(notice_id, user=request.user)
    page = {
        "notice": found,
        "today": today,
        "buttons": buttons_of(found, request.user),
        "may_serve": request.user.has(P.NOTICE_SERVE),
        **facts_of(found, today),
        **paper_facts(found, today),
    }
    return render(request, "staff/notices/notice.html", page)

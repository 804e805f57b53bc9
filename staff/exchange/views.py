"""Events that registers reported wait here for the registry's clerks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission
from audit.queries import history_of
from exchange.filters import RegistryEventFilters
from exchange.models import RegistryEvent
from exchange.queries import events_for
from exchange.services import handle_event, leave_event
from staff.access import staff_page
from staff.exchange.forms import SettleForm
from staff.filter_bar import asker_of, bar_of
from staff.institutions.story import Happening, detail_of
from staff.paging import page_of
from staff.words import say


@staff_page(Permission.INSTITUTION_EDIT)
@require_GET
def events(request: HttpRequest) -> HttpResponse:
    filters = RegistryEventFilters(request.GET, asker=asker_of(request))
    rows = filters.listed(events_for(request.user))
    page = {"form": bar_of(filters), "page": page_of(request, rows)}
    return render(request, "staff/exchange/events.html", page)


@staff_page(Permission.INSTITUTION_EDIT)
@require_GET
def event(request: HttpRequest, event_id: int) -> HttpResponse:
    return _page_of(request, get_object_or_404(events_for(request.user), pk=event_id))


@staff_page(Permission.INSTITUTION_EDIT)
@require_POST
def handle(request: HttpRequest, event_id: int) -> HttpResponse:
    return _settle(request, event_id, handle_event, "已记为处理完毕。")


@staff_page(Permission.INSTITUTION_EDIT)
@require_POST
def leave(request: HttpRequest, event_id: int) -> HttpResponse:
    return _settle(request, event_id, leave_event, "已记为无需处理。")


def _settle(
    request: HttpRequest, event_id: int, verb: Callable[..., Any], words: str
) -> HttpResponse:
    row = get_object_or_404(events_for(request.user), pk=event_id)
    form = SettleForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        if form.run(verb, row.pk, **given, by=request.user, at=timezone.now()):
            messages.success(request, words)
            return redirect("staff:registry-event", row.pk)
    return _page_of(request, row, form=form)


def _page_of(request: HttpRequest, row: RegistryEvent, **refused: Any) -> HttpResponse:
    page = {
        "event": row,
        "form": SettleForm(None) if row.state == "waiting" else None,
        "story": [
            Happening(one.at, say(one.kind), detail_of(one), one.actor_name)
            for one in history_of(row)
        ],
        **refused,
    }
    return render(request, "staff/exchange/event.html", page, status=422 if refused else 200)

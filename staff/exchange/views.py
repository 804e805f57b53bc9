"""Events that registers reported wait here for the registry's clerks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission
from assignments.queries import visible_to
from audit.queries import history_of
from exchange.filters import RegistryEventFilters
from exchange.models import RegistryEvent
from exchange.queries import events_for, files_for
from exchange.services import attach_file, handle_event, leave_event
from exchange.states import MOST_MB
from staff.access import staff_page
from staff.exchange.forms import AttachForm, SettleForm
from staff.files import content_of
from staff.filter_bar import asker_of, bar_of
from staff.institutions.story import Happening, detail_of
from staff.paging import page_of
from staff.words import say

_EITHER = (Permission.ASSIGNMENT_ASK, Permission.ASSIGNMENT_ANSWER)


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


@staff_page(*_EITHER)
@require_GET
def file(request: HttpRequest, attached_id: int) -> HttpResponse:
    """One file of an assignment that the person may see."""
    one = get_object_or_404(files_for(request.user), pk=attached_id)
    response = HttpResponse(one.file.content, content_type=one.file.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(one.name)}"
    return response


@staff_page(*_EITHER)
@require_POST
def attach(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Put a file to an assignment, for the other side to fetch."""
    assignment = get_object_or_404(visible_to(request.user), pk=assignment_id)
    form = AttachForm(request.POST, request.FILES)
    if form.is_valid():
        sent = form.cleaned_data["file"]
        given = {"name": sent.name or "附件", "by": request.user, "at": timezone.now()}
        if form.run(attach_file, assignment.pk, content_of(sent, most_mb=MOST_MB), **given):
            messages.success(request, f"附件“{sent.name}”已添加，对方可以取用。")
    for words in form.errors.values():
        messages.error(request, "".join(words))
    return redirect("staff:assignment", assignment.pk)


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

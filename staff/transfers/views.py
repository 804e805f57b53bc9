"""Transfers on their pages: the list with its figures, one transfer, each act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from accounts.permissions import Permission as P
from audit.queries import history_of
from common.clock import localdate
from common.errors import NotFound
from staff.access import staff_page
from staff.buttons import Button
from staff.files import file_response
from staff.filter_bar import asker_of, bar_of
from staff.institutions.story import Happening, detail_of
from staff.notices.intake import keep_scan
from staff.paging import page_of
from staff.transfers.acts import ACTS, Act, may, verb_facts
from staff.words import say
from transfers.filters import TransferFilters
from transfers.models import Transfer
from transfers.queries import clocks_of, figures, open_link_of, transfers_for
from transfers.states import WITH_RECEIVER

READERS = (P.CASE_VIEW, P.ASSIGNMENT_ANSWER)
_TILES = (
    *(("sent", "已移送"), ("unreceived", "待签收"), ("received", "已签收"), ("accepted", "已受理")),
    *(
        ("returned", "不予受理"),
        ("reported", "已反馈"),
        ("handed_back", "移回"),
        ("closed", "已办结"),
    ),
)


@staff_page(*READERS)
@require_GET
def transfers(request: HttpRequest) -> HttpResponse:
    """Those that a person may see, the newest first, and their figures."""
    now = timezone.now()
    filters = TransferFilters(request.GET, asker=asker_of(request))
    rows = filters.listed(transfers_for(request.user))
    found = figures(rows, localdate(now))
    page = {
        "form": bar_of(filters),
        "page": page_of(request, rows),
        "tiles": [(label, getattr(found, name)) for name, label in _TILES],
        "figures": found,
        "today": localdate(now),
        "may_add": request.user.has(P.CASE_HANDLE),
    }
    return render(request, "staff/transfers/transfers.html", page)


@staff_page(*READERS)
@require_GET
def transfer(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """One transfer: what went, what came back, its clocks and its story."""
    found, user = _found(request, transfer_id), request.user
    is_staff = user.has(P.CASE_VIEW)
    page = {
        "transfer": found,
        "today": localdate(timezone.now()),
        "files": list(found.files.select_related("file")),
        "findings": found.findings.select_related("finding__visit") if is_staff else [],
        "clocks": clocks_of(found) if is_staff else [],
        "buttons": _buttons(found, user),
        "may_link": user.has(P.CASE_HANDLE) and found.state in WITH_RECEIVER,
        "link": open_link_of(found) if user.has(P.CASE_HANDLE) else None,
        "story": _story(found),
        "is_staff": is_staff,
    }
    return render(request, "staff/transfers/transfer.html", page)


def act_view(act: Act) -> Callable[..., HttpResponseBase]:
    """The page of one act: its form, its verb, one sentence, back to the transfer."""

    @staff_page(*act.permissions)
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, transfer_id: int) -> HttpResponse:
        found = _found(request, transfer_id)
        is_sent = request.method == "POST"
        sent = {"data": request.POST, "files": request.FILES} if is_sent else {}
        form = act.form(**sent)
        if form.is_valid() and form.run(_do, act, found, form.cleaned_data, request.user):
            messages.success(request, act.done)
            return redirect("staff:transfer", found.pk)
        page = {"form": form, "act": act, "transfer": found}
        status = 422 if form.is_bound else 200
        return render(request, "staff/transfers/form.html", page, status=status)

    return view


def _do(act: Act, found: Transfer, typed: dict[str, Any], user: User) -> Transfer:
    at, facts = timezone.now(), verb_facts(act, typed)
    if "file" in typed:
        facts["receipt"] = keep_scan(typed["file"], at=at)
    return act.verb(found.pk, **facts, by=user, at=at)


@staff_page(*READERS)
@require_GET
def material(request: HttpRequest, transfer_id: int, file_no: int) -> HttpResponse:
    """One file of the material list, for both sides."""
    row = _found(request, transfer_id).files.select_related("file").filter(no=file_no).first()
    if row is None:
        raise NotFound(what="这份材料")
    return file_response(row.file, name=row.name)


@staff_page(*READERS)
@require_GET
def receipt(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """The signed receipt as it was stored."""
    found = _found(request, transfer_id)
    if found.receipt_file is None:
        raise NotFound(what="签字的回执")
    return file_response(found.receipt_file)


@staff_page(*READERS)
@require_GET
def letter(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """The printed letter, which the receiver has no other page for."""
    found = _found(request, transfer_id)
    document = found.paper.document if found.paper else None
    if document is None:
        raise NotFound(what="移送函")
    return file_response(document)


def _found(request: HttpRequest, transfer_id: int) -> Transfer:
    rows = transfers_for(request.user).select_related("receipt_file", "paper__document")
    found: Transfer = get_object_or_404(rows, pk=transfer_id)
    return found


def _buttons(row: Transfer, user: User) -> list[Button]:
    return [
        Button(reverse(f"staff:transfer-{act.slug}", args=[row.pk]), act.title, act.icon, act.look)
        for act in ACTS
        if may(act, row, user)
    ]


def _story(row: Transfer) -> list[Happening]:
    """Everything that was done with the row, newest first."""
    return [
        Happening(event.at, say(event.kind, event.after), detail_of(event), event.actor_name)
        for event in history_of(row)
    ]

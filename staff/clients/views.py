"""Machines of partners, for the security administrator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Permission
from audit.queries import history_of
from clients.models import Client, ClientSecret
from clients.queries import last_calls, use_of
from clients.scopes import SCOPES
from clients.services import (
    Registered,
    change_client,
    register_client,
    renew_secret,
    revoke_client,
)
from common.clock import localdate
from staff.access import staff_page
from staff.clients.forms import LimitsForm, NewClientForm, RenewForm, RevokeForm
from staff.institutions.story import Happening, detail_of
from staff.words import say

_HISTORY_ROWS = 30


@staff_page(Permission.CLIENT_MANAGE)
@require_GET
def clients(request: HttpRequest) -> HttpResponse:
    """Every machine that was ever let in; there are a few dozen at most."""
    called = last_calls()
    rows = Client.objects.select_related("user__department").order_by("revoked_at", "name", "pk")
    page = {
        "rows": [(row, called.get(row.pk)) for row in rows],
        "today": localdate(timezone.now()),
    }
    return render(request, "staff/clients/clients.html", page)


@staff_page(Permission.CLIENT_MANAGE)
@never_cache
@require_http_methods(["GET", "POST"])
def new_client(request: HttpRequest) -> HttpResponse:
    form = NewClientForm(request.POST or None)
    if form.is_valid():
        given = dict(form.cleaned_data)
        made = form.run(
            register_client, given.pop("code"), **given, by=request.user, at=timezone.now()
        )
        if made:
            return _secret(request, made)
    page = {"form": form, "heading": "登记接口客户端", "button": "登记并生成密钥"}
    return render(request, "staff/clients/form.html", page, status=422 if form.is_bound else 200)


@staff_page(Permission.CLIENT_MANAGE)
@require_GET
def client(request: HttpRequest, client_id: int) -> HttpResponse:
    return _page_of(request, _get(client_id))


@staff_page(Permission.CLIENT_MANAGE)
@require_POST
def change(request: HttpRequest, client_id: int) -> HttpResponse:
    row = _get(client_id)
    form = LimitsForm.of(row, request.POST)
    if form.is_valid():
        given = form.cleaned_data
        if form.run(change_client, row.pk, **given, by=request.user, at=timezone.now()):
            messages.success(request, f"{row.name}的限制已保存，对已发放的令牌同样生效。")
            return redirect("staff:client", row.pk)
    return _page_of(request, row, form=form)


@staff_page(Permission.CLIENT_MANAGE)
@never_cache
@require_POST
def renew(request: HttpRequest, client_id: int) -> HttpResponse:
    """Make another secret and show it once; it is stored nowhere."""
    row = _get(client_id)
    form = RenewForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        made = form.run(renew_secret, row.pk, **given, by=request.user, at=timezone.now())
        if made:
            return _secret(request, made)
    return _page_of(request, row, renew_form=form)


@staff_page(Permission.CLIENT_MANAGE)
@require_POST
def revoke(request: HttpRequest, client_id: int) -> HttpResponse:
    row = _get(client_id)
    form = RevokeForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        if form.run(revoke_client, row.pk, **given, by=request.user, at=timezone.now()):
            messages.success(request, f"{row.name}已吊销，令牌和密钥立即失效。")
            return redirect("staff:client", row.pk)
    return _page_of(request, row, revoke_form=form)


def _secret(request: HttpRequest, made: Registered) -> HttpResponse:
    page = {
        "client": made.client,
        "secret": made.secret,
        "docs": request.build_absolute_uri("/api/v1/docs/"),
    }
    return render(request, "staff/clients/secret.html", page)


def _get(client_id: int) -> Client:
    rows = Client.objects.select_related("user__department", "registered_by", "revoked_by")
    return get_object_or_404(rows, pk=client_id)


def _page_of(request: HttpRequest, row: Client, **refused: Any) -> HttpResponse:
    """The page of a client, with the form that was refused among the others."""
    now = timezone.now()
    forms = {
        "form": LimitsForm.of(row, None),
        "renew_form": RenewForm(None),
        "revoke_form": RevokeForm(None),
    }
    page = {
        "client": row,
        "scopes": [SCOPES[code] for code in row.scopes if code in SCOPES],
        "secrets": ClientSecret.objects.filter(client=row).select_related("made_by"),
        "now": now,
        "today": localdate(now),
        "use": use_of(row, at=now),
        "story": _story(row),
        **(forms if row.revoked_at is None else {}),
        **refused,
    }
    status = 422 if refused else 200
    return render(request, "staff/clients/client.html", page, status=status)


def _story(row: Client) -> list[Happening]:
    return [
        Happening(event.at, say(event.kind), detail_of(event), event.actor_name)
        for event in history_of(row)[:_HISTORY_ROWS]
    ]

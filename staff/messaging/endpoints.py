"""Endpoints of webhooks: registered by the security administrator, their log for both sides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.permissions import Permission as P
from messaging.models import Endpoint
from messaging.queries import deliveries_for, endpoints_for
from messaging.services import (
    change_endpoint,
    pause_endpoint,
    register_endpoint,
    replay,
    resume_endpoint,
    retire_endpoint,
    retry_delivery,
    rotate_secret,
    try_endpoint,
)
from messaging.states import ENDPOINT, EndpointState, EventKind
from staff.access import staff_page
from staff.buttons import Button, may_move
from staff.forms import StaffForm
from staff.messaging.forms import EndpointForm, PauseForm, ReplayForm
from staff.paging import FirstRows, page_of

VIEW = (P.ENDPOINT_MANAGE, P.ENDPOINT_VIEW)


@staff_page(*VIEW)
@require_GET
def endpoints(request: HttpRequest) -> HttpResponse:
    """Every endpoint, or those of one's own department, with how they fare."""
    page = {
        "endpoints": endpoints_for(request.user),
        "may_add": request.user.has(P.ENDPOINT_MANAGE),
    }
    return render(request, "staff/messaging/endpoints.html", page)


@staff_page(*VIEW)
@require_GET
def endpoint(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """One endpoint and its log: every delivery with every try."""
    found = _found(request, endpoint_id)
    log = deliveries_for(request.user).filter(endpoint=found)
    page = {
        "endpoint": found,
        "kinds": [EventKind(kind).label for kind in found.kinds],
        "secrets": found.secrets.all(),
        "page": page_of(request, FirstRows(log)),
        "buttons": _buttons(found, request.user),
        "may_manage": request.user.has(P.ENDPOINT_MANAGE),
        "is_retired": found.state == EndpointState.RETIRED,
        "now": timezone.now(),
    }
    return render(request, "staff/messaging/endpoint.html", page)


@staff_page(P.ENDPOINT_MANAGE)
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = EndpointForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = form.run(register_endpoint, form.told(), by=request.user, at=timezone.now())
        if made:
            return _secret_once(request, *made)
    return _form(request, form, "登记推送地址", "登记")


@staff_page(P.ENDPOINT_MANAGE)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    found = _found(request, endpoint_id)
    known = {
        "name": found.name,
        "department": found.department_id,
        "url": found.url,
        "kinds": found.kinds,
    }
    form = EndpointForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid() and form.run(
        change_endpoint, found.pk, form.told(), by=request.user, at=timezone.now()
    ):
        messages.success(request, "已保存。")
        return redirect("staff:endpoint", found.pk)
    return _form(request, form, "修改推送地址", "保存", found)


@staff_page(P.ENDPOINT_MANAGE)
@require_http_methods(["GET", "POST"])
def pause(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    found = _found(request, endpoint_id)
    form = PauseForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.run(
        pause_endpoint, found.pk, **form.cleaned_data, by=request.user, at=timezone.now()
    ):
        messages.success(request, "已暂停推送，其间的事件留待恢复后推送。")
        return redirect("staff:endpoint", found.pk)
    return _form(request, form, "暂停推送", "暂停", found)


@staff_page(P.ENDPOINT_MANAGE)
@require_http_methods(["GET", "POST"])
def replay_from(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    found = _found(request, endpoint_id)
    form = ReplayForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = {"by": request.user, "at": timezone.now()}
        count = form.run(replay, found.pk, after=form.cleaned_data["after"], **told)
        if count is not None:
            messages.success(request, f"{count}个事件已排队，编号与第一次相同。")
            return redirect("staff:endpoint", found.pk)
    return _form(request, form, "重新推送", "重新推送", found)


@staff_page(P.ENDPOINT_MANAGE)
@require_POST
def resume(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    found = _found(request, endpoint_id)
    resume_endpoint(found.pk, by=request.user, at=timezone.now())
    messages.success(request, "已恢复推送。")
    return redirect("staff:endpoint", found.pk)


@staff_page(P.ENDPOINT_MANAGE)
@require_POST
def retire(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    found = _found(request, endpoint_id)
    retire_endpoint(found.pk, by=request.user, at=timezone.now())
    messages.success(request, "已注销，推送记录留存。")
    return redirect("staff:endpoint", found.pk)


@staff_page(P.ENDPOINT_MANAGE)
@require_POST
def try_out(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    found = _found(request, endpoint_id)
    try_endpoint(found.pk, by=request.user, at=timezone.now())
    messages.success(request, "已发出测试推送，结果见推送记录。")
    return redirect("staff:endpoint", found.pk)


@staff_page(P.ENDPOINT_MANAGE)
@never_cache
@require_POST
def rotate(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    found = _found(request, endpoint_id)
    secret = rotate_secret(found.pk, by=request.user, at=timezone.now())
    return _secret_once(request, found, secret)


@staff_page(P.ENDPOINT_MANAGE)
@require_POST
def retry(request: HttpRequest, delivery_id: int) -> HttpResponse:
    row = get_object_or_404(deliveries_for(request.user), pk=delivery_id)
    retry_delivery(row.pk, by=request.user, at=timezone.now())
    messages.success(request, "已重新排队。")
    return redirect("staff:endpoint", row.endpoint_id)


def _found(request: HttpRequest, endpoint_id: int) -> Endpoint:
    found: Endpoint = get_object_or_404(endpoints_for(request.user), pk=endpoint_id)
    return found


def _secret_once(request: HttpRequest, made: Endpoint, secret: str) -> HttpResponse:
    """The one page that shows a secret; it is stored encrypted and never shown again."""
    page = {"endpoint": made, "secret": secret}
    return render(request, "staff/messaging/secret.html", page)


def _form(
    request: HttpRequest, form: StaffForm, title: str, button: str, row: Endpoint | None = None
) -> HttpResponse:
    back = reverse("staff:endpoint", args=[row.pk]) if row else reverse("staff:endpoints")
    page: dict[str, Any] = {"form": form, "title": title, "button": button, "row": row}
    page |= {"back": back, "crumb": "推送地址", "crumb_url": reverse("staff:endpoints")}
    status = 422 if form.is_bound else 200
    return render(request, "staff/messaging/form.html", page, status=status)


def _buttons(row: Endpoint, user: User) -> list[Button]:
    """What this person may do with it now."""
    if not user.has(P.ENDPOINT_MANAGE) or row.state == EndpointState.RETIRED:
        return []
    moves = (
        ("resume", _send("resume", row, "恢复推送", "circle-check", "primary")),
        ("pause", _to("pause", row, "暂停", "player-stop")),
        ("retire", _send("retire", row, "注销", "trash", "bad", "注销后不能恢复。")),
    )
    shown = [
        _to("change", row, "修改", "edit"),
        _to("replay", row, "重新推送", "rotate"),
        _send("rotate", row, "更换密钥", "key", ask="原密钥一天后失效，确定更换？"),
    ]
    if row.state == EndpointState.ACTIVE:
        shown.insert(0, _send("try", row, "测试", "send"))
    return shown + [button for action, button in moves if may_move(ENDPOINT, row, action, user)]


def _to(action: str, row: Endpoint, label: str, icon: str) -> Button:
    return Button(reverse(f"staff:endpoint-{action}", args=[row.pk]), label, icon)


def _send(
    action: str, row: Endpoint, label: str, icon: str, look: str = "plain", ask: str = ""
) -> Button:
    url = reverse(f"staff:endpoint-{action}", args=[row.pk])
    return Button(url, label, icon, look, is_post=True, ask=ask)

"""Circulars of facts: drafted, approved by somebody else, taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.permissions import Permission as P
from staff.access import staff_page
from staff.buttons import Button, may_move
from staff.supervision.forms import CircularForm, WhyForm
from staff.supervision.page import Ask, form_page, sent, story_of, to
from supervision.models import Circular
from supervision.queries import circulars_for
from supervision.services import (
    discard_circular,
    draft_circular,
    publish_circular,
    withdraw_circular,
)
from supervision.states import CIRCULAR

_DRAFT = Ask(
    "circular",
    "起草通报",
    "保存草稿",
    "已保存通报草稿，待其他人批准。",
    "通报只陈述事实和要求；通报批评属于行政处罚，须立案后作出决定。",
)
_WITHDRAW = Ask("circular", "撤回通报", "撤回通报", "已撤回通报，原文留存。", look="bad")


@staff_page(P.INTERVIEW_HOLD)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Draft a circular; a link from an institution's page ticks that institution."""
    ticked = request.GET.getlist("institution")
    form = CircularForm(**sent(request), user=request.user, initial={"institutions": ticked})

    def run(typed: dict[str, Any]) -> Circular:
        keys = [row.pk for row in typed.pop("institutions")]
        return draft_circular(keys, **typed, by=request.user, at=timezone.now())

    return form_page(request, form, _DRAFT, run)


@staff_page(P.CASE_VIEW)
@require_GET
def circular(request: HttpRequest, circular_id: int) -> HttpResponse:
    """Its words, whom it names, who drafted and approved it."""
    found = _found(request, circular_id)
    is_own_draft = found.state == "draft" and found.drafted_by_id == request.user.pk
    page = {
        "circular": found,
        "named": [row.institution for row in found.named.all()],
        "buttons": _buttons(found, request.user),
        "is_own_draft": is_own_draft and request.user.has(P.SUPERVISION_LIST),
        "story": story_of(found),
    }
    return render(request, "staff/supervision/circular.html", page)


@staff_page(P.SUPERVISION_LIST)
@require_POST
def publish(request: HttpRequest, circular_id: int) -> HttpResponse:
    """Approve it; from here on its words stay."""
    found = _found(request, circular_id)
    publish_circular(found.pk, by=request.user, at=timezone.now())
    messages.success(request, "已批准通报。")
    return redirect("staff:circular", found.pk)


@staff_page(P.SUPERVISION_LIST)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, circular_id: int) -> HttpResponse:
    """Take it back, with the reason."""
    found = _found(request, circular_id)

    def run(typed: dict[str, Any]) -> Circular:
        return withdraw_circular(found.pk, **typed, by=request.user, at=timezone.now())

    return form_page(request, WhyForm(**sent(request)), _WITHDRAW, run, found)


@staff_page(P.INTERVIEW_HOLD)
@require_POST
def discard(request: HttpRequest, circular_id: int) -> HttpResponse:
    """Give a draft up."""
    found = _found(request, circular_id)
    discard_circular(found.pk, by=request.user, at=timezone.now())
    messages.success(request, "已弃用通报草稿。")
    return redirect("staff:circular", found.pk)


def _found(request: HttpRequest, circular_id: int) -> Circular:
    rows = circulars_for(request.user).select_related("drafted_by", "published_by", "withdrawn_by")
    found: Circular = get_object_or_404(rows, pk=circular_id)
    return found


def _buttons(row: Circular, user: User) -> list[Button]:
    """Nobody is offered to approve what he drafted."""
    is_own = row.drafted_by_id == user.pk
    wanted = (
        (
            "publish",
            _send("publish", row, "批准通报", "gavel", "primary", "批准后内容不能再修改。"),
        ),
        ("withdraw", to("circular-withdraw", row, "撤回通报", "ban", "bad")),
        ("discard", _send("discard", row, "弃用", "trash", "bad", "弃用这份草稿？")),
    )
    return [
        button
        for action, button in wanted
        if may_move(CIRCULAR, row, action, user) and not (action == "publish" and is_own)
    ]


def _send(action: str, row: Circular, label: str, icon: str, look: str, ask: str) -> Button:
    url = reverse(f"staff:circular-{action}", args=[row.pk])
    return Button(url, label, icon, look, is_post=True, ask=ask)

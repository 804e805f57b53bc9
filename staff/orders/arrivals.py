"""A paper that came from a phone and does not fit: a person reads it and decides."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission as P
from enforcement.models import OrderArrival
from enforcement.queries import get_arrival
from enforcement.services import accept_arrival, refuse_arrival
from enforcement.states import ArrivalState
from staff.access import staff_page
from staff.orders.forms import WhyForm


@staff_page(P.NOTICE_VIEW, P.ORDER_RELEASE)
@require_GET
def arrival(request: HttpRequest, arrival_id: int) -> HttpResponse:
    """The paper as it came, and what speaks against it."""
    return _page(request, get_arrival(arrival_id, user=request.user), WhyForm())


@staff_page(P.ORDER_RELEASE)
@require_POST
def accept(request: HttpRequest, arrival_id: int) -> HttpResponse:
    """It stands: it becomes a served notice."""
    return _settle(request, arrival_id, accept_arrival, "已采用，文书按回传内容入库并印制。")


@staff_page(P.ORDER_RELEASE)
@require_POST
def refuse(request: HttpRequest, arrival_id: int) -> HttpResponse:
    """It does not stand; the paper stays on record and its number is voided."""
    return _settle(request, arrival_id, refuse_arrival, "不予采用，回传内容留存。")


def _settle(
    request: HttpRequest, arrival_id: int, verb: Callable[..., OrderArrival], done: str
) -> HttpResponse:
    found = get_arrival(arrival_id, user=request.user)
    form = WhyForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if form.run(verb, found.pk, reason=reason, by=request.user, at=timezone.now()):
            messages.success(request, done)
            return redirect("staff:order-release", found.order.release_id)
    return _page(request, found, form)


def _page(request: HttpRequest, found: OrderArrival, form: WhyForm) -> HttpResponse:
    paper = found.payload
    page = {
        "arrival": found,
        "order": found.order,
        "form": form,
        "party": _texts(paper.get("party")),
        "paragraphs": _list(paper.get("paragraphs")),
        "findings": [one for one in _list(paper.get("findings")) if isinstance(one, dict)],
        "others": [*_list(paper.get("basis")), *_list(paper.get("orders"))],
        "deadline": paper.get("deadline_text", ""),
        "handover": _texts(found.filled.get("handover")),
        "may_settle": found.state == ArrivalState.WAITING and request.user.has(P.ORDER_RELEASE),
    }
    return render(request, "staff/orders/arrival.html", page)


def _list(value: object) -> list:
    """What should be a list; an altered paper may hold anything."""
    return value if isinstance(value, list) else []


def _texts(value: object) -> dict:
    return value if isinstance(value, dict) else {}

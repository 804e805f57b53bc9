"""Alerts: the list by colour, one of them, and what a person does about it."""

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
from common.clock import localdate
from funds.filters import AlertFilters
from funds.models import Alert
from funds.queries import alerts_for
from funds.services import close_alert, handle_alert
from funds.states import ALERT
from staff.access import staff_page
from staff.buttons import Button, may_move
from staff.filter_bar import asker_of, bar_of
from staff.funds.forms import CloseAlertForm
from staff.funds.page import Ask, form_page, room, sent, story_of
from staff.paging import page_of

# Whoever asks by one of these means closed ones too, unless he says otherwise.
_SAYS_WHICH = {"pick", "state", "account"}


@staff_page(P.FUND_VIEW)
@require_GET
def alerts(request: HttpRequest) -> HttpResponse:
    """What is open, red before yellow; asked for, or of one account, also what was closed."""
    given = request.GET.dict()
    if not _SAYS_WHICH & given.keys():
        given["pick"] = "open"
    filters = AlertFilters(given, asker=asker_of(request))
    shown = {
        "form": bar_of(filters),
        "page": page_of(request, filters.listed(alerts_for(request.user))),
        "today": localdate(timezone.now()),
        **room(request, "fund-alerts"),
    }
    return render(request, "staff/funds/alerts.html", shown)


@staff_page(P.FUND_VIEW)
@require_GET
def alert(request: HttpRequest, alert_id: int) -> HttpResponse:
    """The sentence with its figures, the rule it rests on, how it went, what may be done."""
    found = _found(request, alert_id)
    before = alerts_for(request.user).filter(account=found.account, rule=found.rule)
    page = {
        "alert": found,
        "today": localdate(timezone.now()),
        "buttons": _buttons(found, request.user),
        "before": before.exclude(pk=found.pk).order_by("-opened_at")[:10],
        "story": story_of(found),
    }
    return render(request, "staff/funds/alert.html", page)


@staff_page(P.FUND_BOOK)
@require_POST
def handle(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Say that somebody sees to it."""
    found = _found(request, alert_id)
    handle_alert(found.pk, by=request.user, at=timezone.now())
    messages.success(request, "已登记为处置中。")
    return redirect("staff:fund-alert", found.pk)


@staff_page(P.FUND_APPROVE)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Judge, with words, that it needs nothing more."""
    found = _found(request, alert_id)
    url = reverse("staff:fund-alert", args=[found.pk])

    def run(typed: dict[str, Any]) -> Alert:
        because = typed["because"]
        return close_alert(found.pk, because=because, by=request.user, at=timezone.now())

    ask = Ask(
        "解除预警",
        "解除",
        "circle-check",
        url,
        (("预警", reverse("staff:fund-alerts")), (str(found.get_rule_display()), url)),
        found.sentence,
    )
    form = CloseAlertForm(**sent(request))
    return form_page(request, form, ask, run, lambda done: ("预警已解除。", url))


def _found(request: HttpRequest, alert_id: int) -> Alert:
    found: Alert = get_object_or_404(alerts_for(request.user), pk=alert_id)
    return found


def _buttons(found: Alert, user: User) -> list[Button]:
    buttons = []
    if may_move(ALERT, found, "handle", user):
        url = reverse("staff:fund-alert-handle", args=[found.pk])
        buttons.append(Button(url, "开始处置", "progress-check", "primary", is_post=True))
    if may_move(ALERT, found, "close", user):
        url = reverse("staff:fund-alert-close", args=[found.pk])
        buttons.append(Button(url, "解除", "circle-check"))
    return buttons

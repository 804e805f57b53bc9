"""Listed follow-up (挂单督战): the list, one problem with its progress, what may be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Permission as P
from audit.queries import history_of
from common.clock import localdate
from inspections.filters import ListedFilters
from inspections.models import ListedProblem
from inspections.queries import campaigns_for, get_listed, listed_for
from inspections.services import (
    list_problem,
    move_deadline,
    note_progress,
    strike_off,
    take_down,
)
from inspections.states import ListedState
from staff.access import staff_page
from staff.campaigns.listing_forms import DeadlineForm, EndForm, ListedForm, ProgressForm
from staff.filter_bar import asker_of, bar_of
from staff.forms import StaffForm
from staff.institutions.story import Happening, detail_of
from staff.paging import page_of
from staff.words import say

_LOOK = (P.CAMPAIGN_VIEW, P.ASSIGNMENT_ANSWER)


@staff_page(*_LOOK)
@require_GET
def listed_problems(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """All problems of a campaign that leaders watch over, as far as this person may see them."""
    campaign = get_object_or_404(campaigns_for(request.user), pk=campaign_id)
    filters = ListedFilters(request.GET, asker=asker_of(request))
    rows = listed_for(request.user).filter(campaign=campaign)
    today = localdate(timezone.now())
    page = {
        "campaign": campaign,
        "form": bar_of(filters),
        "page": page_of(request, filters.listed(rows).order_by("state", "due_on", "no")),
        "today": today,
        "open": rows.open().count(),
        "overdue": rows.overdue(today).count(),
        "struck_off": rows.filter(state=ListedState.STRUCK_OFF).count(),
        "may_manage": request.user.has(P.CAMPAIGN_MANAGE),
    }
    return render(request, "staff/campaigns/listed_problems.html", page)


@staff_page(P.CAMPAIGN_MANAGE)
@require_http_methods(["GET", "POST"])
def list_new(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """List a problem."""
    campaign = get_object_or_404(campaigns_for(request.user), pk=campaign_id)
    form = ListedForm(request.POST or None, campaign=campaign, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        listed = form.run(
            list_problem,
            facts["target"].pk,
            problem=facts["problem"],
            owner_id=facts["owner"].pk,
            leader_id=facts["leader"].pk,
            due_on=facts["due_on"],
            by=request.user,
            at=timezone.now(),
        )
        if listed:
            messages.success(request, f"已列为督战单{listed.no}号。")
            return redirect("staff:listed", listed.pk)
    page = {"campaign": campaign, "form": form, "title": "挂单督战", "label": "列单"}
    return render(request, "staff/campaigns/form.html", page)


@staff_page(*_LOOK)
@require_GET
def listed(request: HttpRequest, listed_id: int) -> HttpResponse:
    """One problem: who, until when, what was done, and what this person may do."""
    return _page(request, get_listed(listed_id, request.user))


@staff_page(*_LOOK)
@require_POST
def progress(request: HttpRequest, listed_id: int) -> HttpResponse:
    """Note what was done."""
    return _do(request, listed_id, "progress", ProgressForm, note_progress, "已登记进展。")


@staff_page(P.CAMPAIGN_MANAGE)
@require_POST
def deadline(request: HttpRequest, listed_id: int) -> HttpResponse:
    """Set another deadline."""
    return _do(request, listed_id, "deadline", DeadlineForm, move_deadline, "已调整期限。")


@staff_page(*_LOOK)
@require_POST
def strike(request: HttpRequest, listed_id: int) -> HttpResponse:
    """The leader is content."""
    return _do(request, listed_id, "end", EndForm, strike_off, "已销号。")


@staff_page(P.CAMPAIGN_MANAGE)
@require_POST
def take(request: HttpRequest, listed_id: int) -> HttpResponse:
    """It should not have been listed."""
    return _do(request, listed_id, "end", EndForm, take_down, "已撤单。")


def _do(
    request: HttpRequest,
    listed_id: int,
    name: str,
    kind: type[StaffForm],
    verb: Callable[..., Any],
    said: str,
) -> HttpResponse:
    """Check the form, call the verb, go back to the problem; refused, stay with what was typed."""
    found = get_listed(listed_id, request.user)
    form = kind(request.POST)
    if form.is_valid():
        done = form.run(verb, found.pk, **form.cleaned_data, by=request.user, at=timezone.now())
        if done:
            messages.success(request, said)
            return redirect("staff:listed", found.pk)
    return _page(request, found, status=422, **{f"{name}_form": form})


def _page(
    request: HttpRequest, found: ListedProblem, *, status: int = 200, **forms: StaffForm
) -> HttpResponse:
    is_open, user = found.state == ListedState.OPEN, request.user
    manages = user.has(P.CAMPAIGN_MANAGE)
    page = {
        "listed": found,
        "today": localdate(timezone.now()),
        "progress": found.progress.select_related("noted_by").order_by("-pk"),
        "story": [
            Happening(event.at, say(event.kind, event.after), detail_of(event), event.actor_name)
            for event in history_of(found)
        ],
        "may_note": is_open and (manages or user.pk in (found.owner_id, found.leader_id)),
        "may_move": is_open and manages,
        "may_strike": is_open
        and user.pk != found.owner_id
        and (manages or user.pk == found.leader_id),
        "progress_form": ProgressForm(),
        "deadline_form": DeadlineForm(),
        "end_form": EndForm(),
        **forms,
    }
    return render(request, "staff/campaigns/listed.html", page, status=status)

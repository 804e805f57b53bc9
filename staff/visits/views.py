"""Visits: the list, planning, the page of one visit and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Permission as P
from common.clock import localdate
from common.errors import NotFound
from draws.services import approve_inspection, plan_or_merge
from inspections.filters import VisitFilters
from inspections.models import Visit
from inspections.queries import (
    findings_for,
    get_visit,
    visits_for,
)
from inspections.services import (
    cancel_visit,
    route_finding,
    void_visit,
)
from staff.access import staff_page
from staff.filter_bar import asker_of, bar_of
from staff.paging import page_of
from staff.visits.forms import PlanVisitForm, ReasonForm, RouteForm
from staff.visits.page import buttons_of, facts_of


@staff_page(P.VISIT_VIEW, P.VISIT_RECORD)
@require_GET
def visits(request: HttpRequest) -> HttpResponse:
    """The list, for a partner only what its department was asked to join."""
    today = localdate(timezone.now())
    filters = VisitFilters(request.GET, asker=asker_of(request))
    rows = filters.listed(visits_for(request.user))
    page = {"form": bar_of(filters), "page": page_of(request, rows), "today": today}
    page["may_plan"] = request.user.has(P.VISIT_PLAN)
    page["may_publish"] = request.user.has(P.DRAW_MANAGE)
    return render(request, "staff/visits/visits.html", page)


@staff_page(P.VISIT_PLAN)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a visit; ``?institution=``, ``?campaign=``, ``?purpose=`` fill in what is known."""
    today = localdate(timezone.now())
    known = {name: request.GET.get(name) for name in ("institution", "campaign", "purpose")}
    first = {**known, "planned_on": today}
    form = PlanVisitForm(request.POST or None, user=request.user, today=today, initial=first)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        plan = form.run(
            plan_or_merge,
            facts["institution"].pk,
            form.wish(),
            merges=facts["merges"],
            planned_on=facts["planned_on"],
            campaign=facts["campaign"],
            officer_ids=[person.pk for person in facts["officers"]],
            partner_departments=list(facts["partners"]),
            by=request.user,
            at=timezone.now(),
        )
        if plan:
            messages.success(request, f"已安排{plan.visit}，等待批准。")
            return redirect("staff:visit", plan.visit_id)
    page = {"form": form, "chosen_officers": form.chosen_officers()}
    return render(request, "staff/visits/plan.html", page)


@staff_page(P.VISIT_VIEW, P.VISIT_RECORD)
@require_GET
def visit(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Everything about one visit."""
    found = get_visit(visit_id, request.user)
    page = {"visit": found, "buttons": buttons_of(found, request.user)}
    return render(request, "staff/visits/visit.html", {**page, **facts_of(found, request.user)})


@staff_page(P.VISIT_APPROVE)
@require_POST
def approve(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Allow a planned visit."""
    found = approve_inspection(visit_id, by=request.user, at=timezone.now())
    messages.success(request, f"已批准{found}。")
    return redirect("staff:visit", found.pk)


@staff_page(P.VISIT_CONFIRM)
@require_http_methods(["GET", "POST"])
def void(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Set a wrong record aside, with the reason."""
    return _with_reason(request, visit_id, void_visit, "作废检查记录", "已作废")


@staff_page(P.VISIT_PLAN)
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Call a planned visit off, with the reason."""
    return _with_reason(request, visit_id, cancel_visit, "取消检查", "已取消")


def _with_reason(
    request: HttpRequest, visit_id: int, verb: Callable[..., Visit], title: str, done: str
) -> HttpResponse:
    found = get_visit(visit_id, request.user)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        ended = form.run(verb, found.pk, reason=reason, by=request.user, at=timezone.now())
        if ended:
            messages.success(request, f"{done}{ended}。")
            return redirect("staff:visit", found.pk)
    page = {"visit": found, "form": form, "title": title}
    return render(request, "staff/visits/reason.html", page)


@staff_page(P.ASSIGNMENT_ASK)
@require_http_methods(["GET", "POST"])
def route(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Hand a finding that is another department's matter to that department."""
    finding = findings_for(request.user).filter(pk=finding_id).first()
    if finding is None:
        raise NotFound(what="这个问题")
    form = RouteForm(request.POST or None, finding=finding)
    if request.method == "POST" and form.is_valid():
        told = {"department": form.cleaned_data["department"], "within": form.within()}
        link = form.run(route_finding, finding.pk, **told, by=request.user, at=timezone.now())
        if link:
            messages.success(request, f"已移交{told['department']}。")
            return redirect("staff:visit", finding.visit_id)
    return render(request, "staff/visits/route.html", {"finding": finding, "form": form})

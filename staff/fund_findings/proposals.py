"""Visits that red figures propose: a person plans them by the rules on visits, or declines."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Permission as P
from common.clock import localdate
from inspections.states import VisitPurpose
from staff.access import staff_page
from staff.fund_findings.forms import DeclineForm
from staff.fund_findings.page import Ask, buttons_of_proposal, form_page, sent
from staff.paging import page_of
from staff.visits.forms import PlanVisitForm
from supervision.models import FundVisit
from supervision.queries import fund_visits_for
from supervision.services import accept_fund_visit, decline_fund_visit

_DECLINE = Ask("不予安排检查", "不予安排", "已记录不予安排的理由。", look="bad")


@staff_page(P.FUND_VIEW)
@require_GET
def proposals(request: HttpRequest) -> HttpResponse:
    """Those that wait first, then what became of the others."""
    rows = fund_visits_for(request.user).order_by("decided_at", "-proposed_at")
    page = page_of(request, rows)
    buttons = {row.pk: buttons_of_proposal(row, request.user) for row in page}
    lines = [(row, buttons[row.pk]) for row in page]
    waiting = fund_visits_for(request.user).waiting().count()
    told = {"page": page, "lines": lines, "waiting": waiting}
    return render(request, "staff/fund_findings/proposals.html", told)


@staff_page(P.VISIT_PLAN)
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, fund_visit_id: int) -> HttpResponse:
    """Plan the visit with the form of every visit; the institution is the proposal's."""
    found, now = _found(request, fund_visit_id), timezone.now()
    first = {
        "institution": found.institution_id,
        "planned_on": localdate(now),
        "purpose": VisitPurpose.ROUTINE,
        "cause": found.sentence[:200],
        "merges": True,
    }
    form = PlanVisitForm(sent(request), user=request.user, today=localdate(now), initial=first)
    form.fields["institution"].disabled = True
    if form.is_valid():
        facts = form.cleaned_data
        done = form.run(
            accept_fund_visit,
            found.pk,
            form.wish(),
            planned_on=facts["planned_on"],
            officer_ids=[person.pk for person in facts["officers"]],
            campaign=facts["campaign"],
            partner_departments=list(facts["partners"]),
            merges=facts["merges"],
            by=request.user,
            at=now,
        )
        if done:
            messages.success(request, f"已安排{done.visit}，等待批准。")
            return redirect("staff:visit", done.visit_id)
    page = {"form": form, "chosen_officers": form.chosen_officers()}
    return render(request, "staff/visits/plan.html", page)


@staff_page(P.FUND_APPROVE)
@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, fund_visit_id: int) -> HttpResponse:
    """No visit, with the reason."""
    found = _found(request, fund_visit_id)

    def run(typed: dict[str, Any]) -> Model:
        return decline_fund_visit(found.pk, **typed, by=request.user, at=timezone.now())

    form, back = DeclineForm(sent(request)), reverse("staff:fund-visits")
    return form_page(request, form, _DECLINE, run, about=found, back=back)


def _found(request: HttpRequest, fund_visit_id: int) -> FundVisit:
    row: FundVisit = get_object_or_404(fund_visits_for(request.user), pk=fund_visit_id)
    return row

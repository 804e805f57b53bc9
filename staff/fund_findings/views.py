"""Findings on prepaid money: the list, one of them, and what a person does about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Permission as P
from cases.models import FundClue
from cases.services import clue_from_finding
from common.clock import localdate
from funds.filters_of_findings import FundFindingFilters
from funds.models import FundFinding
from funds.queries import findings_for
from funds.services import ask_about_finding, close_finding, handle_finding
from funds.states import AlertState
from staff.access import staff_page
from staff.filter_bar import asker_of, bar_of
from staff.fund_findings.forms import AskForm, CloseForm, ClueForm
from staff.fund_findings.page import Ask, buttons_of, buttons_of_proposal, form_page, sent
from staff.paging import page_of
from staff.supervision.page import story_of
from supervision.queries import fund_visits_for

_CLOSE = Ask("解除预收费问题", "解除", "已解除。", "写明核实和处置的情况；情形加深时会再次提示。")
_ASK = Ask("交部门办理", "交办", "已交部门办理。", "办理期限按本县设定，对方在“协办事项”中答复。")
_CLUE = Ask("登记案件线索", "登记", "已登记为案件线索。", "只登记线索；是否立案由核查后决定。")


@staff_page(P.FUND_VIEW)
@require_GET
def findings(request: HttpRequest) -> HttpResponse:
    """What the rules found, the newest first; those that are open unless asked otherwise."""
    filters = FundFindingFilters(request.GET, asker=asker_of(request))
    rows = findings_for(request.user)
    if not request.GET.get("state"):
        rows = rows.exclude(state=AlertState.CLOSED)
    page = {
        "form": bar_of(filters),
        "page": page_of(request, filters.listed(rows)),
        "waiting": fund_visits_for(request.user).waiting().count(),
    }
    return render(request, "staff/fund_findings/findings.html", page)


@staff_page(P.FUND_VIEW)
@require_GET
def finding(request: HttpRequest, fund_finding_id: int) -> HttpResponse:
    """The sentence, its figures and rule, what was asked of whom, what came of it."""
    found = _found(request, fund_finding_id)
    proposal = fund_visits_for(request.user).filter(finding=found).first()
    page = {
        "finding": found,
        "tasks": found.tasks.select_related("assignment__asked_of"),
        "proposal": proposal,
        "proposal_buttons": buttons_of_proposal(proposal, request.user) if proposal else [],
        "clue": FundClue.objects.filter(finding=found).select_related("case").first(),
        "may_see_case": request.user.has(P.CASE_VIEW),
        "may_see_institution": request.user.has(P.INSTITUTION_VIEW),
        "buttons": buttons_of(found, request.user),
        "story": story_of(found),
    }
    return render(request, "staff/fund_findings/finding.html", page)


@staff_page(P.FUND_BOOK)
@require_POST
def handle(request: HttpRequest, fund_finding_id: int) -> HttpResponse:
    """Somebody sees to it."""
    found = handle_finding(_found(request, fund_finding_id).pk, by=request.user, at=timezone.now())
    messages.success(request, "已开始处置。")
    return redirect("staff:fund-finding", found.pk)


@staff_page(P.FUND_APPROVE)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, fund_finding_id: int) -> HttpResponse:
    """Judge that it needs nothing more."""
    found = _found(request, fund_finding_id)

    def run(typed: dict[str, Any]) -> Model:
        return close_finding(found.pk, **typed, by=request.user, at=timezone.now())

    return _form(request, CloseForm(sent(request)), _CLOSE, run, found)


@staff_page(P.FUND_BOOK)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, fund_finding_id: int) -> HttpResponse:
    """Ask a department to see to it."""
    found = _found(request, fund_finding_id)

    def run(typed: dict[str, Any]) -> Model:
        department = typed["department"]
        return ask_about_finding(found.pk, department.pk, by=request.user, at=timezone.now())

    return _form(request, AskForm(sent(request)), _ASK, run, found)


@staff_page(P.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def clue(request: HttpRequest, fund_finding_id: int) -> HttpResponse:
    """Register it as a clue of a case."""
    found, now = _found(request, fund_finding_id), timezone.now()
    first = {"cause": f"涉嫌{found.get_rule_display()}", "officers": [request.user.pk]}
    form = ClueForm(sent(request), today=localdate(now), initial=first)

    def run(typed: dict[str, Any]) -> Model:
        officers = [person.pk for person in typed["officers"]]
        cause = typed["cause"]
        return clue_from_finding(found.pk, officers, cause=cause, by=request.user, at=now)

    return _form(request, form, _CLUE, run, found)


def _form(
    request: HttpRequest, form: Any, words: Ask, run: Any, found: FundFinding
) -> HttpResponse:
    back = reverse("staff:fund-finding", args=[found.pk])
    return form_page(request, form, words, run, about=found, back=back)


def _found(request: HttpRequest, fund_finding_id: int) -> FundFinding:
    row: FundFinding = get_object_or_404(findings_for(request.user), pk=fund_finding_id)
    return row

"""A clue or a proposed transfer that was a mistake is taken back with its reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission as P
from common.errors import NotFound
from enforcement.models import Clue, TransferProposal
from enforcement.services import withdraw_clue, withdraw_proposal
from staff.access import staff_page
from staff.visits.forms import ReasonForm


@staff_page(P.NOTICE_DRAFT)
@require_http_methods(["GET", "POST"])
def clue(request: HttpRequest, clue_id: int) -> HttpResponse:
    """Take back a clue; it stays on record."""
    return _page(request, Clue, clue_id, withdraw_clue, "撤回线索")


@staff_page(P.NOTICE_DRAFT)
@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Take back a proposed transfer; it stays on record."""
    return _page(request, TransferProposal, proposal_id, withdraw_proposal, "撤回拟移送")


def _page(
    request: HttpRequest, model: type[Clue | TransferProposal], pk: int, verb: Any, title: str
) -> HttpResponse:
    row = model.objects.visible_to(request.user).filter(pk=pk).first()
    if row is None:
        raise NotFound(what="这项登记")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if form.run(verb, row.pk, reason=reason, by=request.user, at=timezone.now()):
            messages.success(request, "已撤回，原登记留存备查。")
            return redirect("staff:visit", row.finding.visit_id)
    page = {"visit": row.finding.visit, "form": form, "title": title}
    return render(request, "staff/visits/reason.html", page)

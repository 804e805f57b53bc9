"""What the pages of this room share: the form of one verb, buttons, the tabs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission as P
from cases.models import FundClue
from funds.models import FundFinding
from funds.states import FINDING
from staff.buttons import Button, may_move
from staff.forms import StaffForm
from supervision.models import FundVisit
from supervision.states import FUND_VISIT


@dataclass(frozen=True, slots=True)
class Ask:
    """The words around the form of one verb."""

    title: str
    button: str
    done: str
    hint: str = ""
    look: str = "primary"


def sent(request: HttpRequest) -> Any:
    """What a form is bound to: nothing before it is sent, also when it is sent empty."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: HttpRequest,
    form: StaffForm,
    ask: Ask,
    run: Callable[[dict[str, Any]], Model],
    *,
    about: Model,
    back: str,
) -> HttpResponse:
    """The form of a verb about a row, then ``back``; refused, everything typed comes back."""
    if form.is_valid() and form.run(run, form.cleaned_data) is not None:
        messages.success(request, ask.done)
        return redirect(back)
    page = {"form": form, "ask": ask, "about": about, "back": back}
    status = 422 if form.is_bound else 200
    return render(request, "staff/fund_findings/form.html", page, status=status)


def buttons_of(finding: FundFinding, user: User) -> list[Button]:
    """What this person may do with a finding."""
    is_open = FINDING.allows(finding, "close")
    has_case = FundClue.objects.filter(finding=finding).exists()
    wanted = (
        (may_move(FINDING, finding, "handle", user), _post(finding, "handle", "开始处置", "check")),
        (is_open and user.has(P.FUND_BOOK), _to(finding, "ask", "交部门办理", "arrows-exchange")),
        (not has_case and user.has(P.CASE_HANDLE), _to(finding, "clue", "登记线索", "gavel")),
        (may_move(FINDING, finding, "close", user), _to(finding, "close", "解除", "circle-check")),
    )
    return [button for may, button in wanted if may]


def buttons_of_proposal(proposal: FundVisit, user: User) -> list[Button]:
    """Plan the visit, or not."""
    at = [proposal.pk]
    wanted = (
        (
            "accept",
            Button(reverse("staff:fund-visit-accept", args=at), "安排检查", "check", "primary"),
        ),
        ("decline", Button(reverse("staff:fund-visit-decline", args=at), "不予安排", "ban")),
    )
    return [button for action, button in wanted if may_move(FUND_VISIT, proposal, action, user)]


def _to(finding: FundFinding, name: str, label: str, icon: str) -> Button:
    return Button(reverse(f"staff:fund-finding-{name}", args=[finding.pk]), label, icon)


def _post(finding: FundFinding, name: str, label: str, icon: str) -> Button:
    url = reverse(f"staff:fund-finding-{name}", args=[finding.pk])
    return Button(url, label, icon, "primary", is_post=True)

"""Lines of statements: those in suspense, one of them, whose it is, and taking that back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Permission as P
from common.errors import NotFound
from funds.filters import SuspenseFilters
from funds.models import BankLine, Entry
from funds.queries import Suggestion, lines_for, suggestions_for, suspense_for
from funds.services import claim_line, undo_match
from funds.states import MatchWay
from staff.access import staff_page
from staff.filter_bar import asker_of, bar_of
from staff.funds.forms import ClaimForm, WhyForm
from staff.funds.page import Ask, form_page, room, sent, story_of
from staff.paging import page_of


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line in suspense with the contracts that it might pay."""

    line: BankLine
    suggested: list[Suggestion]


@staff_page(P.FUND_VIEW)
@require_GET
def suspense(request: HttpRequest) -> HttpResponse:
    """Money of which nobody knows whose it is, the oldest first."""
    filters = SuspenseFilters(request.GET, asker=asker_of(request))
    page = page_of(request, filters.listed(suspense_for(request.user)))
    suggested = suggestions_for(list(page))
    shown = {
        "form": bar_of(filters),
        "page": page,
        "lines": [Waiting(line, suggested.get(line.pk, [])) for line in page],
        **room(request, "fund-suspense"),
    }
    return render(request, "staff/funds/suspense.html", shown)


@staff_page(P.FUND_VIEW)
@require_GET
def line(request: HttpRequest, bank_line_id: int) -> HttpResponse:
    """What the bank said, where it was booked and why; what a person may do about it."""
    found = _found(request, bank_line_id)
    may_book = request.user.has(P.FUND_BOOK)
    in_suspense = found.matched_by == MatchWay.SUSPENSE
    of_school = found.account.school_id is not None
    page = {
        "line": found,
        "legs": _legs(found),
        "in_suspense": in_suspense,
        "suggested": suggestions_for([found]).get(found.pk, []) if in_suspense else [],
        "may_claim": may_book and in_suspense and found.amount_fen > 0 and not of_school,
        "may_place": may_book and in_suspense and found.amount_fen > 0 and of_school,
        "of_school": of_school,
        "may_undo": may_book and found.entry_id is not None and not in_suspense,
        "story": story_of(found),
    }
    return render(request, "staff/funds/line.html", page)


@staff_page(P.FUND_BOOK)
@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest, bank_line_id: int) -> HttpResponse:
    """Book a line to the contract of an order number: typed in, or a suggestion taken up."""
    found = _found(request, bank_line_id)
    form = ClaimForm(**sent(request), account=found.account)

    def run(typed: dict[str, Any]) -> Entry:
        return claim_line(found.pk, typed["order_no"].pk, by=request.user, at=timezone.now())

    ask = Ask(
        "认领流水",
        "认领",
        "user-check",
        _url(found),
        _crumbs(found),
        "原待查分录将冲正，这笔款项记入该合同的学员预收费。",
    )
    return form_page(request, form, ask, run, lambda done: ("已认领并入账。", _url(found)))


@staff_page(P.FUND_BOOK)
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, bank_line_id: int) -> HttpResponse:
    """Take the match of a line back; it stands in suspense again."""
    found = _found(request, bank_line_id)
    if found.entry_id is None:
        raise NotFound(what="已经入账的流水")
    if found.matched_by == MatchWay.SUSPENSE:
        messages.info(request, "这笔流水已经在待查款项里，没有改动。")
        return redirect(_url(found))

    def run(typed: dict[str, Any]) -> Entry:
        return undo_match(found.pk, reason=typed["reason"], by=request.user, at=timezone.now())

    ask = Ask(
        "撤销对应",
        "撤销",
        "arrow-back-up",
        _url(found),
        _crumbs(found),
        "原分录将冲正，这笔款项回到待查；由它支付的指令重新等待银行流水。",
        "bad",
    )
    form = WhyForm(**sent(request))
    return form_page(request, form, ask, run, lambda done: ("已撤销，列入待查。", _url(found)))


def _found(request: HttpRequest, bank_line_id: int) -> BankLine:
    rows = lines_for(request.user).select_related("statement__file", "account__bank")
    found: BankLine = get_object_or_404(rows, pk=bank_line_id)
    return found


def _legs(found: BankLine) -> Any:
    if found.entry is None:
        return []
    return found.entry.legs.select_related("book__contract").order_by("no")


def _url(found: BankLine) -> str:
    return reverse("staff:fund-line", args=[found.pk])


def _crumbs(found: BankLine) -> tuple[tuple[str, str], ...]:
    return (("待查款项", reverse("staff:fund-suspense")), (str(found), _url(found)))

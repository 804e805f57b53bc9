"""Ledger and bank, day by day: one row an account, one column a day."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Permission as P
from common.clock import localdate
from common.errors import BadInput
from funds.filters import AccountFilters
from funds.queries import accounts_for, board, suspense_for
from funds.states import AccountState
from staff.access import staff_page
from staff.filter_bar import asker_of, bar_of
from staff.funds.forms import DAYS_SHOWN, BoardForm
from staff.funds.page import room
from staff.paging import page_of

_ACCOUNTS_PER_PAGE = 25


@staff_page(P.FUND_VIEW)
@require_GET
def reconciliation(request: HttpRequest) -> HttpResponse:
    """Agreed, apart by how much, or no statement, and why; the last whole days until yesterday."""
    today = localdate(timezone.now())
    until, days = _span(request, today)
    filters = AccountFilters(request.GET, asker=asker_of(request))
    first = until - timedelta(days=days - 1)
    rows = accounts_for(request.user)
    if "state" not in filters.chosen:
        rows = rows.exclude(state=AccountState.CLOSED)
    page = page_of(request, filters.listed(rows), per_page=_ACCOUNTS_PER_PAGE)
    lines = board(list(page), first, until)
    shown = {
        "form": bar_of(filters, without=("pick", "kind")),
        "span": BoardForm({"until": until.isoformat(), "days": days}),
        "page": page,
        "lines": lines,
        "unsettled": [line for line in lines if line.reasons],
        "days": [first + timedelta(days=number) for number in range(days)],
        "suspense": suspense_for(request.user).count(),
        "may_upload": request.user.has(P.FUND_BOOK),
        **room(request, "fund-board"),
    }
    return render(request, "staff/funds/board.html", shown)


def _span(request: HttpRequest, today: date) -> tuple[date, int]:
    """Until which day and how many; raises BadInput."""
    form = BoardForm(request.GET)
    if not form.is_valid():
        raise BadInput(sentence="截止日期或者天数填写有误，请重新选择。")
    until = form.cleaned_data["until"] or today - timedelta(days=1)
    return min(until, today), form.cleaned_data["days"] or DAYS_SHOWN

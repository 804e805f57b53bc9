"""The books of one account: entries with their legs, balances at a past day, one day in full."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Permission as P
from common.clock import localdate
from common.errors import BadInput
from funds.filters import EntryFilters
from funds.models import Entry
from funds.queries import balances_on, board, entries_for, lines_for
from funds.states import SourceKind
from staff.access import staff_page
from staff.filter_bar import asker_of, bar_of
from staff.funds.forms import DayForm
from staff.funds.page import account_of, links_of
from staff.paging import page_of

_ENTRIES_PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Booked:
    """An entry as the ledger prints it: what it rests on in words, and the page of that."""

    entry: Entry
    rests_on: str
    url: str
    taken_back_by: int | None


@staff_page(P.FUND_VIEW)
@require_GET
def ledger(request: HttpRequest, account_id: int) -> HttpResponse:
    """Entries, the newest first, each with its legs and the three days it bears."""
    found = account_of(request, account_id)
    filters = EntryFilters(request.GET, asker=asker_of(request))
    rows = filters.listed(entries_for(request.user).filter(account=found))
    page = page_of(request, rows, per_page=_ENTRIES_PER_PAGE)
    shown = {
        "account": found,
        "form": bar_of(filters),
        "page": page,
        "rows": [booked(entry) for entry in page],
        "links": links_of(found, request.user),
        "here": "账簿",
    }
    return render(request, "staff/funds/ledger.html", shown)


@staff_page(P.FUND_VIEW)
@require_GET
def past(request: HttpRequest, account_id: int) -> HttpResponse:
    """What the books held at the end of a day: as was known then, and as we know now."""
    found, today = account_of(request, account_id), localdate(timezone.now())
    day = _day(request, today - timedelta(days=1))
    shown = {
        "account": found,
        "form": DayForm({"day": day.isoformat()}),
        "day": day,
        "balances": balances_on(found, day),
        "links": links_of(found, request.user),
        "here": "历史余额",
    }
    return render(request, "staff/funds/past.html", shown)


@staff_page(P.FUND_VIEW)
@require_GET
def day(request: HttpRequest, account_id: int) -> HttpResponse:
    """One day: what the bank told, what we booked, and by how much they differ at its end."""
    found, today = account_of(request, account_id), localdate(timezone.now())
    asked = _day(request, today - timedelta(days=1))
    lines = lines_for(request.user).filter(account=found, booked_on=asked).order_by("pk")
    entries = entries_for(request.user).filter(account=found, occurred_on=asked)
    (told,) = board([found], asked, asked)
    shown = {
        "account": found,
        "form": DayForm({"day": asked.isoformat()}),
        "day": asked,
        "cell": told.cells[0],
        "reasons": told.reasons,
        "lines": page_of(request, lines),
        "rows": [booked(entry) for entry in _touching_the_bank(entries)],
        "earlier": asked - timedelta(days=1),
        "later": asked + timedelta(days=1) if asked < today else None,
        "links": links_of(found, request.user),
        "here": "逐日核对",
    }
    return render(request, "staff/funds/day.html", shown)


def _touching_the_bank(entries: Any) -> list[Entry]:
    return list(entries.filter(legs__book__code="bank").order_by("no")[:200])


def _day(request: HttpRequest, otherwise: date) -> date:
    """Raises BadInput for a day that is none."""
    if not request.GET.get("day"):
        return otherwise
    form = DayForm(request.GET)
    if not form.is_valid():
        raise BadInput(sentence="日期填写有误，请重新选择。")
    found: date = form.cleaned_data["day"]
    return found


def booked(entry: Entry) -> Booked:
    """What it rests on in words, and the page of that."""
    back = getattr(entry, "reversed_by", None)
    is_line = entry.source == SourceKind.BANK_LINE and entry.source_ref.isdecimal()
    url = reverse("staff:fund-line", args=[entry.source_ref]) if is_line else ""
    sheet = getattr(entry, "sheet", None)
    if sheet is not None:
        url = reverse("staff:attendance", args=[sheet.pk])
    rests_on = str(SourceKind(entry.source).label)
    if entry.source not in (SourceKind.BANK_LINE, SourceKind.LESSON):
        rests_on += entry.source_ref
    return Booked(entry, rests_on, url, back.no if back else None)

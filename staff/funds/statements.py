"""Files of banks: the list, what became of one of them, the original, and taking one in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from accounts.permissions import Permission as P
from funds.filters import StatementFilters
from funds.models import BankStatement
from funds.queries import layouts, lines_for, statements_for
from funds.services import book_lines, import_statement
from funds.states import MatchWay
from staff.access import staff_page
from staff.files import content_of, file_response
from staff.filter_bar import asker_of, bar_of
from staff.funds.forms import UploadForm
from staff.funds.page import Ask, room, sent
from staff.paging import page_of

MOST_MB = 20
# More lines than these are booked by the task that runs every ten minutes, not while one waits.
_BOOKED_AT_ONCE = 500


@staff_page(P.FUND_VIEW)
@require_GET
def statements(request: HttpRequest) -> HttpResponse:
    """Every file that was taken in, the newest first."""
    filters = StatementFilters(request.GET, asker=asker_of(request))
    shown = {
        "form": bar_of(filters),
        "page": page_of(request, filters.listed(statements_for(request.user))),
        "may_upload": request.user.has(P.FUND_BOOK),
        **room(request, "fund-statements"),
    }
    return render(request, "staff/funds/statements.html", shown)


@staff_page(P.FUND_VIEW)
@require_GET
def statement(request: HttpRequest, statement_id: int) -> HttpResponse:
    """What of a file was taken, what was known, where it is torn and why; its own lines."""
    found = _found(request, statement_id)
    lines = lines_for(request.user).filter(statement=found).order_by("pk")
    layout = layouts().get(found.layout)
    page = {
        "statement": found,
        "layout": layout.name if layout else found.layout,
        "known": found.line_count - found.new_count,
        "waiting": lines.filter(entry__isnull=True).count(),
        "in_suspense": lines.filter(matched_by=MatchWay.SUSPENSE).count(),
        "page": page_of(request, lines),
    }
    return render(request, "staff/funds/statement.html", page)


@staff_page(P.FUND_VIEW)
@require_GET
def file(request: HttpRequest, statement_id: int) -> HttpResponse:
    """The original, byte for byte as the bank gave it."""
    return file_response(_found(request, statement_id).file, download=True)


@staff_page(P.FUND_BOOK)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a bank's file in. Refused, the sentence says what is the matter, and nothing was taken."""
    now = timezone.now()
    form = UploadForm(
        **sent(request), user=request.user, initial={"account": request.GET.get("account")}
    )
    if form.is_valid():
        kept = form.run(_taken, form.cleaned_data, by=request.user, at=now)
        if kept is not None:
            _say(request, kept, now)
            return redirect("staff:fund-statement", kept.pk)
    ask = Ask(
        "上传对账单",
        "上传并入账",
        "upload",
        reverse("staff:fund-statements"),
        (("银行对账单", reverse("staff:fund-statements")),),
        f"同一文件、同一笔流水不会重复入账；文件不超过{MOST_MB} MB。",
    )
    page = {"form": form, "ask": ask}
    return render(request, "staff/funds/form.html", page, status=422 if form.is_bound else 200)


def _taken(typed: dict[str, Any], *, by: User, at: datetime) -> BankStatement:
    account, sent_file = typed["account"], typed["file"]
    content = content_of(sent_file, most_mb=MOST_MB)
    kept = import_statement(
        account.pk,
        content,
        name=sent_file.name or "对账单",
        layout=typed["layout"],
        by=by,
        at=at,
    )
    if kept.new_count <= _BOOKED_AT_ONCE:
        book_lines(account.pk, at=at)
    return kept


def _say(request: HttpRequest, kept: BankStatement, now: datetime) -> None:
    if kept.imported_at != now:
        messages.warning(request, "这份文件以前已经收到，没有重复入账；下面是当时的结果。")
    elif kept.torn_at is not None:
        messages.warning(request, f"文件在第{kept.torn_at}行中断，只收到此前的流水。")
    else:
        messages.success(request, f"对账单已收到，新流水{kept.new_count}笔。")


def _found(request: HttpRequest, statement_id: int) -> BankStatement:
    rows = statements_for(request.user).select_related("account__bank")
    found: BankStatement = get_object_or_404(rows, pk=statement_id)
    return found

"""The monthly statement to the bureau: page, paper and workbook of one query."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Permission as P
from common.clock import localdate
from common.errors import BadInput
from common.workbooks import MEDIA_TYPE
from documents.rendering import render_pdf
from funds.queries import MonthLine, PrepaidMonth, prepaid_month
from reports.prepaid_month import (
    COLUMNS,
    COUNTS,
    EXPLAINED,
    TEMPLATE,
    amounts,
    counts,
    month_paper,
    month_title,
    month_workbook,
)
from staff.access import staff_page
from staff.files import bytes_response
from staff.prepaid.forms import MonthForm, last_whole_month
from staff.prepaid.page import shown


@staff_page(P.FUND_VIEW)
@require_GET
def month(request: HttpRequest) -> HttpResponse:
    """The statement of a month; without one, of the last whole month."""
    form, found, today = _asked_for(request)
    page = {
        "form": form,
        "month": found,
        "title": month_title(found),
        "is_interim": today <= found.last,
        "columns": COLUMNS,
        "counts": COUNTS,
        "rows": [(name, *_cells(line)) for name, line in found.lines],
        "total": found.total,
        "total_sums": _cells(found.total)[0],
        "total_numbers": _cells(found.total)[1],
        "explained": EXPLAINED,
        "said": f"{found.first:%Y-%m}",
        "today": today,
    }
    return shown(request, "staff/prepaid/month.html", "prepaid-month", page)


@staff_page(P.FUND_VIEW)
@require_GET
def month_pdf(request: HttpRequest) -> HttpResponse:
    """The same as a paper."""
    _, found, today = _asked_for(request)
    pdf = render_pdf(TEMPLATE, month_paper(found, as_of=today))
    name = f"{month_title(found)}.pdf"
    return bytes_response(pdf, media_type="application/pdf", name=name, keep_s=0)


@staff_page(P.FUND_VIEW)
@require_GET
def month_file(request: HttpRequest) -> HttpResponse:
    """The same as an Excel workbook."""
    _, found, today = _asked_for(request)
    content = month_workbook(found, as_of=today)
    name = f"{month_title(found)}.xlsx"
    return bytes_response(content, media_type=MEDIA_TYPE, name=name, download=True, keep_s=0)


def _cells(line: MonthLine) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Amounts and counts, each with its heading."""
    sums = zip((title for title, _ in COLUMNS), amounts(line), strict=True)
    numbers = zip((title for title, _ in COUNTS), counts(line), strict=True)
    return list(sums), list(numbers)


def _asked_for(request: HttpRequest) -> tuple[MonthForm, PrepaidMonth, date]:
    """Raises BadInput for a month that is none or has not come."""
    today = localdate(timezone.now())
    first: date = MonthForm(request.GET).chosen().get("month") or last_whole_month(today)
    if first > today:
        raise BadInput(sentence="这个月还没有到，请选择本月或者以前的月份。")
    return MonthForm({"month": f"{first:%Y-%m}"}), prepaid_month(first), today

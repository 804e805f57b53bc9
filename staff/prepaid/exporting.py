"""Files for the bank: what waits by bank, one file, and its bytes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Permission as P
from common.clock import chinese_date, localdate
from funds.models import Bank
from funds.queries import banks_with_orders, exportable, payment_files_for
from funds.services import export_orders, take_payment_file
from staff.access import staff_page
from staff.files import bytes_response
from staff.forms import keys_in
from staff.paging import page_of
from staff.prepaid.forms import LayoutForm, layout_name
from staff.prepaid.page import sent, shown


@staff_page(P.FUND_VIEW)
@require_GET
def files(request: HttpRequest) -> HttpResponse:
    """Banks that approved orders wait for, and the files that went to banks."""
    page = page_of(request, payment_files_for(request.user))
    waiting = list(banks_with_orders())
    may_book = request.user.has(P.FUND_BOOK)
    facts = {"page": page, "waiting": waiting, "may_book": may_book}
    return shown(request, "staff/prepaid/files.html", "prepaid-orders", facts)


@staff_page(P.FUND_BOOK)
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, bank_id: int) -> HttpResponse:
    """Put the ticked orders of one bank into a file."""
    bank = get_object_or_404(Bank, pk=bank_id)
    rows = list(exportable(bank))
    form = LayoutForm(sent(request))
    chosen = {row.pk for row in rows}
    if request.method == "POST":
        chosen = keys_in(request.POST.getlist("order"))
        if form.is_valid():
            layout = form.cleaned_data["layout"]
            made = form.run(
                export_orders, bank.pk, chosen, layout=layout, by=request.user, at=timezone.now()
            )
            if made:
                day = chinese_date(localdate(made.file.exported_at))
                again = f"这些指令已于{day}导出过，文件相同。"
                messages.success(request, "支付文件已生成。" if made.is_new else again)
                return redirect("staff:payment-file", made.file.pk)
    page = {"bank": bank, "rows": rows, "form": form, "chosen": chosen}
    return shown(request, "staff/prepaid/export.html", "prepaid-orders", page)


@staff_page(P.FUND_VIEW)
@require_GET
def file(request: HttpRequest, payment_file_id: int) -> HttpResponse:
    """One file: when and by whom, and how far its orders have come."""
    found = get_object_or_404(payment_files_for(request.user), pk=payment_file_id)
    rows = found.orders.select_related(
        "account__institution", "account__school", "contract"
    ).order_by("pk")
    page = {
        "file": found,
        "orders": list(rows),
        "layout": layout_name(found.layout),
        "may_take": request.user.has(P.FUND_BOOK),
    }
    return shown(request, "staff/prepaid/file.html", "prepaid-orders", page)


@staff_page(P.FUND_BOOK)
@require_POST
def take(request: HttpRequest, payment_file_id: int) -> HttpResponse:
    """Its bytes, with account numbers in clear: each time is on record."""
    found, content = take_payment_file(payment_file_id, by=request.user, at=timezone.now())
    return bytes_response(
        content, media_type=found.media_type, name=found.name, download=True, keep_s=0
    )

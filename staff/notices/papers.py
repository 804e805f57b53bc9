"""Papers as files and pictures. Who may not see the notice gets 404, whoever asks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.permissions import Permission as P
from common.errors import NotFound
from documents.rendering import render_pdf
from enforcement.models import Delivery, Notice
from enforcement.queries import get_notice, receipt_payload
from enforcement.states import NOTICE
from staff.access import staff_page
from staff.files import bytes_response, file_response
from staff.notices.pictures import pages_of

_RECEIPT = "documents/delivery_receipt.html"


@staff_page(P.NOTICE_VIEW)
@require_GET
def paper(request: HttpRequest, notice_id: int) -> HttpResponse:
    """The PDF as it was stored; ``?download=1`` saves it."""
    notice = _printed(request, notice_id)
    void = "（已作废）" if notice.voided_at else ""
    name = f"{notice.number}{void}　{notice.institution.name}.pdf"
    return file_response(notice.document, name=name, download="download" in request.GET)


@staff_page(P.NOTICE_VIEW)
@require_GET
def page(request: HttpRequest, notice_id: int, page_no: int) -> HttpResponse:
    """One page of the paper as a picture."""
    notice = _printed(request, notice_id)
    pages = pages_of(notice.document)
    if not 1 <= page_no <= len(pages):
        raise NotFound(what="文书的这一页")
    name = f"{notice.number}-{page_no}.png"
    return bytes_response(pages[page_no - 1], media_type="image/png", name=name)


@staff_page(P.NOTICE_VIEW)
@require_GET
def receipt(request: HttpRequest, notice_id: int) -> HttpResponse:
    """The proof of service to take along, with cells for the pen."""
    notice = get_notice(notice_id, user=request.user)
    pdf = render_pdf(_RECEIPT, receipt_payload(notice))
    name = f"送达回证 {notice.number}.pdf"
    return bytes_response(pdf, media_type="application/pdf", name=name, keep_s=0)


@staff_page(P.NOTICE_VIEW)
@require_GET
def progress(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Asked every two seconds while a paper is printed; then the page loads itself anew."""
    notice = get_notice(notice_id, user=request.user)
    if NOTICE.allows(notice, "print") and not notice.print_error:
        return HttpResponse(status=204)
    if "strip" in request.GET:
        return render(request, "staff/notices/_printed.html", {"done": notice})
    response = HttpResponse()
    response["HX-Refresh"] = "true"
    return response


@staff_page(P.NOTICE_VIEW)
@require_GET
def proof(request: HttpRequest, notice_id: int) -> HttpResponse:
    """What proves the service."""
    notice = get_notice(notice_id, user=request.user)
    delivery = Delivery.objects.filter(notice=notice).select_related("proof").first()
    if delivery is None or delivery.proof is None:
        raise NotFound(what="送达凭证")
    return file_response(delivery.proof)


@staff_page(P.NOTICE_VIEW)
@require_GET
def answer_file(request: HttpRequest, notice_id: int, answer_id: int) -> HttpResponse:
    """The report as the institution handed it in."""
    notice = get_notice(notice_id, user=request.user)
    answer = notice.answers.filter(pk=answer_id, file__isnull=False).select_related("file").first()
    if answer is None:
        raise NotFound(what="报告扫描件")
    return file_response(answer.file)


def _printed(request: HttpRequest, notice_id: int) -> Notice:
    notice = get_notice(notice_id, user=request.user)
    if notice.document is None:
        raise NotFound(what="印制好的文书")
    return notice

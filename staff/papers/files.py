"""Papers as files and pictures. Who may not see the paper gets 404."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Permission as P
from audit.services import record
from common.clock import localdate
from common.errors import NotFound
from papers.models import OfficialPaper
from papers.queries import get_paper
from papers.services import draft_pdf, public_pdf
from papers.states import PAPER
from staff.access import staff_page
from staff.files import bytes_response, file_response
from staff.notices.pictures import pages_of


@staff_page(P.CASE_VIEW)
@require_GET
def paper(request: HttpRequest, paper_id: int) -> HttpResponse:
    """The PDF as it was stored; ``?download=1`` saves it."""
    found = _printed(request, paper_id)
    void = "（已作废）" if found.voided_at else ""
    name = f"{found.number or found.title}{void}.pdf"
    return file_response(found.document, name=name, download="download" in request.GET)


@staff_page(P.CASE_VIEW)
@require_GET
def draft(request: HttpRequest, paper_id: int) -> HttpResponse:
    """A draft as it would be printed today; once it is approved there is the paper itself."""
    found = get_paper(paper_id, user=request.user)
    if not found.is_draft:
        raise NotFound(what="这份文书的草稿")
    pdf = draft_pdf(found, on=localdate(timezone.now()))
    name = f"{found.title}（草稿）.pdf"
    return bytes_response(pdf, media_type="application/pdf", name=name, keep_s=0)


@staff_page(P.CASE_VIEW)
@require_GET
def public(request: HttpRequest, paper_id: int) -> HttpResponse:
    """The public version, names masked. That it was taken out stands in the history."""
    found = get_paper(paper_id, user=request.user)
    stored = public_pdf(found)
    now = timezone.now()
    record("official_paper.take_public", found, by=request.user, at=now, sha256=stored.sha256)
    return file_response(stored)


@staff_page(P.CASE_VIEW)
@require_GET
def page(request: HttpRequest, paper_id: int, page_no: int) -> HttpResponse:
    """One page of the paper as a picture."""
    found = _printed(request, paper_id)
    pages = pages_of(found.document)
    if not 1 <= page_no <= len(pages):
        raise NotFound(what="文书的这一页")
    name = f"{found.number or found.title}-{page_no}.png"
    return bytes_response(pages[page_no - 1], media_type="image/png", name=name)


@staff_page(P.CASE_VIEW)
@require_GET
def progress(request: HttpRequest, paper_id: int) -> HttpResponse:
    """Asked every two seconds while a paper is printed; then the page loads itself anew."""
    found = get_paper(paper_id, user=request.user)
    if PAPER.allows(found, "print") and not found.print_error:
        return HttpResponse(status=204)
    response = HttpResponse()
    response["HX-Refresh"] = "true"
    return response


def _printed(request: HttpRequest, paper_id: int) -> OfficialPaper:
    found = get_paper(paper_id, user=request.user)
    if found.document is None:
        raise NotFound(what="印制好的文书")
    return found

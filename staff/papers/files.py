"""Papers as files and pictures. Who may not see the paper gets 404.

A paper that bears numbers of a person is taken out for a purpose, on record; a look at its page
shows stars, and no picture.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Permission as P
from audit.services import record
from cases.services import take_paper
from common.clock import localdate
from common.errors import NotFound
from papers.models import OfficialPaper
from papers.queries import get_paper
from papers.services import draft_pdf, public_pdf
from papers.states import PAPER
from staff.access import staff_page
from staff.cases.reveal_form import RevealForm
from staff.files import bytes_response, file_response
from staff.notices.pictures import pages_of


@staff_page(P.CASE_VIEW)
@require_GET
def paper(request: HttpRequest, paper_id: int) -> HttpResponse:
    """The PDF as it was stored; ``?download=1`` saves it."""
    found = _printed(request, paper_id)
    if found.has_numbers:
        return redirect("staff:paper-take", found.pk)
    return _file(found, download="download" in request.GET)


@staff_page(P.CASE_VIEW)
@never_cache
@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, paper_id: int) -> HttpResponse:
    """The PDF of a paper that bears numbers of a person, once the purpose is said."""
    found = _printed(request, paper_id)
    form = RevealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why, now = form.cleaned_data["purpose"], timezone.now()
        if taken := form.run(take_paper, found.pk, purpose=why, by=request.user, at=now):
            response = _file(taken, download="download" in request.POST)
            response["Cache-Control"] = "no-store"
            return response
    return render(request, "staff/papers/take.html", {"paper": found, "form": form})


@staff_page(P.CASE_VIEW)
@require_GET
def draft(request: HttpRequest, paper_id: int) -> HttpResponse:
    """A draft as it would be printed today, stars for the numbers of persons.

    Once it is approved there is the paper itself.
    """
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
    if found.has_numbers:
        raise NotFound(what="文书的这一页")
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


def _file(found: OfficialPaper, *, download: bool) -> HttpResponse:
    assert found.document is not None, "the caller has looked"
    void = "（已作废）" if found.voided_at else ""
    name = f"{found.number or found.title}{void}.pdf"
    return file_response(found.document, name=name, download=download)


def _printed(request: HttpRequest, paper_id: int) -> OfficialPaper:
    found = get_paper(paper_id, user=request.user)
    if found.document is None:
        raise NotFound(what="印制好的文书")
    return found

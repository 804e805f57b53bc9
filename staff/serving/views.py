"""Entering how a paper reached its party, or did not, and looking at the proof."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Permission as P
from common.errors import NotFound
from papers.queries import get_paper
from serving.models import Attempt, Delivery
from staff.access import staff_page
from staff.files import file_response
from staff.serving.forms import PaperAttemptForm, PaperServeAgainForm, PaperServeForm
from staff.serving.owners import owner_of

_PaperForm = type[PaperServeForm] | type[PaperAttemptForm]


@staff_page(P.NOTICE_SERVE)
@require_http_methods(["GET", "POST"])
def serve(request: HttpRequest, paper_id: int) -> HttpResponse:
    """The paper reached its party."""
    return _page(request, paper_id, PaperServeForm, "serve", "登记送达")


@staff_page(P.NOTICE_SERVE)
@require_http_methods(["GET", "POST"])
def serve_again(request: HttpRequest, paper_id: int) -> HttpResponse:
    """The paper went to its party once more."""
    return _page(request, paper_id, PaperServeAgainForm, "serve-again", "登记再次送达")


@staff_page(P.NOTICE_SERVE)
@require_http_methods(["GET", "POST"])
def attempt(request: HttpRequest, paper_id: int) -> HttpResponse:
    """The paper could not be brought to its party."""
    return _page(request, paper_id, PaperAttemptForm, "attempt", "登记送达未成")


@staff_page(P.CASE_VIEW)
@require_GET
def service_proof(request: HttpRequest, paper_id: int, delivery_id: int) -> HttpResponse:
    """The receipt of a service as it came."""
    paper = get_paper(paper_id, user=request.user)
    rows = Delivery.objects.filter(paper=paper, pk=delivery_id).select_related("proof")
    return _proof(rows.first())


@staff_page(P.CASE_VIEW)
@require_GET
def attempt_proof(request: HttpRequest, paper_id: int, attempt_id: int) -> HttpResponse:
    """What was brought back from an attempt that failed."""
    paper = get_paper(paper_id, user=request.user)
    rows = Attempt.objects.filter(paper=paper, pk=attempt_id).select_related("proof")
    return _proof(rows.first())


def _proof(row: Attempt | Delivery | None) -> HttpResponse:
    if row is None or row.proof is None:
        raise NotFound(what="这份送达凭证")
    return file_response(row.proof)


def _page(
    request: HttpRequest, paper_id: int, kind: _PaperForm, act: str, title: str
) -> HttpResponse:
    """The form of one verb; papers of a case are served on the page of the case, together."""
    paper, now = get_paper(paper_id, user=request.user), timezone.now()
    link = owner_of(paper)
    if link is not None and link.case_id:
        return redirect("staff:case-act", link.case_id, act)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = kind(*sent, paper=paper, user=request.user, at=now)
    if form.is_bound and form.is_valid() and form.run(form.do, by=request.user, at=now):
        messages.success(request, f"已{title}。")
        return redirect("staff:paper", paper.pk)
    page = {"paper": paper, "form": form, "title": title}
    return render(request, "staff/serving/form.html", page, status=422 if form.is_bound else 200)

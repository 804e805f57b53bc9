"""Papers: the list, the forms, the page of one paper."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Permission as P
from cases.services import facts_from_case
from common.clock import localdate
from papers.catalogue import all_forms
from papers.filters import PaperFilters
from papers.queries import get_paper, papers_for
from staff.access import staff_page
from staff.filter_bar import asker_of, bar_of
from staff.paging import page_of
from staff.papers.desk import home_of
from staff.papers.page import buttons_of, facts_of
from staff.serving.story import card_of


@staff_page(P.CASE_VIEW)
@require_GET
def papers(request: HttpRequest) -> HttpResponse:
    """Every paper made out on a form, the newest first."""
    filters = PaperFilters(request.GET, asker=asker_of(request))
    rows = filters.listed(papers_for(request.user).select_related("drafted_by"))
    page = {"form": bar_of(filters), "page": page_of(request, rows)}
    return render(request, "staff/papers/papers.html", page)


@staff_page(P.CASE_VIEW)
@require_GET
def forms(request: HttpRequest) -> HttpResponse:
    """The forms that hold today, with their marks and sources."""
    may_word = request.user.has(P.POLICY_EDIT) or request.user.has(P.POLICY_CONFIRM)
    page = {"forms": all_forms(localdate(timezone.now())), "may_word": may_word}
    return render(request, "staff/papers/forms.html", page)


@staff_page(P.CASE_VIEW)
@require_GET
def paper(request: HttpRequest, paper_id: int) -> HttpResponse:
    """State, what is missing and what was done on the left, the paper on the right."""
    found, today = get_paper(paper_id, user=request.user), localdate(timezone.now())
    held = facts_from_case(found, today)
    page = {
        "paper": found,
        "held": held,
        "home": home_of(held),
        "buttons": buttons_of(found, request.user, held),
        "card": card_of(found, request.user, today),
        **facts_of(found, today),
    }
    return render(request, "staff/papers/paper.html", page)

"""What the public sees of the county's penalties: the list, and the file that is shown."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Permission as P
from cases.filters import PublicationFilters
from cases.queries import publications_for
from common.clock import localdate
from common.errors import NotFound
from staff.access import staff_page
from staff.cases.page import get_case
from staff.files import file_response
from staff.filter_bar import asker_of, bar_of
from staff.paging import page_of


@staff_page(P.CASE_VIEW)
@require_GET
def publications(request: HttpRequest) -> HttpResponse:
    """Published decisions with their planned ends, the first to end on top."""
    filters = PublicationFilters(request.GET, asker=asker_of(request))
    rows = publications_for(request.user)
    shown = {
        "form": bar_of(filters),
        "page": page_of(request, filters.listed(rows)),
        "today": localdate(timezone.now()),
    }
    return render(request, "staff/cases/publications.html", shown)


@staff_page(P.CASE_VIEW)
@require_GET
def public_file(request: HttpRequest, case_id: int, publication_id: int) -> HttpResponse:
    """The masked decision as it is, or was, shown to the public."""
    case = get_case(case_id, user=request.user)
    rows = publications_for(request.user).filter(decision__case=case, pk=publication_id)
    shown = rows.select_related("public_file").first()
    if shown is None:
        raise NotFound(what="本案的公示文本")
    return file_response(shown.public_file)

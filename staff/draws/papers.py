"""The papers of a planned visit, as PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from accounts.permissions import Permission as P
from common.errors import NotFound
from draws.models import PlanPaper
from inspections.queries import visits_for
from staff.access import staff_page
from staff.files import file_response


@staff_page(P.VISIT_VIEW, P.VISIT_RECORD)
@require_GET
def paper(request: HttpRequest, paper_id: int) -> HttpResponse:
    """An approval form or a notice of inspection, once it is printed."""
    visible = PlanPaper.objects.filter(plan__visit__in=visits_for(request.user))
    found = visible.select_related("document").filter(pk=paper_id).first()
    if found is None or found.document is None:
        raise NotFound(what="这份文书")
    return file_response(found.document)

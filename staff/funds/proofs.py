"""The running proof of the journal, for auditors and everybody who looks after the money."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.permissions import Permission as P
from funds.queries import proofs_for
from staff.access import staff_page
from staff.funds.page import room
from staff.paging import page_of

_PROOFS_PER_PAGE = 30


@staff_page(P.FUND_VIEW, P.HISTORY_VIEW)
@require_GET
def proofs(request: HttpRequest) -> HttpResponse:
    """The newest in full with the heads by which the next is held, and those before."""
    rows = proofs_for(request.user)
    newest = rows.first()
    heads = sorted(newest.heads.items(), key=lambda one: int(one[0])) if newest else []
    page = {
        "newest": newest,
        "heads": [(account, no, digest) for account, (no, digest) in heads],
        "page": page_of(request, rows, per_page=_PROOFS_PER_PAGE),
        **room(request, "fund-proofs"),
    }
    return render(request, "staff/funds/proofs.html", page)

"""Declared interests: the list, declaring, ending."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission as P
from common.clock import localdate
from draws.queries import standing_recusals
from draws.services import declare_recusal, end_recusal
from staff.access import staff_page
from staff.draws.forms import RecusalForm
from staff.paging import page_of


@staff_page(P.VISIT_RECORD, P.DRAW_MANAGE)
@require_http_methods(["GET", "POST"])
def recusals(request: HttpRequest) -> HttpResponse:
    """Who is not drawn for what: one's own, for the organiser everybody's."""
    now = timezone.now()
    may_all = request.user.has(P.DRAW_MANAGE)
    form = RecusalForm(
        request.POST or None, user=request.user, may_all=may_all, today=localdate(now)
    )
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        told = form.run(
            declare_recusal,
            facts["officer"].pk,
            institution_id=facts["institution"].pk,
            reason=facts["reason"],
            by=request.user,
            at=now,
        )
        if told:
            messages.success(request, f"已申报{told}，此后锁定的名单不再抽到。")
            return redirect("staff:recusals")
    rows = standing_recusals()
    rows = rows if may_all else rows.filter(officer=request.user)
    page = {"form": form, "page": page_of(request, rows), "may_end": may_all}
    return render(request, "staff/draws/recusals.html", page)


@staff_page(P.DRAW_MANAGE)
@require_POST
def end(request: HttpRequest, recusal_id: int) -> HttpResponse:
    """The interest is over."""
    ended = end_recusal(recusal_id, by=request.user, at=timezone.now())
    messages.success(request, f"已解除{ended}。")
    return redirect("staff:recusals")

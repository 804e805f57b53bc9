"""One officer goes instead of another, before the visit or after a phone was lost."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission as P
from common.clock import localdate
from field.services import exchange_before_start
from inspections.queries import get_visit
from staff.access import staff_page
from staff.visits.forms import ExchangeForm


@staff_page(P.VISIT_PLAN)
@require_http_methods(["GET", "POST"])
def exchange(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Exchange an officer of a visit that has not taken place, with the reason."""
    now = timezone.now()
    found = get_visit(visit_id, request.user)
    form = ExchangeForm(request.POST or None, visit=found, today=localdate(now))
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        changed = form.run(
            exchange_before_start,
            found.pk,
            out=facts["out"],
            into=facts["into"].pk,
            reason=facts["reason"],
            by=request.user,
            at=now,
        )
        if changed:
            messages.success(request, f"已更换{changed}的检查人员，等待批准。")
            return redirect("staff:visit", changed.pk)
    page = {"visit": found, "form": form, "title": "更换检查人员", "look": "btn-primary"}
    return render(request, "staff/visits/reason.html", page)

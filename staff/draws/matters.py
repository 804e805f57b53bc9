"""Matters of inspection, visits of other departments, and the visits of a draw."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission as P
from common.clock import localdate
from draws.models import Matter, OtherVisit
from draws.queries import get_draw
from draws.services import arrange_visits, end_matter, note_other_visit, publish_matter
from staff.access import staff_page
from staff.draws.plan_forms import ArrangeForm, MatterForm, OtherVisitForm
from staff.paging import page_of


@staff_page(P.DRAW_MANAGE)
@require_http_methods(["GET", "POST"])
def matters(request: HttpRequest) -> HttpResponse:
    """What may be inspected, and since when."""
    now = timezone.now()
    form = MatterForm(request.POST or None, initial={"published_on": localdate(now)})
    if request.method == "POST" and form.is_valid():
        made = form.run(publish_matter, **form.cleaned_data, by=request.user, at=now)
        if made:
            messages.success(request, f"已登记检查事项{made}。")
            return redirect("staff:matters")
    page = {"form": form, "page": page_of(request, Matter.objects.all()), "today": localdate(now)}
    return render(request, "staff/draws/matters.html", page)


@staff_page(P.DRAW_MANAGE)
@require_POST
def end(request: HttpRequest, matter_id: int) -> HttpResponse:
    """From today on a matter may not be inspected."""
    now = timezone.now()
    ended = end_matter(matter_id, ended_on=localdate(now), by=request.user, at=now)
    messages.success(request, f"检查事项{ended}自今天起停止。")
    return redirect("staff:matters")


@staff_page(P.VISIT_PLAN)
@require_http_methods(["GET", "POST"])
def other_visits(request: HttpRequest) -> HttpResponse:
    """Visits that other departments made, which count toward the yearly cap."""
    form = OtherVisitForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        facts = {**form.cleaned_data}
        institution = facts.pop("institution")
        noted = form.run(
            note_other_visit, institution.pk, **facts, by=request.user, at=timezone.now()
        )
        if noted:
            messages.success(request, f"已登记{noted}。")
            return redirect("staff:other-visits")
    rows = OtherVisit.objects.select_related("institution", "department", "noted_by")
    page = {"form": form, "page": page_of(request, rows)}
    return render(request, "staff/draws/other_visits.html", page)


@staff_page(P.VISIT_PLAN)
@require_http_methods(["GET", "POST"])
def arrange(request: HttpRequest, draw_id: int) -> HttpResponse:
    """Plan the visits of a draw, or merge them into those that are planned."""
    now = timezone.now()
    found = get_draw(draw_id, request.user)
    form = ArrangeForm(request.POST or None, day=max(found.visits_from, localdate(now)))
    refused: dict[str, str] = {}
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        told = form.run(
            arrange_visits,
            found.pk,
            matter_ids=[matter.pk for matter in sent["matters"]],
            unannounced_reason=sent["unannounced_reason"],
            by=request.user,
            at=now,
        )
        if told:
            count, refused = told
            messages.success(request, f"已安排或者并入{count}家。")
            if not refused:
                return redirect("staff:draw", found.pk)
    page = {"form": form, "draw": found, "refused": refused}
    return render(request, "staff/draws/arrange.html", page)

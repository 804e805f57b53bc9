"""A list on its way into the registry: sent, shown row by row, confirmed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Permission as P
from imports.models import ListImport
from imports.queries import lists_for, mapping_title, progress_of, sent_before
from imports.services import MOST_MB, discard_list, start_list, take_list
from imports.states import UNDER_WAY, ListState, Verdict
from staff.access import staff_page
from staff.files import content_of
from staff.imports.forms import SendForm
from staff.paging import page_of
from staff.tones import tone_of


@staff_page(P.INSTITUTION_EDIT)
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Earlier lists, and the form for the next one."""
    form = SendForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        made = form.run(
            start_list,
            kind=form.cleaned_data["kind"],
            content=content_of(sent, most_mb=MOST_MB),
            name=sent.name,
            by=request.user,
            at=timezone.now(),
        )
        if made:
            return redirect("staff:import", made.pk)
    page = {"form": form, "page": page_of(request, lists_for(request.user))}
    return render(request, "staff/imports/imports.html", page, status=422 if form.is_bound else 200)


@staff_page(P.INSTITUTION_EDIT)
@require_GET
def one_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """What the list would change, row by row, the rows that cannot be taken first."""
    found = _fetch(request, import_id)
    shown = request.GET.get("verdict", "")
    rows = found.rows.select_related("institution")
    if shown in Verdict.values:
        rows = rows.filter(verdict=shown)
    shown_rows = page_of(request, rows)
    for row in shown_rows:
        row.tone = tone_of(row.verdict)
    state = _state(found)
    page = {
        **state,
        "tabs": _tabs(state["progress"].counts, shown),
        "page": shown_rows,
        "columns": [
            {"title": title, "is_taken": bool(name), "is_ignored": ignored}
            for title, name, ignored in found.head
            if title
        ],
        "mapping": mapping_title(found),
        "before": sent_before(found) if found.state == ListState.READY else None,
    }
    return render(request, "staff/imports/import.html", page)


@staff_page(P.INSTITUTION_EDIT)
@require_GET
def progress(request: HttpRequest, import_id: int) -> HttpResponse:
    """The bar, asked for every second; when the work is done, the whole page anew."""
    found = _fetch(request, import_id)
    answer = render(request, "staff/imports/_progress.html", _state(found))
    if found.state not in UNDER_WAY:
        answer["HX-Refresh"] = "true"
    return answer


@staff_page(P.INSTITUTION_EDIT)
@require_POST
def take(request: HttpRequest, import_id: int) -> HttpResponse:
    """Confirm a list."""
    found = _fetch(request, import_id)
    take_list(found.pk, by=request.user, at=timezone.now())
    messages.success(request, "已开始导入，可以离开本页，导入不会中断。")
    return redirect("staff:import", found.pk)


@staff_page(P.INSTITUTION_EDIT)
@require_POST
def discard(request: HttpRequest, import_id: int) -> HttpResponse:
    """Leave a list."""
    found = _fetch(request, import_id)
    discard_list(found.pk, by=request.user, at=timezone.now())
    messages.success(request, "已放弃这份名单，名册没有改动。")
    return redirect("staff:imports")


def _fetch(request: HttpRequest, import_id: int) -> ListImport:
    return get_object_or_404(lists_for(request.user), pk=import_id)


def _state(found: ListImport) -> dict[str, Any]:
    return {
        "list": found,
        "progress": progress_of(found),
        "is_under_way": found.state in UNDER_WAY,
    }


def _tabs(counts: dict[str, int], shown: str) -> list[dict[str, object]]:
    every = {"title": "全部", "query": "", "count": sum(counts.values()), "is_current": not shown}
    return [every] + [
        {
            "title": verdict.label,
            "query": verdict.value,
            "count": counts[verdict],
            "is_current": shown == verdict,
        }
        for verdict in (Verdict.REJECTED, Verdict.NEW, Verdict.CHANGED, Verdict.SAME)
    ]

"""The operators' page of queues: how much waits where, what was set aside, whose work is held."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from common.errors import BadInput
from console import services
from console.access import console_page
from console.health import waiting_in_broker
from tenants.models import County, HoldKind, Work, WorkState
from tenants.work_desk import county_works, queue_lines

MOST_ROWS = 100


class HoldForm(forms.Form):
    kind = forms.ChoiceField(choices=HoldKind.choices)
    reason = forms.CharField(max_length=200)


@console_page
@require_GET
def queues(request: HttpRequest) -> HttpResponse:
    """Queues, counties with work, what runs, what was set aside."""
    counties = {row.schema_name: row for row in County.objects.defer("boundary")}
    under_way = list(Work.objects.filter(state=WorkState.RUNNING)[:MOST_ROWS])
    set_aside = list(Work.objects.filter(state=WorkState.SET_ASIDE).order_by("-pk")[:MOST_ROWS])
    for row in (*under_way, *set_aside):
        row.county = counties.get(row.schema)
    page = {
        "lines": queue_lines(settings.YUJIAN_QUEUES),
        "in_broker": waiting_in_broker(),
        "counties": county_works()[:MOST_ROWS],
        "under_way": under_way,
        "set_aside": set_aside,
        "share": settings.YUJIAN_COUNTY_SHARE,
        "kinds": HoldKind.choices,
        "now": timezone.now(),
        "here": "queues",
    }
    return render(request, "console/queues.html", page)


@console_page
@require_POST
def retry(request: HttpRequest, work_id: int) -> HttpResponse:
    services.retry_work(work_id, by=request.user, at=timezone.now())
    messages.success(request, "已重新排队。")
    return redirect("console:queues")


@console_page
@require_POST
def discard(request: HttpRequest, work_id: int) -> HttpResponse:
    services.discard_work(work_id, by=request.user, at=timezone.now())
    messages.success(request, "已放弃这项任务。")
    return redirect("console:queues")


@console_page
@require_POST
def hold(request: HttpRequest, code: str) -> HttpResponse:
    county = get_object_or_404(County.objects.defer("boundary"), code=code)
    form = HoldForm(request.POST)
    if not form.is_valid():
        raise BadInput(sentence="请选择暂停或者收尾，并写明原因。")
    services.hold_county(county, **form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, f"{county}的后台任务：{HoldKind(form.cleaned_data['kind']).label}。")
    return redirect("console:queues")


@console_page
@require_POST
def release(request: HttpRequest, code: str) -> HttpResponse:
    county = get_object_or_404(County.objects.defer("boundary"), code=code)
    services.release_county(county, by=request.user, at=timezone.now())
    messages.success(request, f"{county}的后台任务已恢复。")
    return redirect("console:queues")

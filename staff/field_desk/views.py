"""The desk: what waits, two versions side by side, a saved queue, a phone that is gone."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Permission as P
from common.errors import NotFound
from field.queries import compared, devices_for, records_awaiting, unfinished_chains, versions_of
from field.services import choose_version, report_lost, set_aside_version, take_queue
from field.states import FIELD_RECORD
from inspections.queries import get_visit
from staff.access import staff_page
from staff.buttons import may_move
from staff.files import content_of
from staff.forms import StaffForm

_MOST_MB = 95  # one request with all its files has 100 (YUJIAN_MAX_BODY_MB)
_DESK = (P.VISIT_RECORD, P.VISIT_CONFIRM, P.VISIT_APPROVE, P.ACCOUNT_SECURE)


class ReasonForm(StaffForm):
    """Why, in words."""

    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
    wide = ("reason",)


class DecisionForm(ReasonForm):
    """Whether this version counts, and why."""

    decision = forms.ChoiceField(
        label="处理",
        choices=[("choose", "采用这个版本"), ("set_aside", "不采用这个版本")],
        widget=forms.RadioSelect,
    )
    field_order = ("decision", "reason")


class QueueForm(StaffForm):
    """A file that a phone saved."""

    queue = forms.FileField(label="队列文件")


@staff_page(*_DESK)
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Versions that wait, visits that came in part, and phones."""
    page = {
        "records": records_awaiting(request.user),
        "chains": unfinished_chains(request.user),
        "devices": devices_for(request.user),
        "may_hand_in": request.user.has(P.VISIT_RECORD),
        "now": timezone.now(),
    }
    return render(request, "staff/field_desk/desk.html", page)


@staff_page(P.VISIT_CONFIRM, P.VISIT_RECORD)
@require_GET
def versions(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Every version of a visit, fact by fact; what differs is marked."""
    visit = get_visit(visit_id, request.user)
    rows = versions_of(visit)
    decidable = {row.pk for row in rows if may_move(FIELD_RECORD, row, "set_aside", request.user)}
    page = {"visit": visit, "rows": rows, "lines": compared(rows), "decidable": decidable}
    return render(request, "staff/field_desk/versions.html", page)


@staff_page(P.VISIT_CONFIRM)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, record_id: int) -> HttpResponse:
    """Take one version or set it aside, with the reason."""
    row = records_awaiting(request.user).filter(pk=record_id).first()
    if row is None:
        raise NotFound(what="这份待处理的现场记录")
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        verb = choose_version if facts["decision"] == "choose" else set_aside_version
        reason, now = facts["reason"], timezone.now()
        if form.run(verb, row.pk, reason=reason, by=request.user, at=now):
            messages.success(request, "已处理；各版本的原始内容都已保存。")
            return redirect("staff:field-versions", row.visit_id)
    page = {"title": "处理现场记录版本", "about": str(row), "form": form, "label": "提交"}
    return render(request, "staff/field_desk/form.html", page)


@staff_page(*_DESK)
@require_http_methods(["GET", "POST"])
def lost(request: HttpRequest, device_id: int) -> HttpResponse:
    """A phone is gone: withdraw it and state what did not arrive."""
    device = devices_for(request.user).filter(pk=device_id).first()
    if device is None:
        raise NotFound(what="这部设备")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, now = form.cleaned_data["reason"], timezone.now()
        told = form.run(report_lost, device.pk, reason=reason, by=request.user, at=now)
        if told is not None:
            for chain in told:
                messages.warning(request, f"{chain.visit}：{chain.loss}")
            messages.success(request, f"设备“{device.name}”已停用，下次联系时将清除其中的内容。")
            return redirect("staff:field-desk")
    page = {"title": "停用设备", "about": str(device), "form": form, "label": "停用设备"}
    return render(request, "staff/field_desk/form.html", {**page, "is_bad": True})


@staff_page(P.VISIT_RECORD)
@require_http_methods(["GET", "POST"])
def queue(request: HttpRequest) -> HttpResponse:
    """Hand in what a phone saved as a file."""
    form = QueueForm(request.POST or None, request.FILES or None)
    told = None
    if request.method == "POST" and form.is_valid():
        content = content_of(form.cleaned_data["queue"], most_mb=_MOST_MB)
        told = form.run(take_queue, content, by=request.user, at=timezone.now())
    return render(request, "staff/field_desk/queue.html", {"form": form, "told": told})

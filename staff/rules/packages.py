"""Law packages: sent in, looked at, taken or left; and the county's own rules as one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Permission
from common.clock import localdate
from common.errors import Refusal
from policies.models import PackageArrival
from policies.queries import power_holder_on
from policies.services import (
    Issue,
    discard_arrival,
    export_law_package,
    preview_package,
    read_package,
    receive_package,
    take_arrival,
)
from policies.states import PackageState
from staff.access import staff_page
from staff.files import bytes_response, content_of
from staff.rules.difference_words import in_words
from staff.rules.penalty_forms import MOST_MB, ExportForm, PackageForm


@staff_page(Permission.POLICY_EDIT, Permission.POLICY_CONFIRM)
@require_http_methods(["GET", "POST"])
def packages(request: HttpRequest) -> HttpResponse:
    """What came in so far; POST sends one in."""
    form = PackageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = content_of(form.cleaned_data["file"], most_mb=MOST_MB)
        arrival = form.run(receive_package, content, by=request.user, at=timezone.now())
        if arrival:
            return redirect("staff:package", arrival.pk)
    page = {
        "tab": "packages",
        "form": form,
        "arrivals": PackageArrival.objects.defer("content").select_related("arrived_by"),
        "may_edit": request.user.has(Permission.POLICY_EDIT),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "staff/rules/packages.html", page, status=status)


@staff_page(Permission.POLICY_EDIT, Permission.POLICY_CONFIRM)
@require_GET
def package(request: HttpRequest, package_id: int) -> HttpResponse:
    """One package: while it waits, what taking it would change."""
    arrival = get_object_or_404(
        PackageArrival.objects.select_related("arrived_by", "taken_by"), pk=package_id
    )
    page = {
        "arrival": arrival,
        "preview": None,
        "problem": "",
        "may_edit": request.user.has(Permission.POLICY_EDIT),
    }
    if arrival.state == PackageState.WAITING:
        try:
            found = preview_package(read_package(bytes(arrival.content)), localdate(timezone.now()))
            page["preview"] = in_words(found)
        except Refusal as refusal:
            page["problem"] = str(refusal)
    return render(request, "staff/rules/package.html", page)


@staff_page(Permission.POLICY_EDIT)
@require_POST
def take(request: HttpRequest, package_id: int) -> HttpResponse:
    """Confirm a package."""
    arrival = get_object_or_404(PackageArrival.objects.defer("content"), pk=package_id)
    changes = take_arrival(arrival.pk, by=request.user, at=timezone.now())
    added = sum(change.is_new for change in changes)
    messages.success(request, f"规则包“{arrival.name}”已载入，新写入{added}条。")
    return redirect("staff:package", arrival.pk)


@staff_page(Permission.POLICY_EDIT)
@require_POST
def discard(request: HttpRequest, package_id: int) -> HttpResponse:
    """Leave a package."""
    arrival = get_object_or_404(PackageArrival.objects.defer("content"), pk=package_id)
    discard_arrival(arrival.pk, by=request.user, at=timezone.now())
    messages.success(request, f"已放弃规则包“{arrival.name}”，规则没有改动。")
    return redirect("staff:packages")


@staff_page(Permission.POLICY_EDIT)
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """The county's rules as a package; POST hands it out."""
    today = localdate(timezone.now())
    start = {"issuer": power_holder_on("", today).name, "edition": today}
    form = ExportForm(request.POST or None, initial=start)
    if form.is_valid():
        issue = Issue(**form.cleaned_data)
        content = export_law_package(today, issue)
        name = f"{issue.name}-{issue.edition.isoformat()}.zip"
        return bytes_response(
            content, media_type="application/zip", name=name, download=True, keep_s=0
        )
    page = {"form": form}
    return render(request, "staff/rules/export.html", page, status=422 if form.is_bound else 200)

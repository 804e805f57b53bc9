"""A campaign's figures on a page, in a workbook, and the form that declares one."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Permission as P
from common.clock import localdate
from common.workbooks import MEDIA_TYPE
from inspections.models import Campaign
from inspections.queries import campaigns_for
from reports.services import declare_figures
from reports.sheet import Drill, Line, declared_lines, sheet_of
from reports.workbook import campaign_workbook
from staff.access import staff_page
from staff.figures.forms import DeclareForm
from staff.files import bytes_response


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with the address of its records."""

    line: Line
    url: str


@staff_page(P.REPORT_VIEW)
@require_GET
def figures(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Totals, outcomes, the report's sums done again, what does not add up."""
    campaign = get_object_or_404(campaigns_for(request.user), pk=campaign_id)
    sheet = sheet_of(campaign)
    page = {
        "campaign": campaign,
        "totals": [_shown(campaign, line) for line in sheet.totals],
        "groups": _bars(campaign, sheet.outcomes),
        "checks": [_shown(campaign, line) for line in sheet.checks],
        "anomalies": sheet.anomalies,
        "open_problems": sheet.open_problems,
        "declared": declared_lines(campaign),
        "may_declare": request.user.has(P.REPORT_DECLARE),
    }
    part = (
        "staff/figures/_summary.html" if request.GET.get("part") else "staff/figures/figures.html"
    )
    return render(request, part, page)


@staff_page(P.REPORT_VIEW)
@require_GET
def workbook(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The same as an Excel workbook."""
    campaign = get_object_or_404(campaigns_for(request.user), pk=campaign_id)
    return bytes_response(
        campaign_workbook(campaign, by=request.user, as_of=localdate(timezone.now())),
        media_type=MEDIA_TYPE,
        name=f"{campaign.name}数据.xlsx",
        download=True,
        keep_s=0,
    )


@staff_page(P.REPORT_DECLARE)
@require_http_methods(["GET", "POST"])
def declare(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Declare one figure; the form stays for the next one."""
    campaign = get_object_or_404(campaigns_for(request.user), pk=campaign_id)
    form = DeclareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.run(
            declare_figures, campaign.pk, [form.figure()], by=request.user, at=timezone.now()
        )
        if made is not None:
            messages.success(
                request, "已登记填报数据。" if made else "这项数据此前已按同样内容填报。"
            )
            return redirect("staff:campaign-declare", campaign.pk)
    page = {"campaign": campaign, "form": form, "title": "填报数据", "label": "登记"}
    return render(request, "staff/campaigns/form.html", page)


def _shown(campaign: Campaign, line: Line) -> Shown:
    return Shown(line, _records(campaign, line))


def _records(campaign: Campaign, line: Line) -> str:
    """Where the records behind a figure are listed; declared figures stand further down."""
    notices, key = reverse("staff:notices"), campaign.pk
    return {
        Drill.TARGETS: f"{reverse('staff:campaign', args=[key])}?group={line.group}",
        Drill.VISITS: f"{reverse('staff:visits')}?campaign={key}",
        Drill.STOP: f"{notices}?campaign={key}&form=stop",
        Drill.RECTIFICATION: f"{notices}?campaign={key}&form=rectification",
        Drill.NOTICES: f"{notices}?campaign={key}",
        Drill.DECLARED: "#declared",
    }[line.drill]


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: where it begins and how long it is, in thousandths of the bar."""

    label: str
    number: int
    x: int
    width: int
    tone: int


@dataclass(frozen=True, slots=True)
class Bar:
    title: str
    total: int
    segments: list[Segment]
    url: str


def _bars(campaign: Campaign, outcomes: list[Line]) -> list[Bar]:
    """One bar per group of institutions: how they ended."""
    bars = []
    for group in dict.fromkeys(line.group for line in outcomes):
        lines = [line for line in outcomes if line.group == group and line.value != "0"]
        total = sum(int(line.value) for line in lines)
        if total:
            title = lines[0].label.split("：")[0]
            bars.append(Bar(title, total, _segments(lines, total), _records(campaign, lines[0])))
    return bars


def _segments(lines: list[Line], total: int) -> list[Segment]:
    segments, at = [], 0
    for line in lines:
        number, label = int(line.value), line.label.split("：")[1]
        width = number * 1000 // total
        segments.append(Segment(label, number, at, width, _TONES.get(label, 2)))
        at += width
    return segments


# 1 good, 2 ordered to correct, 3 stopped, 4 nothing on record
_TONES = {
    "统一登记为非营利性": 1,
    "停办通知书": 3,
    "未记录处理结果": 4,
    "有学科类培训，限期整改": 5,
}

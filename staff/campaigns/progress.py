"""How a campaign goes on: day by day, by department and town, on a map, and its end report."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Permission as P
from common.clock import localdate
from common.errors import BadInput
from documents.rendering import render_pdf
from inspections.models import Campaign
from inspections.queries import campaigns_for
from reports.end_report import TEMPLATE, end_report
from reports.progress import Step, as_geojson, by_day, by_department, by_town, targets_with_steps
from staff.access import staff_page
from staff.files import bytes_response
from staff.maps.views import base_map

_REFRESH_S = 60


@staff_page(P.CAMPAIGN_VIEW)
@require_GET
def daily(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Figures of each day; by department for the day that is asked for; by town."""
    campaign = _campaign(request, campaign_id)
    today = localdate(timezone.now())
    day = _day(request.GET.get("day", ""), today)
    targets = targets_with_steps(campaign)
    page = {
        "campaign": campaign,
        "today": today,
        "day": day,
        "days": by_day(campaign, today),
        "departments": by_department(campaign, day),
        "towns": by_town(targets),
        "targets": len(targets),
        "visited": sum(target.step != Step.UNVISITED for target in targets),
    }
    return render(request, "staff/campaigns/daily.html", page)


@staff_page(P.CAMPAIGN_VIEW)
@require_GET
def progress_map(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The targets on the map; it asks anew every minute and fills up."""
    campaign = _campaign(request, campaign_id)
    targets = targets_with_steps(campaign)
    steps = [(step, sum(target.step == step for target in targets)) for step in Step]
    page = {
        "campaign": campaign,
        "steps": steps,
        "targets": len(targets),
        "unlocated": [target for target in targets if target.point is None],
        "refresh_s": _REFRESH_S,
        **base_map(),
    }
    return render(request, "staff/campaigns/map.html", page)


@staff_page(P.CAMPAIGN_VIEW)
@require_GET
def points(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The located targets as GeoJSON, each with how far it has come."""
    text = as_geojson(targets_with_steps(_campaign(request, campaign_id)))
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(text, content_type="application/geo+json", headers=headers)


@staff_page(P.REPORT_VIEW)
@require_GET
def report_pdf(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The end report as a PDF; the workbook holds the same figures for the spreadsheet."""
    campaign = _campaign(request, campaign_id)
    pdf = render_pdf(TEMPLATE, end_report(campaign, as_of=localdate(timezone.now())))
    name = f"{campaign.name}情况报告.pdf"
    return bytes_response(pdf, media_type="application/pdf", name=name, keep_s=0)


def _campaign(request: HttpRequest, campaign_id: int) -> Campaign:
    return get_object_or_404(campaigns_for(request.user), pk=campaign_id)


def _day(said: str, today: date) -> date:
    """Raises BadInput for a day that is none."""
    if not said:
        return today
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise BadInput(sentence=f"“{said[:20]}”不是日期，请重新选择。") from error

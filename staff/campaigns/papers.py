"""All papers of a campaign: printed again where a job was lost, taken along as one file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission as P
from enforcement.queries import campaign_bundle, print_progress
from enforcement.services import print_many
from inspections.models import Campaign
from inspections.queries import campaigns_for
from staff.access import staff_page
from staff.files import bytes_response


@staff_page(P.NOTICE_VIEW)
@require_GET
def bundle_pdf(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """All printed papers as one PDF for the printer."""
    found = _campaign(request, campaign_id)
    content = campaign_bundle(found)
    name = f"{found.name} 文书.pdf"
    return bytes_response(content, media_type="application/pdf", name=name, download=True, keep_s=0)


@staff_page(P.NOTICE_VIEW)
@require_GET
def bundle_zip(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """All printed papers, one PDF each, in one archive."""
    found = _campaign(request, campaign_id)
    content = campaign_bundle(found, as_zip=True)
    name = f"{found.name} 文书.zip"
    return bytes_response(content, media_type="application/zip", name=name, download=True, keep_s=0)


@staff_page(P.NOTICE_SERVE)
@require_POST
def print_all(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Print every approved paper that has none yet; each was approved by itself."""
    found = _campaign(request, campaign_id)
    print_many(found.pk, by=request.user, at=timezone.now())
    if getattr(request, "htmx", False):
        return _progress(request, found)
    return redirect("staff:campaign", found.pk)


@staff_page(P.CAMPAIGN_VIEW)
@require_GET
def progress(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The bar, asked every second while papers wait; when none does, it asks no more."""
    return _progress(request, _campaign(request, campaign_id))


def _progress(request: HttpRequest, found: Campaign) -> HttpResponse:
    page = {
        "campaign": found,
        "progress": print_progress(found),
        "may_print": request.user.has(P.NOTICE_SERVE),
        "is_started": True,
    }
    return render(request, "staff/campaigns/_progress.html", page)


def _campaign(request: HttpRequest, campaign_id: int) -> Campaign:
    return get_object_or_404(campaigns_for(request.user), pk=campaign_id)

"""Many institutions come on the list at once: by the filters of the register, or from a list."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission as P
from inspections.matching import Matched, match_lines
from inspections.models import Campaign
from inspections.queries import campaigns_for
from inspections.services import Added, add_targets
from institutions.filters import InstitutionFilters
from institutions.queries import institutions_for
from staff.access import staff_page
from staff.campaigns.forms import PastedForm
from staff.filter_bar import asker_of, bar_of
from staff.paging import page_of


@staff_page(P.CAMPAIGN_MANAGE)
@require_http_methods(["GET", "POST"])
def by_filter(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Narrow the register, look, and put everything that is left on the list."""
    campaign = _campaign(request, campaign_id)
    filters = InstitutionFilters(request.GET, asker=asker_of(request))
    every = institutions_for(request.user)
    chosen = filters.narrow(every)
    if request.method == "POST":
        keys = list(chosen.order_by().values_list("pk", flat=True))
        added = add_targets(campaign.pk, institution_ids=keys, by=request.user, at=timezone.now())
        return _said(request, campaign, added)
    listed = campaign.targets.values_list("institution_id", flat=True)
    page = {
        "campaign": campaign,
        "form": bar_of(filters),
        "page": page_of(request, filters.listed(every)),
        "chosen": chosen.count(),
        "new": chosen.exclude(pk__in=list(listed)).count(),
    }
    return render(request, "staff/campaigns/select.html", page)


@staff_page(P.CAMPAIGN_MANAGE)
@require_http_methods(["GET", "POST"])
def by_list(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Paste names, codes or licence numbers; see what each line is; then put them on the list."""
    campaign = _campaign(request, campaign_id)
    form = PastedForm(request.POST or None)
    lines: list[Matched] = []
    if request.method == "POST" and form.is_valid():
        lines = match_lines(form.cleaned_data["lines"])
        if "apply" in request.POST:
            keys = [line.institution.pk for line in lines if line.institution]
            now = timezone.now()
            added = form.run(
                add_targets, campaign.pk, institution_ids=keys, by=request.user, at=now
            )
            if added is not None:
                return _said(request, campaign, added)
    page = {
        "campaign": campaign,
        "form": form,
        "lines": lines,
        "found": sum(line.institution is not None for line in lines),
        "lost": sum(line.institution is None for line in lines),
    }
    return render(request, "staff/campaigns/paste.html", page)


def _said(request: HttpRequest, campaign: Campaign, added: Added) -> HttpResponse:
    already = f"，{added.already}家此前已在名单上" if added.already else ""
    messages.success(request, f"已列入{added.new}家{already}。")
    return redirect("staff:campaign", campaign.pk)


def _campaign(request: HttpRequest, campaign_id: int) -> Campaign:
    return get_object_or_404(campaigns_for(request.user), pk=campaign_id)

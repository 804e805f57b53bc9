"""Campaigns: the list, one campaign with its plan, departments and institutions."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Permission as P
from common.clock import localdate
from enforcement.models import Notice
from enforcement.queries import notices_for, print_progress
from inspections.filters import CampaignFilters, TargetFilters
from inspections.models import Campaign, CampaignTarget, Visit
from inspections.queries import campaigns_for, targets_of, visits_for
from inspections.services import add_target, note_outcome, open_campaign
from staff.access import staff_page
from staff.campaigns.forms import CampaignForm, OutcomeForm, TargetForm
from staff.filter_bar import asker_of, bar_of
from staff.paging import page_of


@staff_page(P.CAMPAIGN_VIEW)
@require_GET
def campaigns(request: HttpRequest) -> HttpResponse:
    """All campaigns with how far each has come."""
    filters = CampaignFilters(request.GET, asker=asker_of(request))
    rows = filters.listed(campaigns_for(request.user)).annotate(
        target_count=_count(CampaignTarget.objects.all()),
        visit_count=_count(Visit.objects.visible_to(request.user).took_place()),
        notice_count=_count(Notice.objects.visible_to(request.user).numbered()),
    )
    page = {
        "form": bar_of(filters),
        "page": page_of(request, rows),
        "today": localdate(timezone.now()),
        "may_manage": request.user.has(P.CAMPAIGN_MANAGE),
    }
    return render(request, "staff/campaigns/campaigns.html", page)


def _count(rows: QuerySet) -> Coalesce:
    """How many of ``rows`` belong to each campaign."""
    of_one = rows.filter(campaign=OuterRef("pk")).order_by().values("campaign")
    return Coalesce(Subquery(of_one.annotate(n=Count("pk")).values("n")), 0)


@staff_page(P.CAMPAIGN_VIEW)
@require_GET
def campaign(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """One campaign: plan, departments, progress, figures, the list of institutions."""
    found = get_object_or_404(campaigns_for(request.user), pk=campaign_id)
    filters = TargetFilters(request.GET, asker=asker_of(request))
    every = targets_of(found)
    page = {
        "campaign": found,
        "form": bar_of(filters),
        "page": page_of(request, filters.listed(_with_papers(every, request, found))),
        "departments": found.departments.all(),
        "today": localdate(timezone.now()),
        "progress": print_progress(found),
        "tiles": _tiles(request, found, every),
        "may_manage": request.user.has(P.CAMPAIGN_MANAGE),
        "may_plan": request.user.has(P.VISIT_PLAN),
        "may_print": request.user.has(P.NOTICE_SERVE),
    }
    return render(request, "staff/campaigns/campaign.html", page)


def _with_papers(targets: QuerySet, request: HttpRequest, found: Campaign) -> QuerySet:
    """Each target's visits and notices of this campaign, in two queries for all of them."""
    visits = visits_for(request.user).filter(campaign=found).prefetch_related(None)
    notices = notices_for(request.user).filter(campaign=found)
    return targets.prefetch_related(
        Prefetch("institution__visits", visits, to_attr="campaign_visits"),
        Prefetch("institution__notices", notices, to_attr="campaign_notices"),
    )


def _tiles(request: HttpRequest, found: Campaign, every: QuerySet) -> dict[str, int]:
    """The counts at the top of the page."""
    today = localdate(timezone.now())
    notices = Notice.objects.visible_to(request.user).of_campaign(found)
    return {
        "targets": every.count(),
        "visited": every.filter(is_visited=True).count(),
        "visits": Visit.objects.visible_to(request.user)
        .filter(campaign=found)
        .took_place()
        .count(),
        "waiting": notices.filter(approved_at__isnull=True, submitted_at__isnull=False).count(),
        "notices": notices.numbered().count(),
        "overdue": notices.orders().overdue(today).count(),
    }


@staff_page(P.CAMPAIGN_MANAGE)
@require_http_methods(["GET", "POST"])
def open_new(request: HttpRequest) -> HttpResponse:
    """Open a campaign."""
    form = CampaignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = {**form.cleaned_data, "departments": list(form.cleaned_data["departments"])}
        opened = form.run(open_campaign, **facts, by=request.user, at=timezone.now())
        if opened:
            messages.success(request, f"已开展“{opened}”，请把机构列入名单。")
            return redirect("staff:campaign", opened.pk)
    page = {"form": form, "title": "开展专项行动", "label": "开展"}
    return render(request, "staff/campaigns/form.html", page)


@staff_page(P.CAMPAIGN_MANAGE)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Put an institution on the list; the form stays for the next one."""
    found = get_object_or_404(campaigns_for(request.user), pk=campaign_id)
    form = TargetForm(request.POST or None, campaign=found, user=request.user)
    if request.method == "POST" and form.is_valid():
        target = form.run(
            add_target,
            found.pk,
            institution_id=form.cleaned_data["institution"].pk,
            group=form.cleaned_data["group"],
            by=request.user,
            at=timezone.now(),
        )
        if target:
            messages.success(request, f"已把{target.institution.name}列入名单。")
            return redirect("staff:campaign-target-add", found.pk)
    page = {"campaign": found, "form": form, "title": "列入名单", "label": "列入"}
    return render(request, "staff/campaigns/form.html", page)


@staff_page(P.CAMPAIGN_MANAGE)
@require_http_methods(["GET", "POST"])
def outcome(request: HttpRequest, target_id: int) -> HttpResponse:
    """Note down what came of one institution."""
    visible = CampaignTarget.objects.filter(campaign__in=campaigns_for(request.user))
    target = get_object_or_404(visible.select_related("campaign", "institution"), pk=target_id)
    form = OutcomeForm(request.POST or None, target=target)
    if request.method == "POST" and form.is_valid():
        value = form.cleaned_data["outcome"]
        noted = form.run(note_outcome, target.pk, outcome=value, by=request.user, at=timezone.now())
        if noted:
            messages.success(request, f"已记录{target.institution.name}的处理结果。")
            return redirect("staff:campaign", target.campaign_id)
    page = {"campaign": target.campaign, "target": target, "form": form, "label": "保存"}
    return render(request, "staff/campaigns/form.html", {**page, "title": "记录处理结果"})

"""Looking at the registry: the list, and everything about one institution."""

from __future__ import annotations

from itertools import chain

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Permission
from common.clock import localdate
from enforcement.models import Notice
from funds.queries import accounts_for
from inspections.models import Visit
from institutions.filters import InstitutionFilters
from institutions.models import InstitutionQuerySet
from institutions.queries import grades_on, institutions_for, lists_on
from institutions.states import InstitutionKind, InstitutionState, ListKind
from staff.access import staff_page
from staff.filter_bar import asker_of, bar_of
from staff.institutions.sheets import remarks_to_show
from staff.institutions.story import story_of
from staff.maps.views import base_map
from staff.paging import page_of
from supervision.queries import standing_of
from transfers.queries import transfers_of


@staff_page(Permission.INSTITUTION_VIEW)
@require_GET
def institution_list(request: HttpRequest) -> HttpResponse:
    filters = InstitutionFilters(request.GET, asker=asker_of(request))
    every = institutions_for(request.user)
    page = {
        "form": bar_of(filters),
        "tabs": _tabs(request, every),
        "page": page_of(request, filters.listed(every)),
        "today": localdate(timezone.now()),
        "may_register": request.user.has(Permission.INSTITUTION_EDIT),
    }
    return render(request, "staff/institutions/list.html", page)


def _tabs(request: HttpRequest, every: InstitutionQuerySet) -> list[dict[str, object]]:
    """Ready-made filters with their counts; one query."""
    tabs = [("全部", {})]
    tabs += [(kind.label, {"kind": kind.value}) for kind in InstitutionKind]
    wanted = (InstitutionState.UNLICENSED, InstitutionState.RECTIFYING, InstitutionState.STOPPED)
    tabs += [(state.label, {"state": state.value}) for state in wanted]
    counts = every.order_by().aggregate(
        **{f"n{i}": Count("pk", filter=Q(**only)) for i, (_, only) in enumerate(tabs) if only},
        n0=Count("pk"),
    )
    return [
        {
            "title": title,
            "query": only,
            "count": counts[f"n{i}"],
            "is_current": {
                name: request.GET[name] for name in ("kind", "state") if request.GET.get(name)
            }
            == only,
        }
        for i, (title, only) in enumerate(tabs)
    ]


@staff_page(Permission.INSTITUTION_VIEW)
@require_GET
def institution_detail(request: HttpRequest, institution_id: int) -> HttpResponse:
    institution = get_object_or_404(institutions_for(request.user), pk=institution_id)
    visits = list(
        Visit.objects.visible_to(request.user)
        .filter(institution=institution)
        .annotate(findings_count=Count("findings"))
    )
    notices = list(Notice.objects.visible_to(request.user).filter(institution=institution))
    watched = standing_of(institution, request.user)
    transfers = transfers_of(institution, request.user)
    today = localdate(timezone.now())
    on_list = lists_on(today, [institution.pk]).get(institution.pk)
    page = {
        "institution": institution,
        "today": today,
        "people": institution.people.filter(left_on__isnull=True),
        "former_sites": institution.sites.filter(valid_until__isnull=False),
        "visits": visits,
        "notices": notices,
        "fund_accounts": accounts_for(request.user).filter(institution=institution),
        "story": story_of(institution, visits, notices, chain(*watched.values(), transfers)),
        **watched,
        "transfers": transfers,
        "may_transfer": request.user.has(Permission.CASE_HANDLE),
        **base_map(),
        "tab": "about",
        "remarks": remarks_to_show(institution, today),
        "stands_on": ListKind(on_list).label if on_list else "",
        "grade": grades_on(today, [institution.pk]).get(institution.pk, ""),
        "may_edit": request.user.has(Permission.INSTITUTION_EDIT),
        "may_move": request.user.has(Permission.INSTITUTION_MOVE),
        "may_open_account": request.user.has(Permission.FUND_MANAGE),
        "may_plan": request.user.has(Permission.VISIT_PLAN),
        "may_call": request.user.has(Permission.INTERVIEW_HOLD),
        "may_list": request.user.has(Permission.SUPERVISION_LIST),
    }
    return render(request, "staff/institutions/detail.html", page)

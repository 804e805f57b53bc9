"""One search over everything a person may see: institutions, notices, visits and the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.permissions import Permission as P
from assignments.filters import AssignmentFilters
from assignments.queries import visible_to
from common.clock import chinese_date
from common.filters import Filters
from common.searching import MOST_SIGNS, words_of
from enforcement.filters import NoticeFilters
from enforcement.queries import notices_for
from inspections.filters import CampaignFilters, VisitFilters
from inspections.queries import campaigns_for, visits_for
from institutions.filters import InstitutionFilters
from institutions.queries import institutions_for
from staff.access import staff_page
from staff.filter_bar import asker_of

_SHOWN = 6  # of each kind; the list of the kind shows all


@dataclass(frozen=True, slots=True)
class Hit:
    """One line: what it is called, what else tells it apart, where it leads."""

    thing: Model
    title: str
    text: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """One kind of thing that is searched, and who searches it."""

    title: str
    icon: str
    rights: tuple[P, ...]
    list_name: str
    page_name: str
    filters: type[Filters]
    rows: Callable[[User], Any]
    words: Callable[[Any], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind. ``is_more``: there are more than ``count``."""

    kind: Kind
    hits: list[Hit]
    count: int
    is_more: bool
    url: str


def _institution(row: Any) -> tuple[str, str]:
    site = row.current_site
    return row.name, f"{row.get_kind_display()} · {site.address if site else '未登记地址'}"


def _notice(row: Any) -> tuple[str, str]:
    return row.institution.name, f"{row.get_form_display()} · {row.number or '未编号'}"


def _visit(row: Any) -> tuple[str, str]:
    return row.institution.name, f"{row.get_purpose_display()} · {chinese_date(row.visited_on)}"


def _campaign(row: Any) -> tuple[str, str]:
    return row.name, f"{chinese_date(row.starts_on)}至{chinese_date(row.ends_on)}"


def _assignment(row: Any) -> tuple[str, str]:
    return row.title, f"{row.get_kind_display()} · {row.asked_of.name}"


KINDS = (
    Kind(
        title="机构",
        icon="building-community",
        rights=(P.INSTITUTION_VIEW,),
        list_name="institutions",
        page_name="institution",
        filters=InstitutionFilters,
        rows=institutions_for,
        words=_institution,
    ),
    Kind(
        title="文书",
        icon="file-text",
        rights=(P.NOTICE_VIEW,),
        list_name="notices",
        page_name="notice",
        filters=NoticeFilters,
        rows=notices_for,
        words=_notice,
    ),
    Kind(
        title="现场检查",
        icon="clipboard-check",
        rights=(P.VISIT_VIEW, P.VISIT_RECORD),
        list_name="visits",
        page_name="visit",
        filters=VisitFilters,
        rows=visits_for,
        words=_visit,
    ),
    Kind(
        title="专项行动",
        icon="flag",
        rights=(P.CAMPAIGN_VIEW,),
        list_name="campaigns",
        page_name="campaign",
        filters=CampaignFilters,
        rows=campaigns_for,
        words=_campaign,
    ),
    Kind(
        title="协办事项",
        icon="arrows-exchange",
        rights=(P.ASSIGNMENT_ASK, P.ASSIGNMENT_ANSWER),
        list_name="assignments",
        page_name="assignment",
        filters=AssignmentFilters,
        rows=visible_to,
        words=_assignment,
    ),
)


@staff_page()
@require_GET
def everywhere(request: HttpRequest) -> HttpResponse:
    """The first hits of each kind that the person may see, with the way to all of them."""
    text = request.GET.get("text", "").replace("\x00", "").strip()[:MOST_SIGNS]
    groups = [_group(request, kind, text) for kind in KINDS if _may_search(request.user, kind)]
    page = {
        "search_text": text,
        "is_asked": bool(words_of(text)),
        "groups": [group for group in groups if group.hits],
        "titles": [group.kind.title for group in groups],
    }
    return render(request, "staff/search/search.html", page)


def _may_search(user: User, kind: Kind) -> bool:
    return any(user.has(right) for right in kind.rights)


def _group(request: HttpRequest, kind: Kind, text: str) -> Group:
    where = f"{reverse(f'staff:{kind.list_name}')}?{urlencode({'text': text})}"
    if not words_of(text):
        return Group(kind, [], 0, False, where)
    found = kind.filters({"text": text}, asker=asker_of(request)).listed(kind.rows(request.user))
    hits = [_hit(kind, row) for row in found[:_SHOWN]]
    count = len(hits) if len(hits) < _SHOWN else found.count()
    return Group(kind, hits, count, getattr(found, "is_cut", False), where)


def _hit(kind: Kind, row: Any) -> Hit:
    title, text = kind.words(row)
    return Hit(row, title, text, reverse(f"staff:{kind.page_name}", args=[row.pk]))

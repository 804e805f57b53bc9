"""Listed supervision: a matter, its target and day, what was done, how it ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from accounts.permissions import Permission as P
from common.clock import localdate
from staff.access import staff_page
from staff.buttons import Button, may_move
from staff.forms import StaffForm
from staff.supervision.forms import ExtendForm, ListingForm, ProgressForm, ResultForm
from staff.supervision.page import LISTINGS, Ask, form_page, sent, story_of, to
from supervision.models import Listing
from supervision.queries import listings_for
from supervision.services import (
    Target,
    escalate_listing,
    extend_listing,
    list_matter,
    note_progress,
    strike_listing,
)
from supervision.states import LISTING, ListingState

_NEW = Ask("listing", "挂牌督办", "挂牌", "已挂牌督办。", "责任人和督办领导须是两个人。")
_PROGRESS = Ask("listing", "填写进展", "填写进展", "已填写进展。", "填写后不能修改或者删除。")
_EXTEND = Ask("listing", "延长期限", "延长期限", "已延长督办期限。")
_STRIKE = Ask("listing", "摘牌", "摘牌", "已摘牌。", "写明督办目标达到的情况。")
_ESCALATE = Ask(
    "listing",
    "升级处理",
    "升级处理",
    "已升级处理。",
    "写明未达到目标的情况、交由谁继续处理。",
    "bad",
)


@staff_page(P.SUPERVISION_LIST)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Put a matter under listed supervision."""
    form = ListingForm(**sent(request), user=request.user, initial=request.GET.dict())

    def run(typed: dict[str, Any]) -> Listing:
        institution = typed.pop("institution")
        return list_matter(institution.pk, Target(**typed), by=request.user, at=timezone.now())

    return form_page(request, form, _NEW, run)


@staff_page(*LISTINGS)
@require_GET
def listing(request: HttpRequest, listing_id: int) -> HttpResponse:
    """Target, day, people, what was done, how it ended."""
    found = _found(request, listing_id)
    page = {
        "listing": found,
        "today": localdate(timezone.now()),
        "progress": found.progress.select_related("noted_by").order_by("-pk"),
        "extensions": found.extensions.select_related("extended_by").order_by("-pk"),
        "buttons": _buttons(found, request.user),
        "may_see_institution": request.user.has(P.INSTITUTION_VIEW),
        "story": story_of(found),
    }
    return render(request, "staff/supervision/listing.html", page)


@staff_page(*LISTINGS)
@require_http_methods(["GET", "POST"])
def progress(request: HttpRequest, listing_id: int) -> HttpResponse:
    """Tell what was done."""
    return _about(request, listing_id, ProgressForm, _PROGRESS, note_progress)


@staff_page(P.SUPERVISION_LIST)
@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, listing_id: int) -> HttpResponse:
    """Set a later day."""
    return _about(request, listing_id, ExtendForm, _EXTEND, extend_listing)


@staff_page(P.SUPERVISION_LIST)
@require_http_methods(["GET", "POST"])
def strike(request: HttpRequest, listing_id: int) -> HttpResponse:
    """The target is met."""
    return _about(request, listing_id, ResultForm, _STRIKE, strike_listing)


@staff_page(P.SUPERVISION_LIST)
@require_http_methods(["GET", "POST"])
def escalate(request: HttpRequest, listing_id: int) -> HttpResponse:
    """The target was not met."""
    return _about(request, listing_id, ResultForm, _ESCALATE, escalate_listing)


def _about(
    request: HttpRequest,
    listing_id: int,
    kind: type[StaffForm],
    ask: Ask,
    verb: Callable[..., Model],
) -> HttpResponse:
    found = _found(request, listing_id)

    def run(typed: dict[str, Any]) -> Model:
        return verb(found.pk, **typed, by=request.user, at=timezone.now())

    return form_page(request, kind(**sent(request)), ask, run, found)


def _found(request: HttpRequest, listing_id: int) -> Listing:
    rows = listings_for(request.user).select_related("listed_by", "ended_by")
    found: Listing = get_object_or_404(rows, pk=listing_id)
    return found


def _buttons(row: Listing, user: User) -> list[Button]:
    is_open = row.state == ListingState.LISTED
    wanted = (
        (
            is_open and user.pk in (row.owner_id, row.leader_id),
            to("listing-progress", row, "填写进展", "pencil", "primary"),
        ),
        (may_move(LISTING, row, "strike", user), to("listing-strike", row, "摘牌", "check")),
        (
            may_move(LISTING, row, "extend", user),
            to("listing-extend", row, "延长期限", "calendar-time"),
        ),
        (
            may_move(LISTING, row, "escalate", user),
            to("listing-escalate", row, "升级处理", "arrow-forward-up", "bad"),
        ),
    )
    return [button for may, button in wanted if may]

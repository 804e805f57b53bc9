"""A matter is listed with target and day, watched, and struck off or sent higher."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import chinese_date, localdate
from common.errors import NotAllowed, NotFound
from supervision.errors import ListingDayWrong, ListingHands, NotYourListing
from supervision.models import Listing, ListingExtension, ListingProgress
from supervision.services._common import institution_of, require_said
from supervision.states import LISTING


@dataclass(frozen=True, slots=True)
class Target:
    """What must be reached, by when, who answers for it and who watches over that."""

    matter: str
    target: str
    due_on: date
    owner: User
    leader: User


@transaction.atomic
def list_matter(institution_id: int, wanted: Target, *, by: User, at: datetime) -> Listing:
    """Put a matter at an institution under listed supervision.

    Raises NotAllowed, NotFound, SupervisionIncomplete, ListingDayWrong, ListingHands.
    """
    require(by, Permission.SUPERVISION_LIST)
    institution = institution_of(institution_id)
    require_said("挂牌督办", 督办事项=wanted.matter, 目标=wanted.target)
    _require_later(wanted.due_on, localdate(at))
    if wanted.owner == wanted.leader:
        raise ListingHands(person=wanted.owner.full_name)
    for person in (wanted.owner, wanted.leader):
        person.require_here()
    listing = Listing.objects.create(
        institution=institution,
        matter=wanted.matter.strip(),
        target=wanted.target.strip(),
        due_on=wanted.due_on,
        owner=wanted.owner,
        leader=wanted.leader,
        listed_at=at,
        listed_by=by,
    )
    day = wanted.due_on.isoformat()
    record("listing.list", listing, by=by, at=at, after=listing.state, due_on=day)
    return listing


@transaction.atomic
def note_progress(listing_id: int, *, text: str, by: User, at: datetime) -> ListingProgress:
    """Tell what was done: whoever answers for it, or its leader.

    Raises NotFound, NotAllowed, NotYourListing, SupervisionIncomplete, WrongState.
    """
    listing = _locked(listing_id)
    if by.pk not in (listing.owner_id, listing.leader_id):
        if not by.has(Permission.CASE_VIEW):
            raise NotAllowed(what=Permission.CASE_VIEW.label)
        raise NotYourListing(listing=listing)
    by.require_here()
    require_said("督办进展", 进展情况=text)
    LISTING.apply(listing, "progress", by=by, at=at, note=text.strip())
    return ListingProgress.objects.create(
        listing=listing, text=text.strip(), noted_at=at, noted_by=by
    )


@transaction.atomic
def extend_listing(
    listing_id: int, *, due_on: date, reason: str, by: User, at: datetime
) -> Listing:
    """Set a later day, with the reason on record.

    Raises NotAllowed, NotFound, WrongState, SupervisionIncomplete, ListingDayWrong.
    """
    listing = _locked(listing_id)
    LISTING.apply(listing, "extend", by=by, at=at, reason=reason.strip())
    require_said("督办延期", 原因=reason)
    _require_later(due_on, max(listing.due_on, localdate(at)))
    ListingExtension.objects.create(
        listing=listing,
        old_due_on=listing.due_on,
        new_due_on=due_on,
        reason=reason.strip(),
        extended_at=at,
        extended_by=by,
    )
    listing.due_on = due_on
    listing.save(update_fields=["state", "due_on"])
    return listing


def strike_listing(listing_id: int, *, result: str, by: User, at: datetime) -> Listing:
    """The target is met: the listing ends with what was reached.

    Raises NotAllowed, NotFound, WrongState, SupervisionIncomplete.
    """
    return _end(listing_id, "strike", result, by=by, at=at)


def escalate_listing(listing_id: int, *, result: str, by: User, at: datetime) -> Listing:
    """The target was not met: it goes higher, and ``result`` says to whom and why.

    Raises NotAllowed, NotFound, WrongState, SupervisionIncomplete.
    """
    return _end(listing_id, "escalate", result, by=by, at=at)


@transaction.atomic
def _end(listing_id: int, action: str, result: str, *, by: User, at: datetime) -> Listing:
    listing = _locked(listing_id)
    LISTING.apply(listing, action, by=by, at=at, note=result.strip())
    require_said("督办结果", 结果=result)
    listing.result = result.strip()
    listing.ended_at, listing.ended_by = at, by
    listing.save(update_fields=["state", "result", "ended_at", "ended_by"])
    return listing


def _require_later(day: date, least: date) -> None:
    if day <= least:
        raise ListingDayWrong(day=chinese_date(day), least=chinese_date(least))


def _locked(listing_id: int) -> Listing:
    held = Listing.objects.select_for_update(of=("self",)).filter(pk=listing_id)
    found: Listing | None = held.first()
    if found is None:
        raise NotFound(what="这项挂牌督办")
    return found

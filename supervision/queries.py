"""Reads of supervision for pages and the inbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.permissions import Permission
from institutions.models import Institution
from supervision.models import Circular, FundVisit, Interview, Listing, Merit
from supervision.states import CircularState


def interviews_for(user: User) -> Any:
    return Interview.objects.visible_to(user).select_related("institution", "paper")


def circulars_for(user: User) -> Any:
    return Circular.objects.visible_to(user).prefetch_related("named__institution")


def listings_for(user: User) -> Any:
    return Listing.objects.visible_to(user).select_related("institution", "owner", "leader")


def merits_for(user: User) -> Any:
    return Merit.objects.visible_to(user).select_related("institution")


def fund_visits_for(user: User) -> Any:
    rows = FundVisit.objects.visible_to(user)
    return rows.select_related("institution", "visit__institution", "alert", "finding")


def awaiting_result(user: User, *, at: datetime) -> list[Interview]:
    """Talks whose hour is over and of which nobody has said whether they took place."""
    return list(interviews_for(user).past_due(at).order_by("talk_at"))


def listings_of(user: User) -> list[Listing]:
    """Open listings that a person answers for or leads, the nearest day first."""
    mine = Listing.objects.open().of(user).select_related("institution", "owner", "leader")
    return list(mine.order_by("due_on"))


def circulars_awaiting(user: User) -> list[Circular]:
    """Drafts of others, for whoever may approve them; the longest waiting first."""
    if not user.has(Permission.SUPERVISION_LIST):
        return []
    drafts = Circular.objects.filter(state=CircularState.DRAFT).exclude(drafted_by=user)
    return list(drafts.select_related("drafted_by").order_by("drafted_at"))


def standing_of(institution: Institution, user: User) -> dict[str, Any]:
    """What the institution's page shows a person: talks, listings, merits, circulars naming it."""
    here = {"institution": institution}
    out = (CircularState.DRAFT, CircularState.DISCARDED)
    circulars = Circular.objects.visible_to(user).filter(named__institution=institution)
    return {
        "interviews": interviews_for(user).filter(**here),
        "listings": listings_for(user).filter(**here),
        "merits": merits_for(user).filter(**here),
        "circulars": circulars.exclude(state__in=out),
    }

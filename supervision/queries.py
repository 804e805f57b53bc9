"""Reads of supervision for pages and the inbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import User
from institutions.models import Institution
from supervision.models import Circular, Interview, Listing, Merit


def interviews_for(user: User) -> Any:
    return Interview.objects.visible_to(user).select_related("institution", "paper")


def circulars_for(user: User) -> Any:
    return Circular.objects.visible_to(user).prefetch_related("named__institution")


def listings_for(user: User) -> Any:
    return Listing.objects.visible_to(user).select_related("institution", "owner", "leader")


def merits_for(user: User) -> Any:
    return Merit.objects.visible_to(user).select_related("institution")


def awaiting_result(user: User, *, at: datetime) -> list[Interview]:
    """Talks whose hour is over and of which nobody has said whether they took place."""
    return list(interviews_for(user).past_due(at).order_by("talk_at"))


def listings_of(user: User) -> list[Listing]:
    """Open listings that a person answers for or leads, the nearest day first."""
    mine = Listing.objects.open().of(user).select_related("institution", "owner", "leader")
    return list(mine.order_by("due_on"))


def standing_of(institution: Institution) -> dict[str, Any]:
    """What the institution's page shows: talks, listings, merits, circulars that name it."""
    here = {"institution": institution}
    out = ("draft", "discarded")
    return {
        "interviews": Interview.objects.filter(**here).select_related("paper"),
        "listings": Listing.objects.filter(**here).select_related("owner", "leader"),
        "merits": Merit.objects.filter(**here),
        "circulars": Circular.objects.filter(named__institution=institution).exclude(state__in=out),
    }

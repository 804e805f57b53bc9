"""What a paper is worth today, beside its signature: said by the rooms that make papers.

A signature never runs back: a paper that was superseded or voided is still validly signed. Each
room that keeps papers gives a ``StandingOf`` to the public page's list (portal/standings.py).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db.models import TextChoices


class Worth(TextChoices):
    IN_FORCE = "in_force", "有效"
    SUPERSEDED = "superseded", "已被取代"
    VOIDED = "voided", "已作废"


@dataclass(frozen=True, slots=True)
class Standing:
    """One paper as the public may know it. ``by``: number of the paper that took its place."""

    worth: Worth
    number: str
    title: str
    by: str = ""


# Ids of stored files that are one paper -> its standing; None when the room does not know them.
StandingOf = Callable[[Collection[int]], Standing | None]

"""What stands in a person's inbox. Each room gives its rows; the page sorts and draws them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from accounts.models import User

MINE, OVERDUE, RECENT = "mine", "overdue", "recent"


@dataclass(frozen=True, slots=True)
class Work:
    """One line of the inbox.

    ``section``: MINE waits for this person; OVERDUE is past its day; RECENT was done lately.
    ``due_on`` sorts what waits, ``at`` sorts what was done. ``label`` is a short word for a
    badge, ``tone`` its colour.
    """

    section: str
    title: str
    text: str
    url: str
    icon: str
    due_on: date | None = None
    at: datetime | None = None
    label: str = ""
    tone: str = "quiet"


@dataclass(slots=True)
class Inbox:
    """The sorted inbox of one person on one day."""

    mine: list[Work] = field(default_factory=list)
    overdue: list[Work] = field(default_factory=list)
    recent: list[Work] = field(default_factory=list)


Source = Callable[[User, date], Iterable[Work]]
SOURCES: list[Source] = []


def inbox_of(user: User, as_of: date) -> Inbox:
    """What waits for ``user``: soonest due first; what is overdue: longest first."""
    found = Inbox()
    for source in SOURCES:
        for work in source(user, as_of):
            getattr(found, work.section).append(work)
    found.mine.sort(key=lambda work: (work.due_on or date.max, work.title))
    found.overdue.sort(key=lambda work: (work.due_on or date.max, work.title))
    found.recent.sort(key=lambda work: work.at.timestamp() if work.at else 0, reverse=True)
    return found

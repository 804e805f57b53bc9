"""Which page a deadline leads to. A deadline does not know its thing; each room says which are its.

A room that starts deadlines adds a resolver here, as it adds its lines to the inbox.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from accounts.models import User
from deadlines.models import Deadline


@dataclass(frozen=True, slots=True)
class Thing:
    """What a deadline is about, as far as the person may see it."""

    title: str
    url: str


# For a person and keys of deadlines: the things of those that are this room's, by key. One query.
Resolver = Callable[[User, Collection[int]], Mapping[int, Thing]]
RESOLVERS: list[Resolver] = []


def things_of(user: User, deadlines: Iterable[Deadline]) -> dict[int, Thing]:
    """The things of these deadlines by the deadline's key; without those nobody claims."""
    keys = [deadline.pk for deadline in deadlines]
    found: dict[int, Thing] = {}
    for resolver in RESOLVERS if keys else ():
        found.update(resolver(user, keys))
    return found

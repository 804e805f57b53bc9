"""Marks on a position: shown to whoever reads the record, never a reason to refuse it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from field.rules.entries import moment

_EARTH_M = 6_371_008.8
NONE, COARSE, OLD, JUMP, REPEAT, OUTSIDE = "none", "coarse", "old", "jump", "repeat", "outside"


@dataclass(frozen=True, slots=True)
class Limits:
    """The county's parameters: metres, seconds, metres in a second."""

    coarse_m: int
    old_s: int
    jump_m_per_s: int


@dataclass(frozen=True, slots=True)
class Place:
    """A position in degrees, WGS 84, as a phone read it at ``at`` on its own clock."""

    lat: float
    lon: float
    accuracy_m: int
    at: datetime

    @classmethod
    def of(cls, position: Mapping[str, Any] | None) -> Place | None:
        if position is None:
            return None
        return cls(
            lat=position["lat_e7"] / 1e7,
            lon=position["lon_e7"] / 1e7,
            accuracy_m=position["accuracy_m"],
            at=moment(position["at"]),
        )


def marks(
    place: Place | None, *, used_at: datetime, before: Sequence[Place], limits: Limits
) -> tuple[str, ...]:
    """What is odd about a position by itself and against those read before it on this visit.

    Args:
        used_at: when the entry was written, by the phone's clock, as the position's own time.
    """
    if place is None:
        return (NONE,)
    found = []
    if place.accuracy_m > limits.coarse_m:
        found.append(COARSE)
    if abs((used_at - place.at).total_seconds()) > limits.old_s:
        found.append(OLD)
    if before and _jumped(before[-1], place, limits):
        found.append(JUMP)
    if any(_is_repeat(earlier, place) for earlier in before):
        found.append(REPEAT)
    return tuple(found)


def _jumped(first: Place, then: Place, limits: Limits) -> bool:
    away_m = metres(first, then) - first.accuracy_m - then.accuracy_m
    took_s = max(abs((then.at - first.at).total_seconds()), 1.0)
    return away_m / took_s > limits.jump_m_per_s


def _is_repeat(first: Place, then: Place) -> bool:
    """Two true readings are never equal to the last digit; one reading used twice is no repeat."""
    return first.at != then.at and (first.lat, first.lon) == (then.lat, then.lon)


def metres(first: Place, then: Place) -> float:
    """Along the great circle; good to half a percent."""
    a, b = math.radians(first.lat), math.radians(then.lat)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(then.lon - first.lon) / 2) ** 2
    return 2 * _EARTH_M * math.asin(math.sqrt(min(1.0, half)))

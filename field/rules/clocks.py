"""What time it really was, when a phone's clock may be wrong: estimated, never refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from field.rules.entries import MOST_WHOLE, moment

WRONG_FROM = timedelta(minutes=5)
"""A clock that is further off is said to be wrong."""
_STEPPED_FROM = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the phone's clocks showed when the server's showed ``server_at``."""

    epoch: UUID
    device_at: datetime
    mono: int
    server_at: datetime

    @property
    def offset(self) -> timedelta:
        """What must be added to the phone's clock."""
        return self.server_at - self.device_at


def read_clock(sent: Any, *, at: datetime) -> Reading | None:
    """What a phone says its clocks show; None when that cannot be read, never a refusal."""
    try:
        if type(sent["mono"]) is not int or not 0 <= sent["mono"] <= MOST_WHOLE:
            return None
        return Reading(UUID(sent["epoch"]), moment(sent["at"]), sent["mono"], at)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def true_moment(
    device_at: datetime, epoch: UUID, readings: Iterable[Reading], *, received_at: datetime
) -> datetime:
    """When it was, by the reading of the same epoch, else by the one nearest on the phone's clock.

    Never later than it was received. Without any reading the phone is believed.
    """
    readings = list(readings)
    own = [one for one in readings if one.epoch == epoch] or readings
    nearest = min(own, key=lambda one: abs(one.device_at - device_at), default=None)
    offset = nearest.offset if nearest else timedelta(0)
    try:
        return min(device_at + offset, received_at)
    except OverflowError:  # a clock that stands in the year 9999
        return received_at


def was_set(moments: Iterable[tuple[UUID, int, datetime]]) -> bool:
    """Was the wall clock put back or on between two entries of one epoch?

    Args:
        moments: epoch, milliseconds within it and wall clock, in the order of the chain.

    A phone that slept shows more wall time than counted time, so only a jump back is certain;
    a jump on is told from sleep by nothing and not reported.
    """
    last: dict[UUID, tuple[int, datetime]] = {}
    for epoch, mono, at in moments:
        if epoch in last:
            counted = timedelta(milliseconds=mono - last[epoch][0])
            if at - last[epoch][1] < counted - _STEPPED_FROM:
                return True
        last[epoch] = (mono, at)
    return False


def is_wrong(offset: timedelta) -> bool:
    return abs(offset) > WRONG_FROM

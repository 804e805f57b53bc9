"""Counting tries at the door, before they are judged, so that a hundred at once are counted too.

Keys (decision 0019): a name from an address; a name from anywhere; an address; or, on a device
on which this person signed in before, that device alone - so that a stranger can only ever slow
down the strangers' own ways in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localtime

from accounts.errors import TooManyTries
from accounts.models import Tries, TryKind, name_digest
from accounts.rules import Count, Limit, counted, given_back


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What tries are counted under."""

    kind: str
    name: str = ""
    place: str = ""


def keys_of(username: str, *, address: str, device: str) -> list[Key]:
    """The keys of one try to sign in."""
    name = name_digest(username)
    if device:
        return [Key(TryKind.DEVICE, name, device)]
    keys = [Key(TryKind.PAIR, name, address), Key(TryKind.NAME, name)]
    return [*keys, Key(TryKind.ADDRESS, "", address)] if address else keys


def factor_key(user_id: int) -> Key:
    return Key(TryKind.FACTOR, str(user_id))


def own_key(user_id: int) -> Key:
    return Key(TryKind.OWN, str(user_id))


def limit_of(kind: str) -> Limit:
    """The limit of a kind of key, from the settings."""
    own = timedelta(minutes=settings.YUJIAN_PAUSE_MINUTES)
    day, hour = timedelta(days=1), timedelta(hours=1)
    if kind == TryKind.NAME:
        return Limit(settings.YUJIAN_TRIES_PER_NAME, own, own, hour)
    if kind == TryKind.ADDRESS:
        return Limit(settings.YUJIAN_TRIES_PER_ADDRESS, own, own, hour)
    longest = timedelta(minutes=settings.YUJIAN_LONGEST_PAUSE_MINUTES)
    return Limit(settings.YUJIAN_TRIES_PER_PERSON, own, longest, day)


@transaction.atomic
def take_try(keys: list[Key], *, at: datetime) -> list[Tries]:
    """Count one try under each key. Raises TooManyTries; then nothing was counted."""
    rows = _locked(keys, at)
    pauses = [row.locked_until for row in rows if row.locked_until and at < row.locked_until]
    if pauses:
        raise TooManyTries(until=f"{localtime(max(pauses)):%H:%M}")
    for row in rows:
        _set(row, counted(_count(row), limit_of(row.kind), at=at))
    return rows


@transaction.atomic
def forgive(keys: list[Key]) -> int:
    """The try was right: what stands under the person's own key is forgotten, elsewhere it is
    one less. The number of wrong tries before it.
    """
    before = 0
    for row in _existing(keys):
        if row.kind in (TryKind.NAME, TryKind.ADDRESS):
            _set(row, given_back(_count(row), limit_of(row.kind)))
        else:
            before += max(0, row.tries - 1)
            row.delete()
    return before


def forget(username: str, user_id: int) -> int:
    """Everything that was counted against this name and its codes. How many rows there were."""
    # A digest and a number are never equal, so the kind needs no asking.
    return Tries.objects.filter(name__in=[name_digest(username), str(user_id)]).delete()[0]


def _locked(keys: list[Key], at: datetime) -> list[Tries]:
    """Each key's row, made where there is none. One that is there is locked by the same statement:
    between two of them somebody whose code was right could take it away.
    """
    new = [Tries(kind=key.kind, name=key.name, place=key.place, last_at=at) for key in sorted(keys)]
    same = ["kind", "name", "place"]
    Tries.objects.bulk_create(
        new, update_conflicts=True, unique_fields=same, update_fields=["kind"]
    )
    return _existing(keys)


def _existing(keys: list[Key]) -> list[Tries]:
    """Locked in the order of their keys, so that two at once never wait for each other."""
    return [
        row
        for key in sorted(keys)
        for row in Tries.objects.select_for_update().filter(
            kind=key.kind, name=key.name, place=key.place
        )
    ]


def _count(row: Tries) -> Count:
    return Count(row.tries, row.pauses, row.last_at, row.locked_until)


def _set(row: Tries, count: Count) -> None:
    row.tries, row.pauses = count.tries, count.pauses
    row.last_at, row.locked_until = count.last_at, count.locked_until
    row.save(update_fields=["tries", "pauses", "last_at", "locked_until"])

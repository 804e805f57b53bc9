"""How a draw comes out: the same list and seed give the same result, here and anywhere.

The rules in words: docs/draw.md. ``tools/verify_draw.py`` follows them with code of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

_SPACE = 1 << 256
_BEACON_GENESIS, _BEACON_PERIOD_S = 1692803367, 3
BEACON = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
"""The chain hash of drand's "quicknet"; one round every three seconds, randomness = SHA-256 of
the round's signature (drand documentation, HTTP API and chain information)."""


def digest(text: str) -> str:
    """SHA-256 of the UTF-8 text, in small hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


def seed_of(list_sha256: str, values: Sequence[str]) -> str:
    """The seed binds the frozen list: who knows the values early still cannot choose the list."""
    return digest("\n".join([list_sha256, *values]))


def number(seed: str, label: str, below: int) -> int:
    """A whole number in [0, ``below``), each equally likely, fixed by seed and label."""
    fair = _SPACE - _SPACE % below
    attempt = 0
    while True:
        found = int.from_bytes(sha256(f"{seed}\n{label}\n{attempt}".encode()).digest(), "big")
        if found < fair:
            return found % below
        attempt += 1


class Weights:
    """Weights of things in order; finds in log n under whom a point falls, and takes it out."""

    def __init__(self, weights: Sequence[int]) -> None:
        self._size = len(weights)
        self._tree = [0, *weights]
        self._weights = list(weights)
        for place in range(1, self._size + 1):
            parent = place + (place & -place)
            if parent <= self._size:
                self._tree[parent] += self._tree[place]
        self.total = sum(weights)

    def take(self, point: int) -> int:
        """The index whose stretch holds ``point`` (0 to total - 1); its weight is gone after."""
        place, step = 0, 1 << self._size.bit_length()
        while step:
            further = place + step
            if further <= self._size and self._tree[further] <= point:
                place = further
                point -= self._tree[further]
            step >>= 1
        self._remove(place)
        return place

    def _remove(self, index: int) -> None:
        weight, place = self._weights[index], index + 1
        self._weights[index] = 0
        self.total -= weight
        while place <= self._size:
            self._tree[place] -= weight
            place += place & -place


def draw_institutions(seed: str, pool: Sequence[Mapping[str, Any]], wanted: int) -> list[int]:
    """Keys of ``wanted`` institutions, one after the other, each by its weight among the rest."""
    ordered = sorted(pool, key=lambda one: one["key"])
    weights = Weights([one["weight"] for one in ordered])
    places = (
        weights.take(number(seed, f"institution {no}", weights.total))
        for no in range(1, wanted + 1)
    )
    return [ordered[place]["key"] for place in places]


@dataclass
class Crew:
    """Who can be drawn, how much each has to do, and who may not go where."""

    officers: list[Mapping[str, Any]]
    load: dict[int, int]
    barred: set[tuple[int, int]] = field(default_factory=set)

    @classmethod
    def of(cls, listed: Mapping[str, Any]) -> Crew:
        officers = sorted(listed["officers"], key=lambda one: one["key"])
        return cls(
            officers,
            {one["key"]: one["load"] for one in officers},
            {(officer, institution) for officer, institution in listed["recusals"]},
        )

    def able(self, seat: Sequence[str], institution: int, taken: Sequence[int]) -> list[int]:
        """Keys of those who may take the seat, in order."""
        return [
            one["key"]
            for one in self.officers
            if one["department"] in seat
            and one["key"] not in taken
            and (one["key"], institution) not in self.barred
        ]

    def take(
        self, seed: str, label: str, seat: Sequence[str], institution: int, taken: Sequence[int]
    ) -> int | None:
        """One of those with the least to do; None when there is nobody."""
        able = self.able(seat, institution, taken)
        if not able:
            return None
        least = min(self.load[key] for key in able)
        idle = [key for key in able if self.load[key] == least]
        chosen = idle[number(seed, label, len(idle))]
        self.load[chosen] += 1
        return chosen


Visits = list[tuple[int, list[int]]]


def draw(listed: Mapping[str, Any], seed: str) -> Visits:
    """Each drawn institution with its officers, in the order of the draw.

    Raises:
        ValueError: nobody may take a seat; ``seats_short_of`` asks before the list is frozen.
    """
    crew = Crew.of(listed)
    return _draw(listed, seed, crew)


def _draw(listed: Mapping[str, Any], seed: str, crew: Crew) -> Visits:
    visits: Visits = []
    drawn = draw_institutions(seed, listed["institutions"], listed["wanted"])
    for no, institution in enumerate(drawn, start=1):
        people: list[int] = []
        for place, seat in enumerate(listed["seats"], start=1):
            chosen = crew.take(seed, f"officer {no} {place}", seat, institution, people)
            if chosen is None:
                raise ValueError(f"nobody for seat {place} of visit {no}")
            people.append(chosen)
        visits.append((institution, people))
    return visits


def redraw(
    listed: Mapping[str, Any], seed: str, outs: Sequence[tuple[int, int]]
) -> list[int | None]:
    """Who comes in for each officer that goes out, in the order of the record.

    Args:
        outs: number of the visit (from 1) and key of the officer who goes.

    None where nobody is left for the seat; the list ends there.
    """
    crew = Crew.of(listed)
    visits = _draw(listed, seed, crew)
    came: list[int | None] = []
    for no, (visit, out) in enumerate(outs, start=1):
        institution, people = visits[visit - 1]
        place = people.index(out)
        crew.barred.add((out, institution))
        crew.load[out] -= 1
        seat = listed["seats"][place]
        chosen = crew.take(seed, f"redraw {no}", seat, institution, people)
        came.append(chosen)
        if chosen is None:
            break
        people[place] = chosen
    return came


def seats_short_of(listed: Mapping[str, Any]) -> tuple[str, int] | None:
    """An institution's name and the number of a seat that could stay empty; None when all is well.

    Counted carefully: those who may take a seat must outnumber the seats before it that the
    same people could have taken.
    """
    crew = Crew.of(listed)
    barred: dict[int, int] = {}
    for _, institution in crew.barred:
        barred[institution] = barred.get(institution, 0) + 1
    for one in _worst_first(listed["institutions"], barred):
        for place, seat in enumerate(listed["seats"]):
            before = sum(1 for other in listed["seats"][:place] if set(other) & set(seat))
            if len(crew.able(seat, one["key"], ())) <= before:
                return one["name"], place + 1
    return None


def _worst_first(
    institutions: Sequence[Mapping[str, Any]], barred: Mapping[int, int]
) -> list[Mapping[str, Any]]:
    """Those that somebody is barred from, and one that stands for all the others."""
    touched = [one for one in institutions if one["key"] in barred]
    free = [one for one in institutions if one["key"] not in barred]
    return touched + free[:1]


def beacon_round_at(moment_s: int) -> int:
    """The first round of the beacon that does not exist yet at ``moment_s`` (Unix seconds)."""
    return (moment_s - _BEACON_GENESIS) // _BEACON_PERIOD_S + 2


def beacon_time_s(round_no: int) -> int:
    """When a round comes into being, in Unix seconds."""
    return _BEACON_GENESIS + (round_no - 1) * _BEACON_PERIOD_S


def beacon_fault(answer: Mapping[str, Any], round_no: int) -> str:
    """What is wrong with a beacon's published answer, as a Chinese clause; empty when it may be taken.

    Checked without the network: the round, and that the randomness is the signature's digest.
    The signature itself is checked by whoever compares with another of the beacon's addresses.
    """
    if answer.get("round") != round_no:
        return f"不是第{round_no}轮"
    try:
        own = sha256(bytes.fromhex(str(answer.get("signature", "")))).hexdigest()
    except ValueError:
        return "签名不是十六进制"
    return "" if own == answer.get("randomness") else "随机数与签名不符"

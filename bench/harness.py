"""How a figure is measured: two sides in turn, in one run, on one machine; the ratio counts.

A topic is a module of this folder with functions marked ``@row``. Each prepares what it needs,
yields its two ``Sides`` and clears up behind itself::

    @row("search two characters", reach=at_least(50))
    def search() -> Iterator[Sides]:
        fill(200_000)
        yield Sides(ours=by_index, against=by_scan)

``script/bench`` gives every topic an empty database of its own and drops it afterwards.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field

# A side does its work once. It may return the seconds itself, when start-up is to be left out.
Side = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a row is to reach: so many times faster at least, or so many times as long at most."""

    value: float
    faster: bool

    def __str__(self) -> str:
        return f"{'at least' if self.faster else 'at most'} {self.value:g}"

    def ratio(self, ours_s: float, against_s: float) -> float:
        """Against by ours where more is better (a rate, a speed-up), else ours by against."""
        return against_s / ours_s if self.faster else ours_s / against_s

    def holds(self, ratio: float) -> bool:
        return ratio >= self.value if self.faster else ratio <= self.value


def at_least(times: float) -> Reach:
    """Our rate, as a multiple of the other side's."""
    return Reach(times, faster=True)


def at_most(times: float) -> Reach:
    """Our time, as a multiple of the other side's."""
    return Reach(times, faster=False)


@dataclass(slots=True)
class Sides:
    """The two things that are compared. ``facts`` are read after the rounds."""

    ours: Side
    against: Side
    rounds: int = 9
    warm_up: bool = True
    facts: Callable[[], dict[str, object]] = dict


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured row."""

    name: str
    ours: str
    against: str
    ratio: float
    reach: str
    reached: bool
    facts: dict[str, object] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Row:
    """A measurement that waits to be made."""

    name: str
    reach: Reach
    prepare: Callable[[], Iterator[Sides]]

    def measure(self) -> Figure:
        with contextmanager(self.prepare)() as sides:
            ours_s, against_s = _medians(sides)
            ratio = self.reach.ratio(ours_s, against_s)
            return Figure(
                self.name,
                _spoken(ours_s),
                _spoken(against_s),
                round(ratio, 3),
                str(self.reach),
                self.reach.holds(ratio),
                sides.facts(),
            )


ROWS: list[Row] = []


def row(name: str, *, reach: Reach) -> Callable[[Callable[[], Iterator[Sides]]], Row]:
    """Mark a function of a topic as a row of the table."""

    def mark(prepare: Callable[[], Iterator[Sides]]) -> Row:
        made = Row(name, reach, prepare)
        ROWS.append(made)
        return made

    return mark


def _medians(sides: Sides) -> tuple[float, float]:
    """One of ours, one of theirs, and so on: a busy neighbour slows both."""
    if sides.warm_up:
        sides.ours(), sides.against()
    ours, against = [], []
    for _ in range(sides.rounds):
        ours.append(_timed(sides.ours))
        against.append(_timed(sides.against))
    return statistics.median(ours), statistics.median(against)


def _timed(side: Side) -> float:
    began = time.perf_counter()
    told = side()
    took = time.perf_counter() - began
    return told if isinstance(told, float) else took


def _spoken(seconds: float) -> str:
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1000:.2f} ms" if seconds >= 0.001 else f"{seconds * 1e6:.0f} µs"

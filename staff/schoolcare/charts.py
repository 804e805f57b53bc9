"""Months side by side as upright bars. No colours here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from funds.queries import CareMonth
from staff.funds.charts import Mark, short, step_of

_LEFT, _RIGHT, _TOP, _FLOOR = 78, 706, 16, 222
_BAR = 9


@dataclass(frozen=True, slots=True)
class Bar:
    """One amount; ``look`` names its colour."""

    x: int
    y: int
    height: int
    look: str


@dataclass(frozen=True, slots=True)
class Bars:
    """The bars, the heights at the side, the months below, and where nothing is."""

    bars: list[Bar]
    heights: list[Mark]
    months: list[Mark]
    zero: int


def bars_of(months: Sequence[CareMonth]) -> Bars:
    """Four bars a month: charged, came from families, subsidies, paid out."""
    rows = [
        {
            "charged": one.charged_fen,
            "paid": one.paid_fen,
            "subsidy": one.subsidy_fen,
            "out": one.paid_out_fen,
        }
        for one in months
    ]
    every = [fen for row in rows for fen in row.values()]
    low, high = min(0, *every), max(0, *every)
    step = step_of(high - low)
    low, high = low // step * step, -(-high // step) * step or step
    wide = (_RIGHT - _LEFT) / len(months)

    def y(fen: int) -> int:
        return round(_FLOOR - (fen - low) * (_FLOOR - _TOP) / (high - low))

    def bar(place: int, number: int, fen: int, look: str) -> Bar:
        x = round(_LEFT + place * wide + (wide - 4 * _BAR) / 2) + number * _BAR
        top, floor = y(max(fen, 0)), y(min(fen, 0))
        return Bar(x, top, max(1, floor - top), look)

    return Bars(
        bars=[
            bar(place, number, fen, look)
            for place, row in enumerate(rows)
            for number, (look, fen) in enumerate(row.items())
            if fen
        ],
        heights=[Mark(y(fen), short(fen)) for fen in range(low, high + 1, step)],
        months=[
            Mark(round(_LEFT + (place + 0.5) * wide), f"{one.month.month}月")
            for place, one in enumerate(months)
        ],
        zero=y(0),
    )

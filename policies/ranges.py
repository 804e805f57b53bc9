"""Ranges of penalties, law in time, limitation: values in, values out. Nothing is decided alone.

Money is fen, multiples are tenths of the illegal gains, time is months.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from common.clock import months_after

MONTHS = 12
TENTHS = 10

Lighter = Literal["old", "new", "same", "unknown"]


@dataclass(frozen=True, slots=True)
class PenaltyRange:
    """One penalty of a tier with its range; what is not measured has no numbers.

    Attributes:
        severity: of the kind; 1 is the lightest, 0 cannot be ranked.
        is_law: the law's own range; else a benchmark's.
        line: which row says so, for the record: V02a-serious-P3@2023-10-15.
    """

    violation_code: str
    tier: str
    kind: str
    severity: int
    is_law: bool = True
    manner: str = "must"
    min_fen: int | None = None
    max_fen: int | None = None
    multiple_min_tenths: int | None = None
    multiple_max_tenths: int | None = None
    min_months: int | None = None
    max_months: int | None = None
    is_permanent: bool = False
    line: str = ""
    circumstance: str = ""


@dataclass(frozen=True, slots=True)
class FineRange:
    """Between which amounts a fine lies, in whole fen, and by which lines.

    ``min_fen`` and ``max_fen`` are what the benchmark leaves open, or the law where there is no
    benchmark; ``law_min_fen`` and ``law_max_fen`` are the law's own limits, which nobody may pass.
    ``lacks`` says in Chinese what is needed before it can be computed; then all four are None.
    """

    min_fen: int | None
    max_fen: int | None
    law_min_fen: int | None
    law_max_fen: int | None
    lines: tuple[str, ...] = ()
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Which of two laws is the lighter one, and why, as a Chinese sentence."""

    lighter: Lighter
    why: str


@dataclass(frozen=True, slots=True)
class Limitation:
    """Until which day an act must have been found for a penalty (行政处罚法 art. 36).

    ``last_day`` is the last day in time; ``is_over`` says that it was found later.
    """

    ended_on: date
    found_on: date
    years: int
    last_day: date
    is_over: bool


def fine_of(
    lines: Iterable[PenaltyRange], *, tier: str, gains_fen: int | None, fine_kind: str = "P3"
) -> FineRange | None:
    """The range of a fine for a tier; None where the law names no fine for it.

    A line of tier ``any`` holds for every tier. Multiples of the gains are rounded inwards to
    whole fen, so that the range never goes beyond what the law allows. A benchmark is cut to the
    law's limits.

    Args:
        lines: the lines of one violation that hold on the day.
        gains_fen: the recognised illegal gains; None while they are not known.

    Raises:
        ValueError: gains below zero.

    Source: 行政处罚法 arts. 5, 34; enforcement.md 1.5.
    """
    if gains_fen is not None and gains_fen < 0:
        raise ValueError(f"gains must not be below zero, got {gains_fen}")
    every = [line for line in lines if line.kind == fine_kind]
    fines = [line for line in every if line.tier in (tier, "any")]
    own = [line for line in fines if not line.is_law]
    law = [line for line in fines if line.is_law]
    if own and not law:  # a table with more tiers than the law: its lines lie in the law's whole
        law = [line for line in every if line.is_law]
    fines = [*own, *law]
    if not fines:
        return None
    if gains_fen is None and any(line.multiple_max_tenths is not None for line in fines):
        names = tuple(line.line for line in fines)
        return FineRange(
            None, None, None, None, names, lacks="罚款按违法所得的倍数计算，须先认定违法所得"
        )
    low, high = _widest(law, gains_fen)
    least, most = _widest(own, gains_fen) if own else (low, high)
    if low is not None and high is not None and least is not None and most is not None:
        least, most = min(max(least, low), high), max(min(most, high), low)
    return FineRange(least, most, low, high, tuple(line.line for line in fines))


def beyond_law(line: PenaltyRange, law: Iterable[PenaltyRange]) -> str:
    """Why a benchmark's line does not lie in the law's range, as a Chinese clause; else empty.

    Compared with the law's lines of that kind over all tiers, since a table may divide otherwise.
    An amount against a multiple cannot be compared and passes: the case compares it again.

    Source: 行政处罚法 art. 34; 国办发〔2022〕27号: a benchmark stays inside the law's range [K].
    """
    every = list(law)
    same = [one for one in every if one.kind == line.kind]
    if every and not same:
        return "法律没有为该违法情形规定这种处罚"
    for low, high, words in _MEASURES:
        limits = [one for one in same if getattr(one, high) is not None]
        most, least = getattr(line, high), getattr(line, low)
        if most is None or not limits:
            continue
        if most > max(getattr(one, high) for one in limits):
            return f"{words}上限超过法定上限"
        if (least or 0) < min(getattr(one, low) or 0 for one in limits):
            return f"{words}下限低于法定下限"
    return ""


_MEASURES = (
    ("min_fen", "max_fen", "金额"),
    ("multiple_min_tenths", "multiple_max_tenths", "倍数"),
    ("min_months", "max_months", "期限"),
)


def lighter_of(old: Sequence[PenaltyRange], new: Sequence[PenaltyRange]) -> Comparison:
    """Compare the ranges of the law at the act with those at the decision (行政处罚法 art. 37).

    By the heaviest kind of penalty, then its upper, then its lower limit. Says ``unknown`` where
    that does not settle it: other kinds of one weight, an amount against a multiple, no range.
    A person chooses then, with a reason.
    """
    if not old or not new:
        return Comparison("unknown", "有一方没有可供比较的处罚幅度，须由承办人比较并说明理由。")
    if _scale(old) == _scale(new):
        return Comparison("same", "处罚种类和幅度相同。")
    if any(line.severity == 0 for line in (*old, *new)):
        return Comparison("unknown", "有不能排列轻重的处罚种类，须由承办人比较并说明理由。")
    heaviest = max(line.severity for line in old), max(line.severity for line in new)
    if heaviest[0] != heaviest[1]:
        lighter: Lighter = "new" if heaviest[1] < heaviest[0] else "old"
        return Comparison(lighter, "最重的处罚种类不同。")
    return _by_limits(_at_weight(old, heaviest[0]), _at_weight(new, heaviest[0]))


def limitation_of(ended_on: date, found_on: date, *, years: int) -> Limitation:
    """Whether an act was found in time.

    Args:
        ended_on: the day of the act; of a continuing act the day it ended.
        found_on: the day on which the authority learned of it.
        years: 2, or 5 where citizens' life or health or financial security is concerned and
            harm resulted; both from the catalogue (deadline.t31).

    Raises:
        ValueError: found before it ended is no question of limitation when ``years`` is below 1.

    Source: 行政处罚法 art. 36. The day itself is not counted (C4); 29 February ends on the 28th.
    """
    if years < 1:
        raise ValueError(f"years must be 1 or more, got {years}")
    last = months_after(ended_on, years * 12)
    return Limitation(ended_on, found_on, years, last, found_on > last)


def _widest(lines: Sequence[PenaltyRange], gains_fen: int | None) -> tuple[int | None, int | None]:
    """The lowest and highest amount that any of these lines allows; None: nothing is said."""
    amounts = [_amounts(line, gains_fen) for line in lines]
    lows = [low for low, _ in amounts if low is not None]
    highs = [high for _, high in amounts if high is not None]
    return (min(lows) if lows else None, max(highs) if highs else None)


def _amounts(line: PenaltyRange, gains_fen: int | None) -> tuple[int | None, int | None]:
    if line.multiple_max_tenths is None or gains_fen is None:
        return line.min_fen, line.max_fen
    low = -(-gains_fen * (line.multiple_min_tenths or 0) // TENTHS)
    high = gains_fen * line.multiple_max_tenths // TENTHS
    return min(low, high), high


def _scale(lines: Sequence[PenaltyRange]) -> list[tuple[object, ...]]:
    """Everything that makes lines heavier or lighter, in an order of its own."""
    found = [
        (
            line.kind,
            line.tier,
            line.manner,
            (line.min_fen, line.max_fen),
            (line.multiple_min_tenths, line.multiple_max_tenths),
            (line.min_months, line.max_months, line.is_permanent),
        )
        for line in lines
    ]
    return sorted(found, key=str)


def _at_weight(lines: Sequence[PenaltyRange], severity: int) -> list[PenaltyRange]:
    return [line for line in lines if line.severity == severity]


def _by_limits(old: list[PenaltyRange], new: list[PenaltyRange]) -> Comparison:
    """Both sides' heaviest lines, of one weight."""
    measures = {_measure(line) for line in (*old, *new)}
    kinds = {line.kind for line in old}, {line.kind for line in new}
    if kinds[0] != kinds[1] or len(measures) != 1 or measures == {"none"}:
        return Comparison("unknown", "最重的处罚种类轻重相当但不能比较，须由承办人比较并说明理由。")
    limits = _limits(old), _limits(new)
    for place, name in ((1, "上限"), (0, "下限")):
        was, now = limits[0][place], limits[1][place]
        if was != now:
            return Comparison("new" if now < was else "old", f"最重处罚的{name}不同。")
    return Comparison("unknown", "最重处罚的上下限相同，其余部分须由承办人比较并说明理由。")


def _measure(line: PenaltyRange) -> str:
    if line.multiple_max_tenths is not None:
        return "multiple"
    if line.max_fen is not None:
        return "fen"
    return "months" if line.max_months is not None or line.is_permanent else "none"


_FOR_EVER = 10**12


def _limits(lines: Sequence[PenaltyRange]) -> tuple[int, int]:
    lows, highs = [], []
    for line in lines:
        low = (line.min_fen, line.multiple_min_tenths, line.min_months)
        high = (line.max_fen, line.multiple_max_tenths, line.max_months)
        ever = _FOR_EVER if line.is_permanent else 0
        lows.append(next((number for number in low if number is not None), ever))
        highs.append(next((number for number in high if number is not None), ever))
    return min(lows), max(highs)

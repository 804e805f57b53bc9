"""The range of a fine: read from the rows of the catalogue, in the law that applies (art. 37)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cases.models import Case, Decision
from cases.rules import Proposed
from cases.services._law import Applied
from cases.states import PenaltyKind
from common.errors import BadInput
from policies.queries import FineRange, fine_range, ranges_on
from policies.states import Tier

Lines = dict[str, FineRange]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """The range that the benchmark gives for the fine, in fen.

    ``line`` names a row of the catalogue, ``V02a/serious``: then least and most come from it, and
    whoever types others beyond it deviates. Where the catalogue knows no range, they are typed.
    """

    least_fen: int | None = None
    most_fen: int | None = None
    text: str = ""
    rows: tuple[str, ...] = ()
    deviation_reason: str = ""
    line: str = ""


def lines_of(case: Case, law: Iterable[Applied]) -> Lines:
    """``V02a/serious`` -> its range, for every violation and tier that has one in figures."""
    report = case.reports.last()
    gains = report.gains_fen if report else None
    found: Lines = {}
    for one in law:
        code, on = one.row.code, one.day
        named = {row.tier for row in ranges_on(code, on) if row.kind == PenaltyKind.P3}
        for tier in (tier for tier in Tier if tier in named):
            held = fine_range(code, tier=tier, gains_fen=gains, on=on)
            if held is not None and held.max_fen is not None:
                found[f"{code}/{tier}"] = held
    return found


def range_columns(
    asked: Benchmark | None, penalties: Iterable[Proposed], lines: Lines
) -> dict[str, Any]:
    """The columns of a decision about its range. Raises BadInput where a row must be named."""
    fine = next((one.amount_fen for one in penalties if one.kind == PenaltyKind.P3), None)
    held = lines.get(asked.line) if asked else None
    if fine is not None and lines and held is None:
        raise BadInput(sentence=_SENTENCE)
    if asked is None:
        return {}
    low = held.min_fen or 0 if held and asked.least_fen is None else asked.least_fen
    high = held.max_fen if held and asked.most_fen is None else asked.most_fen
    if low is None or high is None:
        return {}
    outside = fine is not None and (not low <= fine <= high or _is_wider(low, high, held))
    return {
        "fine_min_fen": low,
        "fine_max_fen": high,
        "benchmark_text": asked.text.strip(),
        "ranges": list(held.lines if held else asked.rows),
        "deviates": outside and bool(asked.deviation_reason.strip()),
        "deviation_reason": asked.deviation_reason.strip() if outside else "",
    }


def require_ranged(case: Case, decision: Decision, law: Iterable[Applied]) -> None:
    """Go on only if a fine names the row that its range was read from. Raises BadInput."""
    if decision.ranges or not decision.penalties.filter(kind=PenaltyKind.P3).exists():
        return
    if lines_of(case, law):
        raise BadInput(sentence=_SENTENCE)


def is_typed_wider(case: Case, decision: Decision, law: Iterable[Applied]) -> bool:
    """Did somebody type a range that goes beyond the row it names?"""
    low, high, rows = decision.fine_min_fen, decision.fine_max_fen, tuple(decision.ranges)
    if low is None or high is None or not rows:
        return False
    named = [held for held in lines_of(case, law).values() if held.lines == rows]
    return bool(named) and all(_is_wider(low, high, held) for held in named)


_SENTENCE = "本案的违法情形有法定幅度或者裁量基准，请选择适用的裁量阶次。"


def _is_wider(low: int, high: int, held: FineRange | None) -> bool:
    if held is None or held.max_fen is None:
        return False
    return low < (held.min_fen or 0) or high > held.max_fen

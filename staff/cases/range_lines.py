"""The ranges that the law which applies, and the benchmarks inside it, leave for a case."""

from __future__ import annotations

from datetime import date

from cases.models import Case
from cases.services import law_of, lines_of
from common.errors import Refusal
from common.money import yuan
from policies.queries import FineRange, fine_range
from policies.states import Tier


def lines_on(case: Case, today: date) -> list[tuple[str, str, FineRange]]:
    """What the law that applies and the benchmarks inside it leave, violation by violation.

    Where no law can be named yet (art. 37), that of the act is shown.
    """
    report, on = case.reports.last(), case.acted_until
    if on is None:
        return []
    try:
        days = {one.row.code: one.day for one in law_of(case, today)}
    except Refusal:
        days = {}
    gains = report.gains_fen if report else None
    found = []
    for code in case.violations.order_by("no").values_list("violation__code", flat=True):
        for tier in Tier:
            held = fine_range(code, tier=tier, gains_fen=gains, on=days.get(code, on))
            if held is not None:
                found.append((code, tier.label, held))
    return found


def choices_on(case: Case, today: date) -> list[tuple[str, str]]:
    """The rows that a decision may name as its range; none where the catalogue knows no figures."""
    try:
        lines = lines_of(case, law_of(case, today))
    except Refusal:
        return []
    return [(key, _named(key, held)) for key, held in lines.items()]


def _named(key: str, held: FineRange) -> str:
    code, _, tier = key.partition("/")
    least, most = held.min_fen or 0, held.max_fen or 0
    return f"{code}　{Tier(tier).label}（{yuan(least)}元至{yuan(most)}元）"

"""Penalties: kinds, ranges, who holds the power, which law applies, whether it is too late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from common.clock import chinese_date
from policies.errors import CatalogueItemMissing
from policies.models import Benchmark, PenaltyKind, PowerHolder, Violation
from policies.queries.catalogue import values_on
from policies.ranges import (
    Comparison,
    FineRange,
    Limitation,
    PenaltyRange,
    fine_of,
    lighter_of,
    limitation_of,
)
from policies.states import HolderKind, HoldingWay, RangeLevel

_LIMITATION = "deadline.t31"
_ORGAN = "organ.name"


@dataclass(frozen=True, slots=True)
class Power:
    """Who holds the power to penalise a violation on a day; ``row`` None: nobody said otherwise."""

    kind: HolderKind
    way: HoldingWay
    name: str
    source: str
    row: PowerHolder | None = None


@dataclass(frozen=True, slots=True)
class LawInTime:
    """The row at the time of the act, the one at the decision, and which applies.

    ``applies`` is the row to decide by; None where nothing may be imposed (the act was not
    unlawful yet) or where a person must choose between both with a reason (``must_choose``).
    """

    then: Violation | None
    now: Violation | None
    applies: Violation | None
    must_choose: bool
    comparison: Comparison


def penalty_kinds_on(day: date) -> list[PenaltyKind]:
    """P1 … P10 as they hold on a day, in their order."""
    rows = PenaltyKind.objects.on(day).select_related("law")
    return sorted(rows, key=lambda row: (len(row.code), row.code))


def get_penalty_kind_on(code: str, day: date) -> PenaltyKind:
    """The one row of a kind that holds on a day. Raises CatalogueItemMissing."""
    rows = PenaltyKind.objects.on(day).filter(code=code).select_related("law")
    row: PenaltyKind | None = rows.first()
    if row is None:
        raise CatalogueItemMissing(item=code, on=chinese_date(day))
    return row


def benchmarks_on(day: date, violation_code: str = "") -> list[Benchmark]:
    """The lines that hold on a day: the law's ranges and the published benchmarks inside them."""
    rows = Benchmark.objects.on(day)
    if violation_code:
        rows = rows.filter(violation_code=violation_code)
    return list(rows.order_by("violation_code", "level", "code"))


def ranges_on(violation_code: str, day: date, *, law_only: bool = False) -> list[PenaltyRange]:
    """The ranges of a violation on a day as frozen values for comparing and computing."""
    severities = {row.code: row.severity for row in penalty_kinds_on(day)}
    return [
        _range_of(row, severities.get(row.penalty_kind, 0))
        for row in benchmarks_on(day, violation_code)
        if not law_only or row.level == RangeLevel.LAW
    ]


def fine_range(
    violation_code: str, *, tier: str, gains_fen: int | None, on: date
) -> FineRange | None:
    """Between which amounts a fine for a violation lies; None where the law names none.

    Args:
        tier: one of ``states.Tier``, chosen by the officers from the circumstances.
        gains_fen: the recognised illegal gains in fen; None while they are not known.
        on: the day whose ranges hold: of the act, or of the decision where that law is lighter.
    """
    return fine_of(ranges_on(violation_code, on), tier=tier, gains_fen=gains_fen)


def law_in_time(violation_code: str, *, act_on: date, decide_on: date) -> LawInTime:
    """Which of two dated rows applies (行政处罚法 art. 37): that of the act, or a lighter new one.

    Args:
        act_on: the day of the act; of a continuing act its last day.
        decide_on: the day of the decision.

    Raises:
        CatalogueItemMissing: no row of this code holds on either day.
    """
    then, now = _in_force(violation_code, act_on), _in_force(violation_code, decide_on)
    if then is None and now is None:
        raise CatalogueItemMissing(item=violation_code, on=chinese_date(act_on))
    if then is None:
        why = "行为发生时还没有这项规定，不能适用新的规定处罚。"
        return LawInTime(then, now, None, False, Comparison("old", why))
    if now is None:
        why = "作出决定时这项规定已经失效，须由承办人说明如何适用。"
        return LawInTime(then, now, None, True, Comparison("unknown", why))
    if then == now and act_on == decide_on:
        return LawInTime(then, now, then, False, Comparison("same", "规定没有变化。"))
    return _compared(then, now, act_on, decide_on)


def limitation_on(ended_on: date, found_on: date, *, is_grave: bool, on: date) -> Limitation:
    """Whether an act was found in time, by the numbers that hold on a day (deadline.t31).

    Args:
        is_grave: citizens' life or health or financial security is concerned and harm resulted.
    """
    value = values_on(on, [_LIMITATION])[_LIMITATION]
    years = value["grave_count"] if is_grave else value["count"]
    return limitation_of(ended_on, found_on, years=years)


def power_holder_on(violation_code: str, day: date, *, area: str = "") -> Power:
    """Who may penalise a violation on a day; the education bureau where nobody else is named.

    The row that names the violation most exactly wins, a row of the area before one of the whole
    county. What is not published yet does not hold.

    Args:
        area: the township of the act, as the rows name it; empty: not known.
    """
    rows = [
        row
        for row in PowerHolder.objects.on(day).filter(area__in={"", area})
        if violation_code.startswith(row.covers) and row.is_published_on(day)
    ]
    found = max(rows, key=lambda row: (len(row.covers), bool(row.area)), default=None)
    if found is not None:
        kind, way = HolderKind(found.kind), HoldingWay(found.way)
        return Power(kind, way, found.name, found.source, found)
    name = values_on(day, [_ORGAN])[_ORGAN] or HolderKind.EDUCATION.label
    return Power(HolderKind.EDUCATION, HoldingWay.OWN, str(name), "本县没有登记其他行使主体")


def power_holders() -> list[PowerHolder]:
    """Every row there is, the running ones of each violation first."""
    return list(PowerHolder.objects.order_by("covers", "area", "-valid_from"))


def _compared(then: Violation, now: Violation, act_on: date, decide_on: date) -> LawInTime:
    code = then.code
    found = lighter_of(
        ranges_on(code, act_on, law_only=True), ranges_on(code, decide_on, law_only=True)
    )
    if then == now and found.lighter == "unknown":
        same = Comparison("same", "违法情形的规定没有变化，也没有可供比较的处罚幅度。")
        found = same if not ranges_on(code, act_on, law_only=True) else found
    chosen = {"old": then, "same": then, "new": now, "unknown": None}[found.lighter]
    return LawInTime(then, now, chosen, chosen is None, found)


def _in_force(code: str, day: date) -> Violation | None:
    rows: Iterable[Violation] = (
        Violation.objects.on(day).filter(code=code).select_related("law", "also_law")
    )
    return next((row for row in rows if row.is_in_force_on(day)), None)


def _range_of(row: Benchmark, severity: int) -> PenaltyRange:
    return PenaltyRange(
        violation_code=row.violation_code,
        tier=row.tier,
        kind=row.penalty_kind,
        severity=severity,
        is_law=row.level == RangeLevel.LAW,
        manner=row.manner,
        min_fen=row.min_fen,
        max_fen=row.max_fen,
        multiple_min_tenths=row.multiple_min_tenths,
        multiple_max_tenths=row.multiple_max_tenths,
        min_months=row.min_months,
        max_months=row.max_months,
        is_permanent=row.is_permanent,
        line=row.version,
        circumstance=row.circumstance,
    )

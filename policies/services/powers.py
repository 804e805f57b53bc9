"""Who holds a power, and a county's own benchmark lines: entered, published, ended by a person."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from policies.errors import (
    CatalogueItemMissing,
    PowerHolderWrong,
    RangeWrong,
    RowEndedAlready,
    RowIsCatalogue,
    RowsHoldAlready,
)
from policies.models import Benchmark, Confidence, PenaltyKind, PowerHolder, Violation
from policies.queries import ranges_on
from policies.ranges import PenaltyRange, beyond_law
from policies.rules import holds_on
from policies.services._editing import one_at_a_time
from policies.states import HolderKind, RangeLevel

OWN = "本县"
"""Origin of lines that a county's administrator entered."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HolderFacts:
    """Who holds the power for a violation or all whose code begins so, and by which paper."""

    covers: str
    kind: str
    way: str
    name: str
    valid_from: date
    source: str
    area: str = ""
    published_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LineFacts:
    """One line of the county's own published table; money in fen, multiples in tenths."""

    violation_code: str
    tier: str
    circumstance: str
    penalty_kind: str
    manner: str
    valid_from: date
    source: str
    min_fen: int | None = None
    max_fen: int | None = None
    multiple_min_tenths: int | None = None
    multiple_max_tenths: int | None = None
    min_months: int | None = None
    max_months: int | None = None
    is_permanent: bool = False


@transaction.atomic
def enter_power_holder(facts: HolderFacts, *, by: User, at: datetime) -> PowerHolder:
    """Say who holds a power from a day on. The same again is the same row.

    Raises:
        PowerHolderWrong: no violation begins so, a name or the township is missing.
        RowsHoldAlready: another body holds it on some of these days.
    """
    require(by, Permission.POLICY_EDIT)
    one_at_a_time()
    problem = _holder_problem(facts)
    if problem:
        raise PowerHolderWrong(item=facts.covers, why=problem)
    for other in PowerHolder.objects.filter(covers=facts.covers, area=facts.area):
        if other.valid_from == facts.valid_from and _says(other, facts):
            return other
        if other.valid_until is None or other.valid_until >= facts.valid_from:
            raise RowsHoldAlready(item=other, since=facts.valid_from)
    row = PowerHolder.objects.create(
        code=f"{facts.covers}@{facts.area}", **asdict(facts), **_of_county()
    )
    record("power_holder.enter", row, by=by, at=at, source=facts.source, name=facts.name)
    return row


@transaction.atomic
def publish_power_holder(row_id: int, *, on: date, by: User, at: datetime) -> PowerHolder:
    """Note when a transfer or delegation was published; it holds from then. Twice is no change."""
    require(by, Permission.POLICY_EDIT)
    row = PowerHolder.objects.select_for_update().filter(pk=row_id).first()
    if row is None:
        raise CatalogueItemMissing(item=row_id, on=str(on))
    if row.published_on is None:
        row.published_on = on
        row.save(update_fields=["published_on"])
        record("power_holder.publish", row, by=by, at=at, published_on=str(on))
    return row


@transaction.atomic
def end_power_holder(row_id: int, *, on: date, by: User, at: datetime) -> PowerHolder:
    """Let a holder's power end with a day; from the next day on the bureau holds it again."""
    require(by, Permission.POLICY_EDIT)
    row = PowerHolder.objects.select_for_update().filter(pk=row_id).first()
    if row is None:
        raise CatalogueItemMissing(item=row_id, on=str(on))
    _end(row, on, "power_holder.end", by=by, at=at)
    return row


@transaction.atomic
def enter_benchmark(facts: LineFacts, *, by: User, at: datetime) -> Benchmark:
    """Add a line of the county's published table from a day on. The same again is the same row.

    Raises:
        RangeWrong: unknown violation or kind, ends in disorder, or beyond the law's range.
        RowsHoldAlready: a line about the same circumstance holds on some of these days.
    """
    require(by, Permission.POLICY_EDIT)
    one_at_a_time()
    problem = _line_problem(facts)
    if problem:
        raise RangeWrong(item=f"{facts.violation_code}{facts.penalty_kind}", why=problem)
    told = {**asdict(facts), "level": RangeLevel.BENCHMARK}
    same = Benchmark.objects.filter(**told).first()
    if same is not None:
        return same
    code = _code_of(facts)
    for other in Benchmark.objects.filter(code=code):
        if other.valid_until is None or other.valid_until >= facts.valid_from:
            raise RowsHoldAlready(item=other, since=facts.valid_from)
    row = Benchmark.objects.create(code=code, **told, **_of_county())
    record("benchmark.enter", row, by=by, at=at, source=facts.source)
    return row


@transaction.atomic
def end_benchmark(row_id: int, *, on: date, by: User, at: datetime) -> Benchmark:
    """Let a benchmark's line end with a day. Raises RowIsCatalogue for the law's own range."""
    require(by, Permission.POLICY_EDIT)
    row = Benchmark.objects.select_for_update().filter(pk=row_id).first()
    if row is None:
        raise CatalogueItemMissing(item=row_id, on=str(on))
    if row.level == RangeLevel.LAW:
        raise RowIsCatalogue(item=row)
    _end(row, on, "benchmark.end", by=by, at=at)
    return row


def _end(row: Any, on: date, kind: str, *, by: User, at: datetime) -> None:
    """The same last day again is no change."""
    if row.valid_until == on:
        return
    if not holds_on(row.valid_from, row.valid_until, on):
        until = row.valid_until or "今后"
        raise RowEndedAlready(item=row, since=row.valid_from, until=until, on=on)
    before, row.valid_until = row.valid_until, on
    row.save(update_fields=["valid_until"])
    record(kind, row, by=by, at=at, before=str(before or ""), after=str(on))


def _of_county() -> dict[str, Any]:
    return {"confidence": Confidence.DERIVED, "mark": "本县登记", "origin": OWN}


def _says(row: PowerHolder, facts: HolderFacts) -> bool:
    return (row.kind, row.way, row.name) == (facts.kind, facts.way, facts.name)


def _holder_problem(facts: HolderFacts) -> str:
    if not Violation.objects.filter(code__startswith=facts.covers).exists() or not facts.covers:
        return "目录中没有以此开头的违法情形"
    if not facts.name.strip() or not facts.source.strip():
        return "没有写明机关名称或者依据文件"
    if facts.kind == HolderKind.TOWNSHIP and not facts.area.strip():
        return "乡镇、街道行使处罚权的，须写明乡镇街道"
    return ""


def _line_problem(facts: LineFacts) -> str:
    if not Violation.objects.on(facts.valid_from).filter(code=facts.violation_code).exists():
        return "起始日当天目录中没有这一违法情形"
    if not facts.circumstance.strip() or not facts.source.strip():
        return "没有写明适用情形或者来源文件"
    kinds = PenaltyKind.objects.on(facts.valid_from).filter(code=facts.penalty_kind)
    if not kinds.exists():
        return "起始日当天没有这一处罚种类"
    measures = (
        (facts.min_fen, facts.max_fen),
        (facts.multiple_min_tenths, facts.multiple_max_tenths),
        (facts.min_months, facts.max_months),
    )
    if any(low is not None and (high is None or low > high) for low, high in measures):
        return "下限高于上限，或者只写了下限"
    if sum(high is not None for _, high in measures) + facts.is_permanent > 1:
        return "金额、倍数和期限只能写一种"
    law = ranges_on(facts.violation_code, facts.valid_from, law_only=True)
    return beyond_law(_range_of(facts), law)


def _range_of(facts: LineFacts) -> PenaltyRange:
    told = asdict(facts)
    names = set(PenaltyRange.__dataclass_fields__) & set(told)
    kept = {name: told[name] for name in names}
    return PenaltyRange(**kept, kind=facts.penalty_kind, severity=0, is_law=False)


def _code_of(facts: LineFacts) -> str:
    """The same circumstance of a tier is the same line over time, whoever enters it."""
    digest = hashlib.sha256(facts.circumstance.strip().encode()).hexdigest()[:8]
    return f"{facts.violation_code}-{facts.tier}-{facts.penalty_kind}-{digest}"

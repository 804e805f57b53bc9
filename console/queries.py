"""What the operators' pages show: versions and sizes of schemas, and figures that counties pushed.

No query here reads a row of a county.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models

from console.models import CountyPulse
from tenants.models import CountyEvent, CountyState
from tenants.queries import CountyRow, county_rows

LATE = timedelta(minutes=30)
LATE_BACK_UP = timedelta(hours=26)
BACK_UPS = ("platform.back_up", "county.back_up")


@dataclass(frozen=True, slots=True)
class CountyLine:
    """One county as an operator sees it: its state, and the figures it pushed itself."""

    row: CountyRow
    pulse: CountyPulse | None
    backed_up_at: datetime | None
    troubles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """The tiles above the list."""

    open: int
    others: int
    waiting_papers: int
    in_trouble: int


def county_lines(*, now: datetime) -> list[CountyLine]:
    """Every county, those in trouble first. The same number of queries for any number of them;
    sizes are read from the disk."""
    pulses = {pulse.county_code: pulse for pulse in CountyPulse.objects.all()}
    kept = _back_ups()
    whole = kept.get("")  # a back-up of the platform holds every county
    lines = []
    for row in county_rows():
        moments = [moment for moment in (whole, kept.get(row.code)) if moment]
        kept_at = max(moments, default=None)
        pulse = pulses.get(row.code)
        troubles = tuple(_troubles(row, pulse, kept_at, now=now))
        lines.append(CountyLine(row, pulse, kept_at, troubles))
    return sorted(lines, key=lambda line: (not line.troubles, line.row.code))


def totals(lines: list[CountyLine]) -> Totals:
    """Sums of the list."""
    opened = [line for line in lines if line.row.state == CountyState.OPEN]
    return Totals(
        open=len(opened),
        others=len(lines) - len(opened),
        waiting_papers=sum(line.pulse.waiting_papers for line in opened if line.pulse),
        in_trouble=sum(1 for line in lines if line.troubles),
    )


def events(*, county_code: str | None = None) -> models.QuerySet[CountyEvent]:
    """What operators did, newest first."""
    rows = CountyEvent.objects.order_by("-at", "-pk")
    return rows if county_code is None else rows.filter(county_code=county_code)


def _back_ups() -> dict[str, datetime]:
    """County code, or empty for the whole platform -> newest back-up."""
    newest = CountyEvent.objects.filter(kind__in=BACK_UPS).values("kind", "county_code")
    return {
        "" if row["kind"] == "platform.back_up" else row["county_code"]: row["at__max"]
        for row in newest.annotate(models.Max("at")).order_by()
    }


def _troubles(
    row: CountyRow, pulse: CountyPulse | None, kept_at: datetime | None, *, now: datetime
) -> list[str]:
    found = ["升级失败"] if row.last_error else []
    if row.state != CountyState.OPEN:
        return found
    if row.is_behind:
        found.append(f"落后 {row.behind} 个版本")
    if pulse is None or now - pulse.at > LATE:
        return [*found, "没有上报"]
    if pulse.stopped_papers:
        found.append(f"{pulse.stopped_papers} 份文书印制受阻")
    elif pulse.oldest_waiting_at and now - pulse.oldest_waiting_at > LATE:
        found.append("文书印制积压")
    if pulse.sealed_at is None or now - pulse.sealed_at > LATE:
        found.append("历史封存落后")
    if kept_at is None or now - kept_at > LATE_BACK_UP:
        found.append("备份过期")
    return found

"""Every violation of a stretch of time with how far its follow-up has come, and the rate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from common.clock import at_time, localdate
from enforcement.models import Clue, NoticeFinding, Reinspection, TransferProposal
from enforcement.states import BEFORE_APPROVAL, TAKEN_BACK, TELLING, NoticeState
from inspections.models import Finding
from inspections.states import VisitState
from institutions.models import Site
from policies.queries import dues_after, parameter
from reports.following import LATE, Facts, Stage, stage_of
from reports.rules import share_pct
from reports.towns import town_of

_ORDERED_WITHIN, _CHECKED_WITHIN = "followup.order_within", "deadline.t05"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One violation and its follow-up. ``notice_id`` is None while no order names it."""

    finding_id: int
    visit_id: int
    notice_id: int | None
    institution_id: int
    institution: str
    town: str
    text: str
    found_on: date
    stage: Stage
    wanted_by: date

    @property
    def is_late(self) -> bool:
        return self.stage in LATE


@dataclass(frozen=True, slots=True)
class FollowUpRate:
    """The first figure of the county: violations, and how many were not followed up in time."""

    total: int
    late: int

    @property
    def timely_pct(self) -> Decimal | None:
        """None where nothing was found."""
        return share_pct(self.total - self.late, self.total)


def follow_ups(since: date, as_of: date, *, campaign_id: int | None = None) -> list[FollowUp]:
    """Education's own violations found from ``since`` to ``as_of`` at confirmed visits.

    Those that the reviewer dropped are none. The days that the county allows are those in force
    on ``as_of``. A violation on several orders follows the one that was served first; an order
    that was withdrawn or voided is none. Eight queries, however many violations.
    """
    found = _findings(since, as_of, campaign_id)
    orders = _orders(row["id"] for row in found)
    rechecks = _rechecks(orders.values())
    _put_towns(found)
    order_by = _dues([_found_on(row) for row in found], _ORDERED_WITHIN, as_of)
    recheck_by = _dues([row["notice__due_on"] for row in orders.values()], _CHECKED_WITHIN, as_of)
    return [
        _follow_up(row, orders.get(row["id"]), rechecks, order_by, recheck_by, as_of)
        for row in found
    ]


def rate_of(rows: Iterable[FollowUp]) -> FollowUpRate:
    """How many there are, and how many of them late."""
    late = [row.is_late for row in rows]
    return FollowUpRate(len(late), sum(late))


def by_stage(rows: Iterable[FollowUp]) -> list[tuple[Stage, int]]:
    """How many stand at each stage, the late ones first; stages without any are left out."""
    counts = Counter(row.stage for row in rows)
    return [(stage, counts[stage]) for stage in Stage if counts[stage]]


def by_town(rows: Iterable[FollowUp]) -> list[tuple[str, FollowUpRate]]:
    """The rate of each town, the worst first."""
    towns: dict[str, list[FollowUp]] = {}
    for row in rows:
        towns.setdefault(row.town, []).append(row)
    rates = [(town, rate_of(mine)) for town, mine in towns.items()]
    return sorted(rates, key=lambda pair: (-pair[1].late, -pair[1].total, pair[0]))


def _findings(since: date, as_of: date, campaign_id: int | None) -> list[Row]:
    begins, ends = at_time(since, 0), at_time(as_of + timedelta(days=1), 0)
    found = (
        Finding.objects.own()
        .standing()
        .filter(
            visit__state=VisitState.CONFIRMED,
            visit__starts_at__gte=begins,
            visit__starts_at__lt=ends,
        )
    )
    if campaign_id is not None:
        found = found.filter(visit__campaign=campaign_id)
    columns = ("id", "visit_id", "text", "visit__starts_at", "visit__institution_id")
    more = ("visit__institution__name", "visit__place_text", "review__is_corrected_on_site")
    found = found.annotate(clue_at=_first_of(Clue), proposed_at=_first_of(TransferProposal))
    rows = found.order_by("visit__starts_at", "pk")
    return list(rows.values(*columns, *more, "clue_at", "proposed_at"))


def _first_of(model: type[Clue | TransferProposal]) -> Subquery:
    """When the first clue or proposal that still stands was made out of a finding."""
    mine = model.objects.standing().filter(finding=OuterRef("pk")).order_by("recorded_at")
    return Subquery(mine.values("recorded_at")[:1])


def _put_towns(found: list[Row]) -> None:
    """By the address of the institution today, else by where the visit says it was."""
    wanted = {row["visit__institution_id"] for row in found}
    sites = Site.objects.current().filter(institution__in=wanted)
    places = dict(sites.values_list("institution_id", "address"))
    for row in found:
        address: str = places.get(row["visit__institution_id"]) or row["visit__place_text"]
        row["town"] = town_of(address)


def _orders(finding_ids: Iterable[int]) -> dict[int, Row]:
    """For each violation the served order that names it, the first served of several."""
    served = NoticeFinding.objects.filter(
        Q(notice__delivery__isnull=False) | Q(notice__served_on__isnull=False),
        finding__in=list(finding_ids),
    ).exclude(Q(notice__state__in=(*BEFORE_APPROVAL, *TAKEN_BACK)) | Q(notice__form__in=TELLING))
    rows = served.order_by("-notice__served_on", "-notice").values(
        "finding_id",
        "notice_id",
        "notice__state",
        "notice__served_on",
        "notice__due_on",
        "notice__closed_at",
        "notice__delivery__delivered_on",
        "notice__extension__start_on",
    )
    return {row["finding_id"]: dict(row) for row in rows}


def _rechecks(orders: Iterable[Row]) -> dict[int, list[date]]:
    """The days of the re-inspections of each order, the earliest first."""
    keys = {row["notice_id"] for row in orders}
    days: dict[int, list[date]] = {}
    seen = Reinspection.objects.filter(notice__in=keys).order_by("visit__starts_at")
    for notice_id, starts_at in seen.values_list("notice_id", "visit__starts_at"):
        assert starts_at is not None  # a confirmed visit
        days.setdefault(notice_id, []).append(localdate(starts_at))
    return days


def _dues(starts: list[date], key: str, as_of: date) -> dict[date, date]:
    period = parameter(key, as_of)
    return dues_after(starts, count=period["count"], unit=period["unit"])


def _found_on(row: Row) -> date:
    return localdate(row["visit__starts_at"])


def _follow_up(
    row: Row,
    order: Row | None,
    rechecks: dict[int, list[date]],
    order_by: dict[date, date],
    recheck_by: dict[date, date],
    as_of: date,
) -> FollowUp:
    facts = Facts(
        order_by=order_by[_found_on(row)],
        handed_on=_handed_on(row),
        is_corrected=bool(row["review__is_corrected_on_site"]),
    )
    if order is not None:
        facts = replace(
            facts,
            served_on=order["notice__delivery__delivered_on"] or order["notice__served_on"],
            due_on=order["notice__due_on"],
            recheck_by=recheck_by[order["notice__due_on"]],
            rechecked_on=_rechecked_on(order, rechecks.get(order["notice_id"], [])),
        )
    return FollowUp(
        finding_id=row["id"],
        visit_id=row["visit_id"],
        notice_id=order["notice_id"] if order else None,
        institution_id=row["visit__institution_id"],
        institution=row["visit__institution__name"],
        town=row["town"],
        text=row["text"],
        found_on=_found_on(row),
        stage=stage_of(facts, as_of),
        wanted_by=facts.recheck_by or facts.order_by,
    )


def _handed_on(row: Row) -> date | None:
    moments = [at for at in (row["clue_at"], row["proposed_at"]) if at is not None]
    return localdate(min(moments)) if moments else None


def _rechecked_on(order: Row, days: list[date]) -> date | None:
    """The first re-inspection since the limit that runs now began, or the end without one."""
    since = order["notice__extension__start_on"] or order["notice__served_on"]
    later = [day for day in days if day >= since]
    if later:
        return later[0]
    if order["notice__state"] == NoticeState.CLOSED:
        return localdate(order["notice__closed_at"])
    return None

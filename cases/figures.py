"""Figures about cases for the heads and for supervision: reads only, a few queries each.

A figure is counted by the same filters that its list is asked with, so that the list under a
number holds the rows that were counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Min, QuerySet

from accounts.models import User
from cases.filters import CaseFilters, PublicationFilters
from cases.models import Case, Decision, Publication
from cases.queries import cases_of, publications_for
from cases.rules import AGES
from cases.states import CaseState, PenaltyKind
from common.filters import Asker
from deadlines.filters import DeadlineFilters
from deadlines.models import Deadline
from deadlines.queries import deadlines_for

Asks = dict[str, str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of rows. ``asks`` are the filters of the list that shows the same rows.

    ``since`` is the earliest day among them where one matters, else None.
    """

    label: str
    count: int
    asks: Asks = field(default_factory=dict)
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included."""

    since: date
    until: date

    def asks(self, event: str) -> Asks:
        """What the list of cases is asked for those to which ``event`` happened in these days."""
        return {
            f"{event}_since": self.since.isoformat(),
            f"{event}_until": self.until.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Scope:
    """Through whose eyes, on which day, of which officer's cases; ``officer`` 0: of all."""

    user: User
    as_of: date
    officer: int = 0

    def asks(self, asks: Asks) -> Asks:
        """The same question about the cases of this scope."""
        return asks | ({"officer": str(self.officer)} if self.officer else {})

    def cases(self, asks: Asks) -> QuerySet[Case]:
        """The cases that the list shows when it is asked so, in no order."""
        filters = CaseFilters(self.asks(asks), asker=self._asker())
        rows: QuerySet[Case] = filters.narrow(cases_of(self.user)).order_by()
        return rows

    def publications(self, asks: Asks) -> QuerySet[Publication]:
        """The publications that their list shows when it is asked so, the first to end on top."""
        filters = PublicationFilters(self.asks(asks), asker=self._asker())
        rows: QuerySet[Publication] = filters.narrow(publications_for(self.user))
        return rows

    def overdue(self) -> QuerySet[Deadline]:
        """Overdue deadlines, the longest overdue first; those for which the officer answers."""
        asks = {"pick": "overdue"} | ({"owner": str(self.officer)} if self.officer else {})
        filters = DeadlineFilters(asks, asker=self._asker())
        rows: QuerySet[Deadline] = filters.narrow(deadlines_for(self.user))
        return rows.order_by("due_on", "pk")

    def _asker(self) -> Asker:
        return Asker(self.user, self.as_of)


@dataclass(frozen=True, slots=True)
class Deviation:
    """A fine outside its range, with the reason and who agreed. Amounts in fen."""

    case_id: int
    number: str
    cause: str
    decided_on: date
    fine_fen: int | None
    least_fen: int | None
    most_fen: int | None
    reason: str
    approved_by: str


_EVENTS = {"found": "发现线索", "filed": "立案", "decided": "作出决定", "closed": "结案"}
_OUTSIDE = {"range": "outside"}


def happened(scope: Scope, period: Period) -> list[Figure]:
    """How many cases were found, filed, decided and closed in a period; each by its own day."""
    return [_counted(scope, label, period.asks(event)) for event, label in _EVENTS.items()]


def unfinished(scope: Scope) -> Figure:
    """Cases that are neither closed nor archived nor refused at their filing."""
    return _counted(scope, "未办结", {"pick": "open"})


def late(scope: Scope) -> Figure:
    """Cases with at least one deadline whose last day is over."""
    return _counted(scope, "有期限已过", {"pick": "overdue"})


def deviating(scope: Scope, period: Period) -> Figure:
    """Decisions of a period with a fine outside the benchmark; one per case."""
    return _counted(scope, "超出裁量基准", _OUTSIDE | period.asks("decided"))


def _counted(scope: Scope, label: str, asks: Asks) -> Figure:
    return Figure(label, scope.cases(asks).count(), scope.asks(asks))


def by_stage(scope: Scope) -> list[Figure]:
    """Cases by state, in the order of their life; states without a case are left out."""
    rows = scope.cases({}).values("state")
    found = {row["state"]: row for row in rows.annotate(count=Count("pk"), oldest=Min("filed_on"))}
    return [
        Figure(
            str(state.label),
            found[state]["count"],
            scope.asks({"state": str(state)}),
            found[state]["oldest"],
        )
        for state in CaseState
        if state in found
    ]


def by_age(scope: Scope) -> list[Figure]:
    """Filed cases without a decision, by days since the filing."""
    return [_counted(scope, words, {"age": key}) for key, (words, _, _) in AGES.items()]


def overdue_by_owner(scope: Scope) -> list[Figure]:
    """Whose deadlines are overdue, the most first; ``since`` is the day that was missed first.

    ``asks`` are of the list of deadlines. Two people of one name are two figures.
    """
    rows = (
        scope.overdue()
        .order_by()
        .values("owner_id", "owner__full_name")
        .annotate(count=Count("pk"), since=Min("due_on"))
    )
    found = [
        Figure(
            row["owner__full_name"] or "没有责任人",
            row["count"],
            {"pick": "overdue", **_whose(row["owner_id"])},
            row["since"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.count, one.label, one.asks.get("owner", "")))


def _whose(owner_id: int | None) -> Asks:
    return {"owner": str(owner_id)} if owner_id else {"whose": "nobody"}


def deviations(scope: Scope, period: Period) -> list[Deviation]:
    """Fines decided outside their benchmark in a period, in the order of their days. Two queries
    besides those of the filters.
    """
    cases = scope.cases(_OUTSIDE | period.asks("decided"))
    rows = Decision.objects.made().filter(case__in=cases.values("pk"), deviates=True)
    rows = rows.select_related("case", "deviation_approved_by").prefetch_related("penalties")
    return [_deviation(one) for one in rows.order_by("decided_on", "pk")]


def _deviation(one: Decision) -> Deviation:
    fines = [row.amount_fen for row in one.penalties.all() if row.kind == PenaltyKind.P3]
    assert one.decided_on is not None
    return Deviation(
        case_id=one.case_id,
        number=one.case.number or "",
        cause=one.case.cause,
        decided_on=one.decided_on,
        fine_fen=fines[0] if fines else None,
        least_fen=one.fine_min_fen,
        most_fen=one.fine_max_fen,
        reason=one.deviation_reason,
        approved_by=str(one.deviation_approved_by or ""),
    )


def publicity(scope: Scope) -> list[Figure]:
    """Publications that must be taken down, that end soon, that are shown.

    ``asks`` are of the list of publications; ``since`` is the first planned day of removal.
    """
    return [_published(scope, label, pick) for pick, label in _PICKS.items()]


_PICKS = {"due": "公示应当停止", "soon": "三十日内到期", "shown": "正在公示"}


def _published(scope: Scope, label: str, pick: str) -> Figure:
    asks = {"pick": pick}
    seen = scope.publications(asks).aggregate(count=Count("pk"), first=Min("remove_on"))
    return Figure(label, seen["count"], scope.asks(asks), seen["first"])

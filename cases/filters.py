"""What the lists of cases and of publications are narrowed by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.queries import certified_officers_on
from cases.after import ClosingState, PublicationClass, PublicationState, RepairState
from cases.models import (
    CaseDeadline,
    CaseOfficer,
    CaseViolation,
    Closing,
    CreditRepair,
    Decision,
)
from cases.rules import AGES
from cases.states import CaseState
from common.filters import Asker, Day, Filter, Filters, OneOf, OneRow, Pick, Words
from deadlines.models import Deadline
from policies.models import Violation

SOON_DAYS = 30


def _mine(rows: Any, asker: Asker) -> Any:
    handled = CaseOfficer.objects.standing().filter(user=asker.user)
    return rows.filter(pk__in=handled.values("case_id"))


def _overdue(rows: Any, asker: Asker) -> Any:
    late = Deadline.objects.overdue(asker.today)
    links = CaseDeadline.objects.filter(deadline__in=late, case__isnull=False)
    return rows.filter(pk__in=links.values("case_id"))


def _officers(asker: Asker) -> QuerySet:
    known = [person.pk for person in certified_officers_on(asker.today)]
    handled = CaseOfficer.objects.values("user_id")
    return User.objects.filter(Q(pk__in=known) | Q(pk__in=handled)).order_by("full_name")


class OfOfficer(OneRow):
    """The person who handles the case in ``column`` now."""

    def narrow(self, rows: Any, value: int, asker: Asker) -> Any:
        handled = CaseOfficer.objects.standing().filter(user=value)
        return rows.filter(**{f"{self.column}__in": handled.values("case_id")})


class OfViolation(OneRow):
    """The violation it is about."""

    def narrow(self, rows: Any, value: int, asker: Asker) -> Any:
        about = CaseViolation.objects.filter(violation=value)
        return rows.filter(pk__in=about.values("case_id"))


def _holding(case: str = "") -> Callable[[Any, str], Any]:
    """Every word stands in the number, the cause or the party of the case that ``case`` leads to."""

    def narrow(rows: Any, said: str) -> Any:
        for word in said.split()[:8]:
            rows = rows.filter(
                Q(**{f"{case}number__icontains": word})
                | Q(**{f"{case}cause__icontains": word})
                | Q(**{f"{case}party__name__icontains": word})
            )
        return rows

    return narrow


def _age(least: int, most: int | None) -> Callable[[Any, Asker], Any]:
    return lambda rows, asker: rows.undecided_since(asker.today, least, most)


def _deviating(rows: Any, asker: Asker) -> Any:
    return rows.filter(pk__in=Decision.objects.made().filter(deviates=True).values("case_id"))


def _decided(rows: Any, days: Q) -> Any:
    return rows.filter(pk__in=Decision.objects.made().filter(days).values("case_id"))


def _closed(rows: Any, days: Q) -> Any:
    approved = Closing.objects.filter(days, state=ClosingState.APPROVED)
    return rows.filter(pk__in=approved.values("case_id"))


def _own(rows: Any, days: Q) -> Any:
    return rows.filter(days)


def _between(
    name: str, label: str, says: str, column: str, keep: Callable[[Any, Q], Any]
) -> tuple[Filter, Filter]:
    """From a day on, and until a day, by the day of one event: for links from figures."""

    def by(how: str) -> Callable[[Any, date], Any]:
        return lambda rows, day: keep(rows, Q(**{f"{column}__{how}": day}))

    since = Day(
        name=f"{name}_since",
        label=f"{label}自",
        says=f"{says} on this day or later",
        is_hidden=True,
        by=by("gte"),
    )
    until = Day(
        name=f"{name}_until",
        label=f"{label}至",
        says=f"{says} on this day or earlier",
        is_hidden=True,
        by=by("lte"),
    )
    return since, until


class CaseFilters(Filters):
    title = "cases"
    filters = (
        OneOf(name="state", label="状态", says="its state now", choices=CaseState),
        Pick(
            name="pick",
            label="范围",
            says="one of the usual questions",
            picks={
                "mine": ("我承办的", _mine),
                "open": ("未办结的", lambda rows, asker: rows.open()),
                "overdue": ("期限已过的", _overdue),
            },
        ),
        OfOfficer(
            name="officer",
            label="承办人",
            says="who handles it now",
            column="pk",
            rows_of=_officers,
        ),
        OfViolation(
            name="violation",
            label="违法情形",
            says="a violation that it is about",
            column="pk",
            rows_of=lambda asker: Violation.objects.filter(
                pk__in=CaseViolation.objects.values("violation_id")
            ).order_by("code", "pk"),
        ),
        Pick(
            name="age",
            label="立案后尚未决定",
            says="filed and not decided for so long",
            picks={key: (words, _age(least, most)) for key, (words, least, most) in AGES.items()},
            is_hidden=True,
        ),
        Pick(
            name="range",
            label="罚款",
            says="whether its fine lies outside the benchmark",
            picks={"outside": ("超出裁量基准", _deviating)},
            is_hidden=True,
        ),
        *_between("found", "发现", "it was found", "found_on", _own),
        *_between("filed", "立案", "it was filed", "filed_on", _own),
        *_between("decided", "决定", "it was decided", "decided_on", _decided),
        *_between("closed", "结案", "it was closed", "closed_on", _closed),
        Words(
            name="text",
            label="查找",
            says="every word stands in the number, the cause or the name of the party",
            hint="立案号、案由或当事人",
            by=_holding(),
        ),
    )


def _repair(rows: Any, asker: Asker) -> Any:
    asked = CreditRepair.objects.filter(state=RepairState.ASKED)
    return rows.filter(pk__in=asked.values("publication_id"))


class PublicationFilters(Filters):
    title = "publications"
    filters = (
        Pick(
            name="pick",
            label="范围",
            says="one of the usual questions",
            picks={
                "shown": ("公示中", lambda rows, asker: rows.shown()),
                "due": ("应当停止", lambda rows, asker: rows.to_take_down(asker.today)),
                "soon": (
                    "三十日内到期",
                    lambda rows, asker: rows.ending_within(asker.today, SOON_DAYS),
                ),
                "repair": ("信用修复待决定", _repair),
            },
        ),
        OneOf(name="state", label="状态", says="its state now", choices=PublicationState),
        OneOf(
            name="publicity_class",
            label="类别",
            says="the class of the penalty",
            choices=PublicationClass,
        ),
        OfOfficer(
            name="officer",
            label="承办人",
            says="who handles its case now",
            column="decision__case",
            rows_of=_officers,
        ),
        Words(
            name="text",
            label="查找",
            says="every word stands in the number, the cause or the name of the party of its case",
            hint="立案号、案由或当事人",
            by=_holding("decision__case__"),
        ),
    )

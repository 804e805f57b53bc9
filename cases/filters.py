"""What the list of cases is narrowed by."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.queries import certified_officers_on
from cases.after import PublicationClass, PublicationState, RepairState
from cases.models import CaseDeadline, CaseOfficer, CaseViolation, CreditRepair
from cases.states import CaseState
from common.filters import Asker, Filters, OneOf, OneRow, Pick, Words
from deadlines.models import Deadline
from policies.models import Violation

SOON_DAYS = 30


def _mine(rows: Any, asker: Asker) -> Any:
    handled = CaseOfficer.objects.standing().filter(user=asker.user)
    return rows.filter(pk__in=handled.values("case_id"))


def _overdue(rows: Any, asker: Asker) -> Any:
    late = Deadline.objects.open().filter(due_on__lt=asker.today)
    links = CaseDeadline.objects.filter(deadline__in=late, case__isnull=False)
    return rows.filter(pk__in=links.values("case_id"))


def _officers(asker: Asker) -> QuerySet:
    known = [person.pk for person in certified_officers_on(asker.today)]
    handled = CaseOfficer.objects.values("user_id")
    return User.objects.filter(Q(pk__in=known) | Q(pk__in=handled)).order_by("full_name")


class OfOfficer(OneRow):
    """The person who handles it now."""

    def narrow(self, rows: Any, value: int, asker: Asker) -> Any:
        handled = CaseOfficer.objects.standing().filter(user=value)
        return rows.filter(pk__in=handled.values("case_id"))


class OfViolation(OneRow):
    """The violation it is about."""

    def narrow(self, rows: Any, value: int, asker: Asker) -> Any:
        about = CaseViolation.objects.filter(violation=value)
        return rows.filter(pk__in=about.values("case_id"))


def _holding(rows: Any, said: str) -> Any:
    """Every word stands in the number, the cause or the name of the party."""
    for word in said.split()[:8]:
        rows = rows.filter(
            Q(number__icontains=word) | Q(cause__icontains=word) | Q(party__name__icontains=word)
        )
    return rows


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
        Words(
            name="text",
            label="查找",
            says="every word stands in the number, the cause or the name of the party",
            hint="立案号、案由或当事人",
            by=_holding,
        ),
    )


def _repair(rows: Any, asker: Asker) -> Any:
    asked = CreditRepair.objects.filter(state=RepairState.ASKED)
    return rows.filter(pk__in=asked.values("publication_id"))


def _naming(rows: Any, said: str) -> Any:
    """Every word stands in the number, the cause or the name of the party of the case."""
    for word in said.split()[:8]:
        rows = rows.filter(
            Q(decision__case__number__icontains=word)
            | Q(decision__case__cause__icontains=word)
            | Q(decision__case__party__name__icontains=word)
        )
    return rows


class PublicationFilters(Filters):
    title = "publications"
    filters = (
        Pick(
            name="pick",
            label="范围",
            says="one of the usual questions",
            picks={
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
        Words(
            name="text",
            label="查找",
            says="every word stands in the number, the cause or the name of the party",
            hint="立案号、案由或当事人",
            by=_naming,
        ),
    )

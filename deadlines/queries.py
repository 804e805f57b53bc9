"""Reads of deadlines: the due list, what is overdue, who was told."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.permissions import Permission
from deadlines.errors import NoPeriod
from deadlines.models import Deadline, DeadlineQuerySet, Reminder
from deadlines.rules import ROLLING_UNITS, DayNumbers, first_needed, period_end
from deadlines.states import DeadlineState, PeriodUnit, ReminderLevel
from policies.queries import calendar, rule_on, values_on

LEAD_DAYS = "deadline.lead_days"
COUNTED_AT_MOST = 1000


def deadlines_for(user: User) -> DeadlineQuerySet:
    """Every deadline of the county for who may see cases; else only those of the person."""
    rows = Deadline.objects.select_related("owner")
    return rows if user.has(Permission.CASE_VIEW) else rows.of(user)


def due_list(owner: User | None = None) -> DeadlineQuerySet:
    """Open deadlines, the one that ends first on top; of one owner or of all."""
    rows = Deadline.objects.open().select_related("owner").order_by("due_on", "pk")
    return rows if owner is None else rows.of(owner)


def overdue(as_of: date, owner: User | None = None) -> DeadlineQuerySet:
    """Running deadlines whose last day lies before ``as_of``, the longest overdue first."""
    return due_list(owner).overdue(as_of)


def due_within(as_of: date, days: int, owner: User | None = None) -> DeadlineQuerySet:
    """Running deadlines that end from ``as_of`` on within so many calendar days."""
    return due_list(owner).due_within(as_of, days)


def lead_days(as_of: date) -> dict[str, int]:
    """How many calendar days before the last day each level is told; -1: the day after it."""
    held = values_on(as_of, [LEAD_DAYS])[LEAD_DAYS]
    return {level: int(held[level]) for level in ReminderLevel.values}


def reminders_for(user: User) -> QuerySet[Reminder]:
    """Messages to this person about deadlines that still run, the first to end on top.

    Owners hear of their own. Who endorses hears of the owners of the own department and of
    deadlines without an owner; who decides, of all.
    """
    heard = Q(level=ReminderLevel.OWNER, deadline__owner=user)
    if user.has(Permission.CASE_ENDORSE):
        ours = Q(deadline__owner__isnull=True) | Q(deadline__owner__department=user.department_id)
        heard |= Q(level=ReminderLevel.SECTION_HEAD) & ours
    if user.has(Permission.CASE_DECIDE):
        heard |= Q(level=ReminderLevel.BUREAU_HEAD)
    rows = Reminder.objects.filter(heard, deadline__state=DeadlineState.RUNNING)
    return rows.select_related("deadline__owner").order_by("deadline__due_on", "pk")


def provisional_count() -> int:
    """Open deadlines that wait for a holiday notice; counted up to ``COUNTED_AT_MOST`` + 1."""
    return int(Deadline.objects.provisional().order_by()[: COUNTED_AT_MOST + 1].count())


def calendar_known_until() -> date | None:
    """The last day before the first year whose holiday notice is not loaded."""
    return calendar().known_until


def last_day(key: str, counts_from: date) -> date:
    """Where a period of days or months would end that nobody has begun: for windows and plans.

    Raises ParameterMissing, NoPeriod.
    """
    rule = rule_on(key, counts_from)
    value = rule.value if isinstance(rule.value, dict) else {}
    if not value.get("count") or value.get("unit") not in (*ROLLING_UNITS, PeriodUnit.WORKING_DAY):
        raise NoPeriod(label=rule.label, key=key)
    rolls = value["unit"] in ROLLING_UNITS and value.get("rolls", True)
    span = Deadline(
        counts_from_on=counts_from, count=value["count"], unit=value["unit"], rolls=rolls
    )
    period = span.period((), ())
    return period_end(period, DayNumbers(calendar(), first_needed(period))).due_on

"""Due dates follow the calendar: all open deadlines of a county in one statement.

Most deadlines are one length from one day. Their last day is a look-up: worked days are numbered,
and the n-th working day after a day is the one whose number is n higher. The few that stood
still, were made longer or are counted back are computed by the same rule in Python and joined.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, Max, Min, OuterRef, Q

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import chinese_date, chinese_moment
from deadlines.errors import ClockSetBack
from deadlines.models import Deadline, DeadlineExtension, DeadlinePause
from deadlines.rules import DayNumbers, Pause, Span, first_needed, period_end
from deadlines.states import OPEN_STATES, ChangeKind, PeriodUnit
from policies.queries import WorkingCalendar, calendar
from tenants.current import county

# The calendar comes as arrays that are looked into by the day's place: joins would tell the planner
# nothing of how few rows they find, and a hundred thousand deadlines would be sorted for it.
_SQL = """
WITH cal AS MATERIALIZED (
    SELECT %(first)s::date AS first, %(numbers)s::int[] AS numbers, %(unknown)s::int[] AS unknown,
           %(next)s::date[] AS next_worked, %(worked)s::date[] AS worked
), odd AS MATERIALIZED (
    SELECT * FROM unnest(%(odd_ids)s::bigint[], %(odd_due)s::date[], %(odd_provisional)s::bool[])
        AS t(id, due_on, is_provisional)
), plain AS (
    SELECT d.id, d.due_on AS old_due_on, d.is_provisional AS was_provisional,
           d.calendar_known_until, d.unit, d.count, d.rolls, d.counts_from_on - c.first AS start,
           CASE d.unit WHEN 'calendar_day' THEN d.counts_from_on + d.count
                       WHEN 'month' THEN (d.counts_from_on + make_interval(months => d.count))::date
                       WHEN 'year' THEN (d.counts_from_on + make_interval(years => d.count))::date
           END AS natural_end
    FROM deadlines_deadline d CROSS JOIN cal c
    WHERE d.state IN ('running', 'paused') AND d.unit <> 'hour'
), ended AS (
    SELECT p.*, CASE WHEN p.unit = 'working_day' THEN c.worked[c.numbers[p.start + 1] + p.count]
                     WHEN p.rolls THEN c.next_worked[p.natural_end - c.first + 1]
                     ELSE p.natural_end END AS due_on
    FROM plain p CROSS JOIN cal c
), fresh AS (
    SELECT p.id, p.old_due_on, p.was_provisional, p.calendar_known_until,
           COALESCE(o.due_on, p.due_on) AS due_on,
           COALESCE(o.is_provisional,
                    CASE WHEN p.unit = 'working_day' OR p.rolls
                         THEN c.unknown[p.due_on - c.first + 1] > c.unknown[
                             CASE p.unit WHEN 'working_day' THEN p.start + 1
                                         ELSE p.natural_end - c.first END]
                         ELSE FALSE END) AS is_provisional
    FROM ended p CROSS JOIN cal c LEFT JOIN odd o ON o.id = p.id
), moved AS (
    UPDATE deadlines_deadline d
    SET due_on = f.due_on, is_provisional = f.is_provisional,
        calendar_known_until = %(known_until)s::date, changed_at = %(at)s
    FROM fresh f
    WHERE d.id = f.id
      AND (f.due_on <> f.old_due_on OR f.is_provisional <> f.was_provisional
           OR f.calendar_known_until IS DISTINCT FROM %(known_until)s::date)
    RETURNING d.id, f.old_due_on, f.was_provisional, f.due_on, f.is_provisional
), noted AS (
    INSERT INTO deadlines_deadlinechange
        (deadline_id, kind, why, old_due_on, new_due_on, was_provisional, is_provisional, moved_at)
    SELECT id, %(kind)s, %(why)s, old_due_on, due_on, was_provisional, is_provisional, %(at)s
    FROM moved WHERE due_on <> old_due_on OR is_provisional <> was_provisional
    RETURNING old_due_on, new_due_on
)
SELECT count(*) FILTER (WHERE old_due_on <> new_due_on), count(*) FROM noted
"""


@transaction.atomic
def recompute_deadlines(*, by: User | None, at: datetime) -> int:
    """Compute every open deadline anew after the calendar changed; how many last days moved.

    Each that moved, and each that is provisional no longer, gets a line of its own. Twice is
    safe. No other verb writes deadlines meanwhile: the table is locked for a second or two.

    Raises:
        NotAllowed: ``by`` may not change the calendar. None is the nightly task.
        ClockSetBack: a deadline was changed later than ``at``; then nothing was written.
    """
    if by is not None:
        require(by, Permission.POLICY_EDIT)
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE deadlines_deadline IN SHARE ROW EXCLUSIVE MODE")
    known = calendar()
    counted = _counted()
    facts = counted.aggregate(first=Min("counts_from_on"), changed=Max("changed_at"))
    if facts["first"] is None:
        return 0
    if facts["changed"] > at:
        latest = counted.order_by("-changed_at")[0]
        raise ClockSetBack(
            thing=latest, last=chinese_moment(latest.changed_at), given=chinese_moment(at)
        )
    numbers = DayNumbers(known, facts["first"] - timedelta(days=2))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")  # compiling takes longer than the whole statement
        cursor.execute(_SQL, _values(counted, known, numbers, at))
        moved, noted = cursor.fetchone()
    if noted:
        record("deadline.recompute", county(), by=by, at=at, moved=moved, settled=noted - moved)
    return int(moved)


def _counted() -> Any:
    """Open deadlines whose last day depends on days."""
    return Deadline.objects.filter(state__in=OPEN_STATES).exclude(unit=PeriodUnit.HOUR)


def _values(
    counted: Any, known: WorkingCalendar, numbers: DayNumbers, at: datetime
) -> dict[str, Any]:
    until = known.known_until
    said = f"按截至{chinese_date(until)}的工作日历重新计算" if until else "按工作日历重新计算"
    ids, dues, provisional = _odd_ones(counted, known)
    return {
        **_day_rows(numbers, _last_needed(counted)),
        "odd_ids": ids,
        "odd_due": dues,
        "odd_provisional": provisional,
        "known_until": until,
        "kind": ChangeKind.CALENDAR,
        "why": said,
        "at": at,
    }


def _last_needed(counted: Any) -> date:
    """A day after the last day of every plain deadline, holidays generously counted."""
    lengths = {"calendar_day": 1, "working_day": 2, "month": 31, "year": 366}
    last = date.min
    for row in counted.values("unit").annotate(start=Max("counts_from_on"), most=Max("count")):
        days = lengths[row["unit"]] * row["most"] + 40
        last = max(last, row["start"] + timedelta(days=days))
    return last


def _day_rows(numbers: DayNumbers, last: date) -> dict[str, Any]:
    """The calendar by place of the day: its number, unknown days so far, the next worked day."""
    days = [numbers.first + timedelta(days=n) for n in range((last - numbers.first).days + 1)]
    return {
        "first": numbers.first,
        "numbers": [numbers.number(day) for day in days],
        "unknown": [numbers.unknown(day) for day in days],
        "next": [numbers.next_worked(day) for day in days],
        "worked": [numbers.worked(n + 1) for n in range(numbers.number(last))],
    }


def _odd_ones(counted: Any, known: WorkingCalendar) -> tuple[list[int], list[date], list[bool]]:
    """Those that stood still, were made longer or are counted back, each by the rule itself."""
    stood = DeadlinePause.objects.filter(deadline=OuterRef("pk"), resumed_on__isnull=False)
    longer = DeadlineExtension.objects.filter(deadline=OuterRef("pk"))
    odd = list(counted.filter(Q(is_before=True) | Exists(stood) | Exists(longer)))
    pauses, spans = _pauses(odd), _spans(odd)
    periods = [row.period(tuple(pauses[row.pk]), tuple(spans[row.pk])) for row in odd]
    if not periods:
        return [], [], []
    numbers = DayNumbers(known, min(first_needed(one) for one in periods))
    ends = [period_end(one, numbers) for one in periods]
    return (
        [row.pk for row in odd],
        [end.due_on for end in ends],
        [end.is_provisional for end in ends],
    )


def _pauses(rows: list[Deadline]) -> dict[int, list[Pause]]:
    found: dict[int, list[Pause]] = defaultdict(list)
    ended = DeadlinePause.objects.filter(deadline__in=rows, resumed_on__gt=F("paused_on"))
    for pause in ended.order_by("paused_on"):
        if pause.resumed_on:
            found[pause.deadline_id].append(Pause(pause.paused_on, pause.resumed_on))
    return found


def _spans(rows: list[Deadline]) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = defaultdict(list)
    for one in DeadlineExtension.objects.filter(deadline__in=rows).order_by("pk"):
        found[one.deadline_id].append(Span(one.count, one.unit))
    return found

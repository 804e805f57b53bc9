"""A county with 100,000 open deadlines: its due list, and all dates after a year arrived.

The list is what the page reads, the count up to the bound and the first page with the owners; the
other side fetches the same fifty rows by their keys. Both through Django, objects included.

Recomputing enters or takes away the holidays of 2027, so that every row is written anew and each
date that moves gets its line; the other side is one UPDATE of the same columns of the same rows,
with the same triggers and indexes.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count, cycle
from typing import Any

from django.db import connection

from accounts.models import User
from bench._registry import county_with
from bench.harness import Sides, at_most, row
from deadlines.models import Deadline, DeadlineChange
from deadlines.queries import due_list
from deadlines.services import recompute_deadlines, start_deadline
from policies.models import CalendarDay, CalendarYear
from policies.services import load_calendar, load_catalogue
from staff.paging import ROWS_PER_PAGE, FirstRows
from tests.times import NOON

OPEN = int(os.environ.get("YUJIAN_BENCH_DEADLINES", "100000"))
OWNERS = 40
# As cases have them: to decide, to keep evidence, to ask for a hearing, to pay, to sue.
KEYS = ("t02", "t03", "t07", "t11", "t13", "t14", "t16", "t31")
HOLIDAYS = [date(2027, 1, n) for n in (1, 4, 5)] + [date(2027, 2, n) for n in range(5, 13)]
_filled: list[int] = []


def _county() -> None:
    if _filled:
        return
    _filled.append(county_with("999901", 1).pk)
    load_catalogue(at=NOON)
    load_calendar(at=NOON)
    department = User.objects.get().department
    owners = User.objects.bulk_create(
        User(username=f"o{n}", full_name=f"办案{n}", department=department, roles=["inspector"])
        for n in range(OWNERS)
    )
    _fill(random.Random(20261130), owners)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _fill(chance: random.Random, owners: list[User]) -> None:
    """One deadline of each rule and day by the verb, then its likes; a fifth is over."""
    days = [date(2026, 1, 4) + timedelta(days=n) for n in range(0, 360, 3)]
    models = [_first(f"deadline.{key}", day) for key in KEYS for day in days]
    rows = [_like(chance.choice(models), chance.choice(owners)) for _ in range(OPEN - len(models))]
    ended = [_like(chance.choice(models), chance.choice(owners)) for _ in range(OPEN // 4)]
    for one in ended:
        one.state, one.met_on = "met", one.due_on
    Deadline.objects.bulk_create(rows + ended, batch_size=2000)


def _first(key: str, day: date) -> Deadline:
    return start_deadline(key, counts_from=day, about="案件“某培训中心无证办学”", by=None, at=NOON)


def _like(model: Deadline, owner: User) -> Deadline:
    values = {field.attname: getattr(model, field.attname) for field in model._meta.fields}
    return Deadline(**values | {"id": None, "owner_id": owner.pk})


@row("due list of 100,000 open deadlines, count and first page", reach=at_most(3))
def listing() -> Iterator[Sides]:
    _county()
    keys = [one.pk for one in due_list()[:ROWS_PER_PAGE]]

    def ours() -> list[Deadline]:
        rows = FirstRows(due_list())
        rows.count()
        return list(rows[0:ROWS_PER_PAGE])

    def against() -> list[Deadline]:
        return list(Deadline.objects.select_related("owner").filter(pk__in=keys).order_by("pk"))

    yield Sides(ours=ours, against=against, rounds=41, facts=lambda: _listed(ours(), against()))


@row("due list of one of 40 owners", reach=at_most(3))
def mine() -> Iterator[Sides]:
    _county()
    owner = User.objects.order_by("-pk")[0]
    keys = [one.pk for one in due_list(owner)[:ROWS_PER_PAGE]]

    def ours() -> list[Deadline]:
        rows = FirstRows(due_list(owner))
        rows.count()
        return list(rows[0:ROWS_PER_PAGE])

    def against() -> list[Deadline]:
        return list(Deadline.objects.select_related("owner").filter(pk__in=keys).order_by("pk"))

    yield Sides(ours=ours, against=against, rounds=41, facts=lambda: _listed(ours(), against()))


def _listed(ours: list[Deadline], theirs: list[Deadline]) -> dict[str, object]:
    same = {one.pk for one in ours} == {one.pk for one in theirs}
    return {
        "open": Deadline.objects.open().count(),
        "all": Deadline.objects.count(),
        "the same rows": same,
    }


@row("recompute 100,000 deadlines when a year arrives", reach=at_most(10))
def recomputing() -> Iterator[Sides]:
    _county()
    moments, states, moved = count(1), cycle((True, False)), []

    def ours() -> float:
        _turn(known=next(states))
        at = NOON + timedelta(days=3000 + next(moments))
        began = time.perf_counter()
        moved.append(recompute_deadlines(by=None, at=at))
        return time.perf_counter() - began

    def against() -> float:
        at = NOON + timedelta(days=3000 + next(moments))
        began = time.perf_counter()
        _update(at)
        return time.perf_counter() - began

    yield Sides(ours=ours, against=against, rounds=7, facts=lambda: _recomputed(moved))


def _turn(*, known: bool) -> None:
    """The holidays of 2027 arrive, or were never known."""
    CalendarYear.objects.filter(year=2027).delete()
    CalendarDay.objects.filter(date__year=2027).delete()
    if known:
        CalendarYear.objects.create(year=2027, source="bench", loaded_at=NOON)
        CalendarDay.objects.bulk_create(
            CalendarDay(date=day, is_working=False, note="节日") for day in HOLIDAYS
        )


def _update(at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE deadlines_deadline SET due_on = due_on, is_provisional = is_provisional,"
            " calendar_known_until = calendar_known_until, changed_at = %s"
            " WHERE state IN ('running', 'paused') AND unit <> 'hour'",
            [at],
        )


def _recomputed(moved: list[int]) -> dict[str, Any]:
    return {
        "moved each time": f"{min(moved[1:])} to {max(moved[1:])}",
        "lines of changes": DeadlineChange.objects.count(),
        "provisional now": Deadline.objects.provisional().count(),
    }

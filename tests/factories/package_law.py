"""The law and the holidays that come with the software, in a county of a test.

Some two thousand tests want them, and each finds its county empty. So the verb loads them once in
a process; later tests get the rows that it wrote, by COPY, and the lines of history that it told,
by the verb of history. Guards and constraints look at them as at any other rows. Tests of the
loading itself call ``policies.services``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

from audit.models import AuditEvent
from audit.services import ManyLines, Told
from policies.models import (
    Basis,
    Benchmark,
    CalendarDay,
    CalendarYear,
    CatalogueEdition,
    Law,
    Parameter,
    PenaltyKind,
    RoutedMatter,
    Violation,
)
from policies.services import load_calendar, load_catalogue
from policies.services.calendar import YEARS
from tests.times import NOON

Tables = tuple[type[Model], ...]
CATALOGUE: Tables = (
    *(Law, Violation, Basis, RoutedMatter, PenaltyKind, Benchmark),
    *(Parameter, CatalogueEdition),
)
CALENDAR: Tables = (CalendarYear, CalendarDay)
# Their schemas stand for the whole run, so that keys once taken are never given out again. A
# county that a test makes for itself begins with key 1, and the verb loads it.
COUNTIES_OF_THE_RUN = ("c999901", "c999902")


@dataclass(frozen=True, slots=True)
class Kept:
    """What a verb wrote: each table as COPY gives it, and what it told history."""

    rows: dict[str, bytes]
    told: list[dict[str, Any]]


_kept: dict[tuple[str, str], Kept] = {}


def catalogue() -> None:
    """As ``load_catalogue(at=NOON)`` leaves a county."""
    _as_loaded("catalogue", CATALOGUE, lambda: load_catalogue(at=NOON))


def calendar(years: Iterable[int] = YEARS) -> None:
    """As ``load_calendar(years, at=NOON)`` leaves a county."""
    wanted = tuple(years)
    _as_loaded(f"calendar {wanted}", CALENDAR, lambda: load_calendar(wanted, at=NOON))


def _as_loaded(name: str, tables: Tables, load: Callable[[], object]) -> None:
    key = (connection.schema_name, name)
    if key[0] not in COUNTIES_OF_THE_RUN or _any_row(tables):
        load()  # what it does depends on what is there
    elif key in _kept:
        _write(_kept[key])
    else:
        before = AuditEvent.objects.order_by("pk").last()
        load()
        _kept[key] = _what_was_written(tables, since=before.pk if before else 0)


def _any_row(tables: Tables) -> bool:
    asked = " OR ".join(f"EXISTS (SELECT FROM {table._meta.db_table})" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        return bool(cursor.fetchone()[0])


def _what_was_written(tables: Tables, *, since: int) -> Kept:
    rows = {}
    with connection.cursor() as cursor:
        for table in (table._meta.db_table for table in tables):
            with cursor.copy(f"COPY {table} TO STDOUT") as copy:
                rows[table] = b"".join(copy)
    told = AuditEvent.objects.filter(pk__gt=since).order_by("pk")
    fields = ("kind", "object_type", "object_id", "before", "after", "facts")
    return Kept(rows, list(told.values(*fields)))


def _write(kept: Kept) -> None:
    with connection.cursor() as cursor:
        for table, content in kept.rows.items():
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                copy.write(content)
    history = ManyLines(by=None, at=NOON)
    for line in kept.told:
        said = dict(line)
        model = apps.get_model(said.pop("object_type"))
        thing = model._base_manager.get(pk=said.pop("object_id"))
        history.add(Told(thing=thing, **said))
    history.write()

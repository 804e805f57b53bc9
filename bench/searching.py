"""Searching names, beside reading all rows of the same table.

Our side sends both statements that a page of the product asks: count up to the bound, then the
first page in its order. The other side reads the table once for the same first page in the same
order, without a count. Both are timed in the database, as the product's own querysets compile;
what Django adds to either is a fact of the row.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from bench._registry import county_with
from bench.harness import Sides, at_least, row
from institutions.models import Institution
from tenants.searching import Found

NAMES = int(os.environ.get("YUJIAN_BENCH_NAMES", "200000"))
PAGE = 50
RARE, COMMON = "青禾", "托管"
# The scan's parallel workers end after it has answered: in nobody's time.
_LEAVING_S = 0.02
_filled: list[int] = []


def _county() -> None:
    if not _filled:
        _filled.append(county_with("999901", NAMES).pk)


@contextmanager
def _no_indexes() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        for way in ("indexscan", "indexonlyscan", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        yield


def _compiled(rows: Any) -> tuple[str, tuple[Any, ...]]:
    return rows.query.sql_with_params()


def _keys(statement: tuple[str, tuple[Any, ...]]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return [row[0] for row in cursor.fetchall()]


def _by_index(text: str) -> Callable[[], list[int]]:
    count = _compiled(Institution.objects.holding(text).order_by().values("pk")[: Found.MOST + 1])
    page = _compiled(Institution.objects.ranked(text).rows.values("pk")[:PAGE])

    def ask() -> list[int]:
        _keys((f"SELECT count(*) FROM ({count[0]}) AS found", count[1]))  # noqa: S608 -- our own
        return _keys(page)

    return ask


def _by_scan(rows: Any) -> Callable[[], float]:
    page = _compiled(rows.values("pk")[:PAGE])

    def ask() -> float:
        with _no_indexes():
            began = time.perf_counter()
            _keys(page)
            took = time.perf_counter() - began
        time.sleep(_LEAVING_S)
        return took

    return ask


def _facts(text: str, rows: Any) -> dict[str, object]:
    page = _compiled(rows.values("pk")[:PAGE])
    with _no_indexes():
        scanned, plan = _keys(page), rows.explain()
        held = Institution.objects.walking(text).count()
    began = time.perf_counter()
    found = Institution.objects.ranked(text)
    found.count()
    shown = [one.pk for one in found[:PAGE]]
    return {
        "names": NAMES,
        "held by": held,
        "the same first page": shown == scanned,
        "through Django, objects included": f"{(time.perf_counter() - began) * 1000:.1f} ms",
        "scan": _kind(plan),
        "ours": _kind(found.rows[:PAGE].explain()),
    }


def _kind(plan: str) -> str:
    """The lowest step of a plan that names the table or its index."""
    return [line for line in plan.splitlines() if " on institution" in line][-1].partition("  (")[0]


@row("search two characters, a pair held by 20 to 200", reach=at_least(50))
def rare_pair() -> Iterator[Sides]:
    _county()
    rows = Institution.objects.walking(RARE).best_first(RARE)
    yield Sides(ours=_by_index(RARE), against=_by_scan(rows), facts=lambda: _facts(RARE, rows))


@row("search two characters, a pair held by half", reach=at_least(1))
def common_pair() -> Iterator[Sides]:
    _county()
    rows = Institution.objects.walking(COMMON)
    yield Sides(ours=_by_index(COMMON), against=_by_scan(rows), facts=lambda: _facts(COMMON, rows))

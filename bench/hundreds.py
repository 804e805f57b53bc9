"""A drill, not a comparison: 300 counties in one database, and what they cost.

Run by name only (``script/bench hundreds``): it takes minutes. ``YUJIAN_HUNDREDS`` opens
another number of them.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tenants.utils import tenant_context

from bench.opening import division_codes, facts_of, timed
from institutions.queries import search
from operations.county_template import county_template
from operations.keeping.backing_up import back_up, back_up_county
from operations.keeping.folder import check_folder
from operations.opening import open_whole_county
from operations.stock import fill_stock
from tenants.models import County, CountyState

COUNT = int(os.environ.get("YUJIAN_HUNDREDS", "300"))
MB = 1024 * 1024

Fact = tuple[str, str]


def drill() -> Iterator[Fact]:
    """What was done and what it cost, one line after the other as it comes."""
    yield "template made in", seconds(timed(lambda: county_template(at=timezone.now())))
    yield from _open_all()
    yield from _size()
    yield "migrate all, nothing to do", seconds(timed(lambda: call_command("migrate_counties")))
    yield "search in each county", seconds(timed(_search_in_each))
    yield from _size()
    yield from _back_up()


def _open_all() -> Iterator[Fact]:
    took = []
    began = time.perf_counter()
    for code in division_codes()[:COUNT]:
        took.append(timed(lambda code=code: _open(code)))
    whole = time.perf_counter() - began
    tenth = max(1, COUNT // 10)
    yield f"{COUNT} counties opened from the template", seconds(whole)
    yield "one of the first tenth, median", seconds(statistics.median(took[:tenth]))
    yield "one of the last tenth, median", seconds(statistics.median(took[-tenth:]))
    fill_stock(1, at=timezone.now())
    one_more = division_codes()[COUNT]
    yield "one more, from a spare", seconds(timed(lambda: _open(one_more)))


def _open(code: str) -> None:
    open_whole_county(**facts_of(code), at=timezone.now())


def _search_in_each() -> None:
    """As a worker would that meets every county: one connection, one county after the other."""
    for county in County.objects.filter(state=CountyState.OPEN):
        with tenant_context(county):
            assert len(search("示范")) == 0


def _size() -> Iterator[Fact]:
    yield "memory of this process", megabytes(_resident("self"))
    yield "memory of its database session, without shared", _own(_asked("SELECT pg_backend_pid()"))
    sessions = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    yield "connections to the database", str(_asked(sessions))
    relations = "SELECT count(*) FROM pg_class"
    yield "relations", str(_asked(relations))
    size = _asked("SELECT pg_database_size(current_database())")
    yield "size of the database", megabytes(size)


def _back_up() -> Iterator[Fact]:
    """By the commands of the runbook, read again as before a restore; then one county alone."""
    with TemporaryDirectory() as place:
        whole, one = Path(place) / "whole", Path(place) / "one"
        took = timed(lambda: back_up(whole, at=timezone.now()))
        yield "back-up of everything", f"{seconds(took)}, {_files_of(whole)}"
        yield "the back-up checked", seconds(timed(lambda: check_folder(whole)))
        code = division_codes()[0]
        took = timed(lambda: back_up_county(code, one, at=timezone.now()))
        yield "back-up of one county", f"{seconds(took)}, {_files_of(one)}"


def _files_of(folder: Path) -> str:
    return megabytes(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()))


def _asked(question: str) -> int:
    connection.set_schema_to_public()
    with connection.cursor() as cursor:
        cursor.execute(question)
        return int(cursor.fetchone()[0])


def _resident(pid: str) -> int:
    return _kilobytes(Path("/proc") / pid / "status", "VmRSS:") * 1024


def _own(pid: int) -> str:
    """Only root and the server's own user may look into its processes."""
    try:
        private = _kilobytes(Path("/proc") / str(pid) / "smaps_rollup", "Private_Dirty:")
    except OSError:
        return "not readable for this user"
    return megabytes(private * 1024)


def _kilobytes(file: Path, name: str) -> int:
    lines = file.read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def seconds(took: float) -> str:
    return f"{took:.2f} s"


def megabytes(count: int) -> str:
    return f"{count / MB:.0f} MB"

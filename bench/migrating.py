"""A hundred counties are brought up to a release, beside the library's ``migrate_schemas``.

The library's side has its own list of tables, not ours, which is quicker; everything else of it
runs as shipped, in one process, like ours.
"""

from __future__ import annotations

import importlib
import io
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django_tenants.postgresql_backend.introspection import DatabaseSchemaIntrospection

import assignments.migrations
from bench._counties import fill
from bench.harness import Sides, at_least, row
from tenants import rendering
from tenants.queries import county_rows

COUNTIES = 100
ROUNDS = 3  # a round of the library's side takes half a minute

APP = "assignments"
_COLUMN = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assignments", {after!r})]
    operations = [
        migrations.AddField("assignment", {name!r}, models.CharField(max_length=9, null=True))
    ]
"""


@row("migrate 100 counties with nothing to do", reach=at_least(50))
def nothing_to_do() -> Iterator[Sides]:
    fill(COUNTIES)
    ours()
    yield Sides(ours=ours, against=the_library, rounds=ROUNDS, warm_up=False, facts=facts)


@row("add a column to 100 counties", reach=at_least(30))
def add_a_column() -> Iterator[Sides]:
    """Each round adds two columns: one side the first, the other side the second."""
    fill(COUNTIES)
    with releases() as next_release:

        def after_a_release(migrate: Callable[[], object]) -> float:
            next_release()
            began = time.perf_counter()
            migrate()
            return time.perf_counter() - began

        yield Sides(
            ours=lambda: after_a_release(ours),
            against=lambda: after_a_release(the_library),
            rounds=ROUNDS,
            warm_up=False,
            facts=facts,
        )


def ours() -> None:
    call_command("migrate_counties", stdout=io.StringIO())


def the_library() -> None:
    kept = connection.introspection
    connection.introspection = DatabaseSchemaIntrospection(connection)
    try:
        with rendering.as_django_does():
            call_command("migrate_schemas", interactive=False, verbosity=0)
    finally:
        connection.introspection = kept


def facts() -> dict[str, object]:
    """Both sides have left every county at the same release."""
    rows = county_rows()
    return {
        "counties": len(rows),
        "behind": sum(county.is_behind for county in rows),
        "versions": len({county.version for county in rows}),
    }


@contextmanager
def releases() -> Iterator[Callable[[], None]]:
    """A function that makes the next release: one column more in one table of each county."""
    folder = Path(tempfile.mkdtemp())
    own = Path(assignments.migrations.__file__ or "").parent
    package = folder / "bench_releases"
    shutil.copytree(own, package, ignore=shutil.ignore_patterns("__pycache__"))
    numbers, last = count(9001), [max(path.stem for path in own.glob("0*.py"))]

    def make_the_next() -> None:
        number = next(numbers)
        name, title = f"column_{number}", f"{number}_column"
        (package / f"{title}.py").write_text(_COLUMN.format(after=last[0], name=name))
        last[0] = title
        importlib.invalidate_caches()

    sys.path.insert(0, str(folder))
    try:
        with override_settings(MIGRATION_MODULES={APP: package.name}):
            yield make_the_next
    finally:
        sys.path.remove(str(folder))
        shutil.rmtree(folder)

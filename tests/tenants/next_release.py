"""A release to come: the migrations there are, and some more of one app that only counties have.

They are called 9002 and so on, behind all that the app will ever have.
"""

from __future__ import annotations

import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

import assignments.migrations
from tenants import release

CODES = ("999971", "999972", "999973")
SCHEMAS = tuple(f"c{code}" for code in CODES)

# Operations as Python text.
COLUMN = "migrations.AddField('assignment', 'colour', models.CharField(max_length=9, null=True))"
BY_PYTHON = "migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop)"

APP = "assignments"
LAST = max(path.stem for path in Path(assignments.migrations.__file__).parent.glob("0*.py"))

_MODULE = """
from django.contrib.gis.db import models
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("assignments", {after!r})]
    operations = [
{operations}
    ]
"""


def module_text(after: str, *operations: str) -> str:
    """The file of a migration with these operations, written as Python."""
    lines = "\n".join(f"        {operation}," for operation in operations)
    return _MODULE.format(after=after, operations=lines)


def write_release(folder: Path, migrations: dict[str, list[str]]) -> str:
    """A package with the app's own migrations and these behind them. Its name."""
    name = f"next_{secrets.token_hex(4)}"  # a module that was imported once stays imported
    own = Path(assignments.migrations.__file__).parent
    shutil.copytree(own, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    after = LAST
    for title, operations in migrations.items():
        (folder / name / f"{title}.py").write_text(module_text(after, *operations))
        after = title
    return name


@contextmanager
def next_release(folder: Path, migrations: dict[str, list[str]]) -> Iterator[str]:
    """Inside, this process is of the release that has these migrations too."""
    name = write_release(folder, migrations)
    sys.path.insert(0, str(folder))
    try:
        with override_settings(MIGRATION_MODULES={APP: name}):
            release.code_changed()
            yield name
    finally:
        sys.path.remove(str(folder))
        release.code_changed()


def go_back(*schemas: str) -> None:
    """Undo the further migrations in these counties; must stand inside ``next_release``."""
    assert APP in settings.MIGRATION_MODULES
    for schema in schemas:
        call_command(
            "migrate_schemas",
            APP,
            LAST,
            tenant=True,
            schema_name=schema,
            interactive=False,
            verbosity=0,
        )


def note_in_public() -> None:
    """Django notes the further migrations in public too, and nobody takes them back there."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = %s AND name > %s", [APP, LAST])

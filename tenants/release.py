"""Which migrations this release has, and whether a county has those that its code needs."""

from __future__ import annotations

import time
from functools import cache
from hashlib import sha256
from importlib import import_module
from pkgutil import iter_modules

from django.apps import apps
from django.conf import settings
from django.db import ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader
from django_tenants.utils import quote_schema_name

Key = tuple[str, str]  # app label and name of a migration

_READY_UNTIL: dict[str, float] = {}  # by schema


def migrations_of_release() -> frozenset[Key]:
    """All that Django would note as applied in a county, read from file names: milliseconds."""
    return frozenset(
        (config.label, name)
        for config in apps.get_app_configs()
        for name in _names(MigrationLoader.migrations_module(config.label)[0])
    )


def fingerprint(migrations: frozenset[Key]) -> str:
    """Sixteen hex digits for a set of migrations; the same set, the same digits."""
    words = "\n".join(f"{app}.{name}" for app, name in sorted(migrations))
    return sha256(words.encode()).hexdigest()[:16]


def is_ready(schema_name: str) -> bool:
    """Whether the county has each migration that the code of this process reckons with.

    One that has more is ready too: schemas are widened first, so old code works beside new.
    A yes is kept for YUJIAN_COUNTY_CACHE_S; a no is asked again, so that nobody waits longer
    than the migration takes.
    """
    if _READY_UNTIL.get(schema_name, 0.0) >= time.monotonic():
        return True
    if _needed() - applied_in(schema_name):
        _READY_UNTIL.pop(schema_name, None)
        return False
    _READY_UNTIL[schema_name] = time.monotonic() + settings.YUJIAN_COUNTY_CACHE_S
    return True


def forget() -> None:
    """Ask the database again about each county."""
    _READY_UNTIL.clear()


def code_changed() -> None:
    """Forget also which migrations this code has; only tests change it while a process lives."""
    _needed.cache_clear()
    forget()


def applied_in(schema_name: str) -> frozenset[Key]:
    """What Django noted as applied in this schema; nothing when there is no such schema."""
    try:
        with connection.cursor() as cursor:
            # The name is quoted, and stands before the table: no search path decides here.
            table = f"{quote_schema_name(schema_name)}.django_migrations"
            cursor.execute(f"SELECT app, name FROM {table}")  # noqa: S608 -- quoted
            return frozenset(cursor.fetchall())
    except ProgrammingError:
        return frozenset()


@cache
def _needed() -> frozenset[Key]:
    """Migrations of apps that have tables in a county; code does not change while it runs."""
    here = {
        config.label for config in apps.get_app_configs() if config.name in settings.TENANT_APPS
    }
    return frozenset(key for key in migrations_of_release() if key[0] in here)


def _names(module_name: str | None) -> list[str]:
    """Names of the migrations in a package, as Django chooses them."""
    if module_name is None:
        return []
    try:
        module = import_module(module_name)
    except ModuleNotFoundError as missing:
        if missing.name != module_name:
            raise
        return []
    found = iter_modules(getattr(module, "__path__", ()))
    return [name for _, name, is_package in found if not is_package and name[0] not in "_~"]

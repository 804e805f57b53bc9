"""The template of this release's counties, and how a county takes over what came with it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.apps import apps
from django.utils import timezone

from audit.models import AuditEvent
from audit.services import record
from operations import furnishing
from operations.furnishing import furnish_the_same
from policies.services import date_calendar
from tenants import schemas
from tenants.current import county
from tenants.models import SchemaTemplate

Line = dict[str, Any]

_FURNISHERS = ("accounts", "inspections", "policies")  # apps whose rows stand in the template
_COUNTY = "tenants.county"


def county_template(*, at: datetime) -> SchemaTemplate:
    """The template of this release, made if there is none yet. Raises PgToolFailed."""
    return schemas.find_or_make_template(
        _fingerprint(), furnish=_furnish_and_note, without_rows_of="audit_*", at=at
    )


def take_over(template: SchemaTemplate, *, at: datetime) -> None:
    """Tell the history of what came with the schema, in this county's name and at its moment.

    History is no part of a template: it says what happened in this county, and when.
    """
    things = _things(template.history)
    for line in template.history:
        record(
            line["kind"],
            things[line["object_type"], line["object_id"]],
            by=None,
            at=at,
            before=line["before"],
            after=line["after"],
            **line["facts"],
        )
    date_calendar(at=at)


@cache
def _fingerprint() -> str:
    """Of the migrations, and of all files that say what a county is furnished with.

    Rather a template too many than an old one: a change of any code of these apps counts.
    """
    folders = [Path(apps.get_app_config(label).path) for label in _FURNISHERS]
    files = [path for folder in folders for path in folder.rglob("*.*") if path.suffix != ".pyc"]
    files.append(Path(furnishing.__file__))
    digest = hashlib.sha256(schemas.fingerprint().encode())
    digest.update(version("chinesecalendar").encode())
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _furnish_and_note() -> list[Line]:
    furnish_the_same(at=timezone.now())
    told = ("kind", "object_type", "object_id", "before", "after", "facts")
    return list(AuditEvent.objects.order_by("pk").values(*told))


def _things(history: list[Line]) -> dict[tuple[str, str], Any]:
    """The rows that history speaks of, by type and key; the template's county is this one."""
    keys: dict[str, set[str]] = {}
    for line in history:
        keys.setdefault(line["object_type"], set()).add(line["object_id"])
    found: dict[tuple[str, str], Any] = {}
    for name in keys.keys() - {_COUNTY}:
        for row in apps.get_model(name)._default_manager.filter(pk__in=keys[name]):
            found[name, str(row.pk)] = row
    return found | {(_COUNTY, key): county() for key in keys.get(_COUNTY, ())}

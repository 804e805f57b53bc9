"""Checklists come from a file of the repository and are published once per version."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from accounts.models import User
from audit.services import record
from inspections.models import Checklist, ChecklistItem
from institutions.states import InstitutionKind

CHECKLIST_FILE = Path(__file__).parents[1] / "data" / "checklist.yaml"
_FIELDS = (
    "code",
    "group",
    "text",
    "ok_when",
    "evidence",
    "basis",
    "confidence",
    "violation_codes",
    "routed_codes",
)


@transaction.atomic
def load_checklists(*, at: datetime, by: User | None = None) -> list[Checklist]:
    """Publish the file's version for each kind of institution. A published one is left alone.

    Returns the checklists that were new. Run when a county is opened and after an update.
    """
    edition = read_checklist_file()
    return [
        checklist
        for kind in InstitutionKind.values
        if (checklist := _publish(kind, edition, by=by, at=at)) is not None
    ]


@cache
def read_checklist_file() -> dict[str, Any]:
    """The file as it stands: version, valid_from, source, items."""
    edition: dict[str, Any] = yaml.safe_load(CHECKLIST_FILE.read_text(encoding="utf-8"))
    return edition


def _publish(
    kind: str, edition: dict[str, Any], *, by: User | None, at: datetime
) -> Checklist | None:
    checklist, is_new = Checklist.objects.get_or_create(
        kind=kind,
        version=edition["version"],
        defaults={"valid_from": edition["valid_from"], "source": edition["source"]},
    )
    if not is_new:
        return None
    ChecklistItem.objects.bulk_create(
        ChecklistItem(checklist=checklist, **{name: item[name] for name in _FIELDS})
        for item in edition["items"]
        if kind in item["kinds"]
    )
    record("checklist.publish", checklist, by=by, at=at, valid_from=str(checklist.valid_from))
    return checklist

"""Spare schemas: made and furnished beforehand, given to a county by renaming (decision 0016)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from tenants.models import SchemaTemplate, SpareSchema
from tenants.schemas import drop_schema, one_at_a_time, replay


@dataclass(frozen=True, slots=True)
class Stock:
    """What ``keep_spares`` did, and how many are ready now."""

    made: int
    dropped: int
    ready: int


def take_spare(fingerprint: str, *, schema: str) -> bool:
    """Rename a spare made from this template to ``schema``; False when none is left.

    In the transaction of the opening: what is taken back leaves the spare where it was. Two
    openings at once take two spares.
    """
    spare = (
        SpareSchema.objects.select_for_update(skip_locked=True)
        .filter(fingerprint=fingerprint)
        .first()
    )
    if spare is None:
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER SCHEMA {spare.schema_name} RENAME TO {schema}")
    spare.delete()
    return True


def keep_spares(template: SchemaTemplate, *, count: int, at: datetime) -> Stock:
    """Drop the spares of other releases and make as many as are missing. Safe to repeat.

    Each is made in a transaction of its own, so a stop leaves whole ones only.
    """
    with one_at_a_time("county spares"):
        stale = SpareSchema.objects.exclude(fingerprint=template.fingerprint)
        dropped = sum(_drop(pk) for pk in stale.values_list("pk", flat=True))
        present = SpareSchema.objects.filter(fingerprint=template.fingerprint).count()
        for _ in range(count - present):
            _make(template, at)
    return Stock(made=max(0, count - present), dropped=dropped, ready=max(present, count))


@transaction.atomic
def _make(template: SchemaTemplate, at: datetime) -> None:
    schema = f"spare_{secrets.token_hex(8)}"
    replay(template.text, schema)
    SpareSchema.objects.create(schema_name=schema, fingerprint=template.fingerprint, made_at=at)


@transaction.atomic
def _drop(pk: int) -> bool:
    """False when an opening of the older release holds it just now: it goes the next time."""
    spare = SpareSchema.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if spare is None:
        return False
    drop_schema(spare.schema_name)
    spare.delete()
    return True

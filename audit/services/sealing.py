"""History is sealed: committed rows join the county's chain in batches."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from audit import rules
from audit.keys import chain_code
from audit.models import AuditEvent, AuditSeal

BATCH = 2000  # rows in one transaction
# A minute's pass looks at the newest keys only. A row whose transaction took so long that this
# many others were written meanwhile is found by the daily pass, which looks at all.
NEWEST_KEYS = 20_000


def seal(*, at: datetime, whole: bool = False) -> int:
    """Put every committed row that is in no seal yet at the end of the chain; how many.

    Twice, or two at once, is safe: one waits for the other. Stopped half-way it leaves whole
    batches, and the next pass goes on. ``whole``: look at all rows, not only the newest.
    """
    sealed = 0
    while batch := _seal_batch(at=at, whole=whole):
        sealed += batch
    return sealed


@transaction.atomic
def _seal_batch(*, at: datetime, whole: bool) -> int:
    _hold_the_chain()
    newest = AuditSeal.objects.order_by("-position").first()
    waiting = AuditEvent.objects.unsealed().order_by("pk")
    if newest is not None and not whole:
        waiting = waiting.filter(pk__gt=newest.event_id - NEWEST_KEYS)
    last = newest.position if newest else 0
    digest = bytes(newest.digest) if newest else rules.genesis(chain_code())
    seals = []
    for position, row in enumerate(waiting.values(*rules.columns(rules.FORMAT))[:BATCH], last + 1):
        seals.append(next_seal(row, position=position, before=digest, at=at))
        digest = bytes(seals[-1].digest)
    AuditSeal.objects.bulk_create(seals)
    return len(seals)


def next_seal(row: Mapping[str, Any], *, position: int, before: bytes, at: datetime) -> AuditSeal:
    """The seal of ``row`` behind the link ``before``; not saved."""
    parts = {
        "position": position,
        "event_id": row["id"],
        "sealed_at": at,
    }
    digest, field_marks = rules.row_digest(row), rules.marks(row)
    return AuditSeal(
        **parts,
        format=rules.FORMAT,
        row_digest=digest,
        marks=field_marks,
        digest=rules.link(
            before, row_format=rules.FORMAT, row=digest, field_marks=field_marks, **parts
        ),
    )


def _hold_the_chain() -> None:
    """One sealer per county at a time: the lock's number is that of this county's own table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('audit.seal'), %s::regclass::oid::int)",
            [AuditSeal._meta.db_table],
        )

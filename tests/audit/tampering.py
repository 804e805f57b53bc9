"""What the owner of the tables, or a superuser, can do to history: everything, triggers off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from audit.models import AuditEvent, AuditSeal
from audit.rules import columns, genesis
from audit.services.sealing import next_seal
from audit.verification import Verdict, verify
from tests.times import NOON

EVENTS, SEALS = "audit_auditevent", "audit_auditseal"


@contextmanager
def triggers_off() -> Iterator[None]:
    with connection.cursor() as cursor:
        for table in (EVENTS, SEALS):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        try:
            yield
        finally:
            for table in (EVENTS, SEALS):
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def as_superuser(sql: str, *values: object, **words: str) -> None:
    """``words`` stand in the statement, beside ``{events}`` and ``{seals}``."""
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute(sql.format(events=EVENTS, seals=SEALS, **words), values)


def found() -> Verdict:
    return verify(at=NOON)


def rewrite_chain(code: str) -> None:
    """Make all seals anew over the rows as they are now, so that the chain itself holds."""
    order = dict(AuditSeal.objects.values_list("event_id", "position"))
    rows = list(AuditEvent.objects.values(*columns(1)))
    rows.sort(key=lambda row: order.get(row["id"], row["id"] + 10**9))
    digest, seals = genesis(code), []
    for position, row in enumerate(rows, 1):
        seals.append(next_seal(row, position=position, before=digest, at=NOON))
        digest = seals[-1].digest
    with triggers_off():
        AuditSeal.objects.all().delete()
        AuditSeal.objects.bulk_create(seals)

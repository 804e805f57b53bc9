"""SQL that many apps need: guards that the database keeps by itself."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

_STAYS = """
CREATE FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is not allowed: history stays', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = '{table}_stays';
END $$
"""
_TRIGGER = """
CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_stays()
"""


def append_only(table: str) -> list[tuple[str, str]]:
    """(forward, backward) pairs, one statement each, that let ``table`` only grow.

    A statement trigger also stops an UPDATE that meets no row, so a wrong line of code
    shows itself in an empty test database.
    """
    return [
        (_STAYS.format(table=table), f"DROP FUNCTION {table}_stays()"),
        (_TRIGGER.format(table=table), f"DROP TRIGGER {table}_stays ON {table}"),
    ]


def all_or_none(*fields: str) -> Q:
    """For constraints: these columns are filled together or empty together.

    A moment without a person says nothing, nor the other way round.
    """
    empty = Q(**{f"{field}__isnull": True for field in fields})
    return empty | Q(**{f"{field}__isnull": False for field in fields})


def broken_rule(error: IntegrityError) -> str:
    """The name of the constraint or trigger that said no; empty when the database named none."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""


def delete_in_batches(rows: QuerySet[Any, Any], *, at_once: int = 1000) -> int:
    """Delete what ``rows`` finds, in a short transaction for each batch; how many.

    Safe to repeat, and to run twice at once. Not for rows on which others hang.
    """
    gone = 0
    while True:
        with transaction.atomic():
            held = rows.order_by("pk").select_for_update(of=("self",), skip_locked=True)
            keys = list(held.values_list("pk", flat=True)[:at_once])
            if not keys:
                return gone
            gone += rows.filter(pk__in=keys).delete()[0]

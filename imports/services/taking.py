"""The rows of a confirmed list go into the registry."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime

from django.db import connection, transaction

from common.errors import Refusal
from imports.kinds import Waiting, kind_of
from imports.models import ListImport, ListRow
from imports.services._common import ROWS_AT_ONCE, locked
from imports.services.reading import Clock
from imports.states import LIST_IMPORT, ListState, Verdict
from tenants.work import is_under_way, note_progress


def take_rows(list_id: int, *, clock: Clock) -> None:
    """Take the rows of a confirmed list, some hundred in a transaction.

    Safe to run twice and at once: a row that was taken is not taken again, and one that was
    interrupted goes on with what is left.
    """
    while _take_some(list_id, clock()):
        if is_under_way():
            _tell_progress(list_id)


def _tell_progress(list_id: int) -> None:
    """For the operators' page: rows settled, of all."""
    rows = ListRow.objects.filter(list_import_id=list_id)
    total = rows.count()
    note_progress(total - rows.waiting().count(), total)


@transaction.atomic
def _take_some(list_id: int, at: datetime) -> bool:
    """False when nothing is left to do."""
    found = locked(list_id)
    if found.state != ListState.TAKING:
        return False
    waiting = found.rows.waiting().order_by("number")
    rows = [Waiting(*said) for said in waiting.values_list(*_NEEDED)[:ROWS_AT_ONCE]]
    if not rows:
        LIST_IMPORT.apply(found, "note_taken", by=None, at=at)
        found.touched_at = at
        found.save(update_fields=["state", "touched_at"])
        return False
    _settle(rows, _outcome(found, rows, at), at)
    found.touched_at = at
    found.save(update_fields=["touched_at"])
    return True


_NEEDED = tuple(one.name for one in fields(Waiting))


def _outcome(found: ListImport, rows: list[Waiting], at: datetime) -> list[Refusal | None]:
    by = found.taken_by
    assert by is not None, "a list that is taken was confirmed by somebody"
    note = f"导入{found}"
    try:
        with transaction.atomic():
            return kind_of(found.kind).take(rows, note=note, by=by, at=at)
    except Refusal as refusal:  # of all of them: whoever confirmed lost the right meanwhile
        return [refusal] * len(rows)


def _settle(rows: list[Waiting], outcome: list[Refusal | None], at: datetime) -> None:
    settled = list(zip(rows, outcome, strict=True))
    _mark_taken([row for row, refusal in settled if refusal is None], at)
    _reject([(row, str(refusal)) for row, refusal in settled if refusal is not None])


# One statement for all of them, where ``bulk_update`` would write a case for each.


def _mark_taken(rows: list[Waiting], at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE imports_listrow SET taken_at = %s, institution_id = told.institution"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS told (key, institution) WHERE id = told.key",
            (at, [row.pk for row in rows], [row.institution_id for row in rows]),
        )


def _reject(rows: list[tuple[Waiting, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE imports_listrow SET verdict = %s, reason = told.reason"
            " FROM unnest(%s::bigint[], %s::text[]) AS told (key, reason) WHERE id = told.key",
            (Verdict.REJECTED.value, [row.pk for row, _ in rows], [why for _, why in rows]),
        )

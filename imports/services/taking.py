"""The rows of a confirmed list go into the registry."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from common.errors import Refusal
from imports.kinds import kind_of
from imports.models import ListImport, ListRow
from imports.services._common import ROWS_AT_ONCE, locked
from imports.services.reading import Clock
from imports.states import LIST_IMPORT, ListState, Verdict


def take_rows(list_id: int, *, clock: Clock) -> None:
    """Take the rows of a confirmed list, some hundred in a transaction.

    Safe to run twice and at once: a row that was taken is not taken again, and one that was
    interrupted goes on with what is left.
    """
    while _take_some(list_id, clock()):
        pass


@transaction.atomic
def _take_some(list_id: int, at: datetime) -> bool:
    """False when nothing is left to do."""
    found = locked(list_id)
    if found.state != ListState.TAKING:
        return False
    rows = list(found.rows.waiting().order_by("number")[:ROWS_AT_ONCE])
    if not rows:
        LIST_IMPORT.apply(found, "note_taken", by=None, at=at)
        found.touched_at = at
        found.save(update_fields=["state", "touched_at"])
        return False
    _settle(rows, _outcome(found, rows, at), at)
    found.touched_at = at
    found.save(update_fields=["touched_at"])
    return True


def _outcome(found: ListImport, rows: list[ListRow], at: datetime) -> list[Refusal | None]:
    by = found.taken_by
    assert by is not None, "a list that is taken was confirmed by somebody"
    note = f"导入{found}"
    try:
        with transaction.atomic():
            return kind_of(found.kind).take(rows, note=note, by=by, at=at)
    except Refusal as refusal:  # of all of them: whoever confirmed lost the right meanwhile
        return [refusal] * len(rows)


def _settle(rows: list[ListRow], outcome: list[Refusal | None], at: datetime) -> None:
    for row, refusal in zip(rows, outcome, strict=True):
        if refusal is None:
            row.taken_at = at
        else:
            row.verdict, row.reason = Verdict.REJECTED, str(refusal)
    taken = [row for row in rows if row.taken_at]
    _mark_taken(taken, at)
    left = [row for row in rows if not row.taken_at]
    ListRow.objects.bulk_update(left, ["verdict", "reason"])


def _mark_taken(rows: list[ListRow], at: datetime) -> None:
    """One statement for all of them, where ``bulk_update`` would write a case for each."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE imports_listrow SET taken_at = %s, institution_id = told.institution"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS told (key, institution) WHERE id = told.key",
            (at, [row.pk for row in rows], [row.institution_id for row in rows]),
        )

"""A list is read and each row compared with the registry; then its bytes are let go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from operator import attrgetter
from typing import Any

from django.db import transaction

from common.errors import Refusal
from imports import headings, reading
from imports.errors import ListTooLong, ListWithoutHead
from imports.headings import Head
from imports.kinds import Judged, Kind, kind_of, read_row
from imports.models import ListImport, ListRow
from imports.reading import Row
from imports.services._common import ROWS_AT_ONCE, locked
from imports.states import LIST_IMPORT, ListState, Verdict

MOST_ROWS = 50_000

Clock = Callable[[], datetime]


def read_list(list_id: int, *, clock: Clock) -> None:
    """Read a list that waits for it, some hundred rows at a time.

    Safe to run twice and at once: each part first looks whether the list is still where this
    reader left it. One that was interrupted goes on behind the last part that was stored.

    Args:
        clock: the time, asked again for each part: reading takes a while.
    """
    found = ListImport.objects.filter(pk=list_id, state=ListState.READING).first()
    if found is None:
        return
    try:
        with reading.opened(bytes(found.content or b""), name=found.file_name) as book:
            sheet, head = _head(book, found)
            _open(found, sheet, head, clock())
            is_whole = _read_rows(book.rows(sheet.name), found, head, clock)
    except Refusal as refusal:
        _end(list_id, "note_unreadable", clock(), trouble=str(refusal))
    else:
        if is_whole:
            _end(list_id, "note_read", clock())


def _head(book: reading.Book, found: ListImport) -> tuple[reading.Sheet, Head]:
    """The sheet whose head names the most columns. Raises ListWithoutHead, ListTooLong."""
    best: tuple[reading.Sheet, Head] | None = None
    for sheet in book.sheets:
        head = headings.head_of(sheet.head, found.kind)
        if head is not None and (best is None or head.known > best[1].known):
            best = sheet, head
    if best is None:
        own = headings.mapping(found.kind)
        wanted = "、".join(f"“{own.fields[name].heading}”" for name in own.required)
        raise ListWithoutHead(what=found.get_kind_display(), wanted=wanted)
    sheet, head = best
    if sheet.rows - head.row > MOST_ROWS:
        raise ListTooLong(sheet=sheet.name, rows=sheet.rows, limit=MOST_ROWS)
    return best


@transaction.atomic
def _open(found: ListImport, sheet: reading.Sheet, head: Head, at: datetime) -> None:
    row = locked(found.pk)
    row.sheet, row.mapping, row.head_row = sheet.name[:100], head.mapping.code, head.row
    row.head = [
        [title[:100], name, ignored]
        for title, name, ignored in zip(head.titles, head.fields, head.is_ignored, strict=True)
    ]
    row.rows_expected, row.touched_at = max(sheet.rows - head.row, 0), at
    row.save(update_fields=["sheet", "mapping", "head_row", "head", "rows_expected", "touched_at"])


def _read_rows(rows: Iterator[Row], found: ListImport, head: Head, clock: Clock) -> bool:
    """False if another reader took over."""
    kind = kind_of(found.kind)
    for row in found.rows.exclude(verdict=Verdict.REJECTED).iterator():
        kind.recall(row)
    below = (row for row in rows if row.number > head.row)
    done = found.rows_read
    for part in _parts(below):
        fresh = part[max(done - part[0][0], 0) :]
        if fresh and not _keep(found, [row for _, row in fresh], done, head, kind, clock()):
            return False
        done = max(done, part[-1][0] + 1)
    return True


def _parts(rows: Iterator[Row]) -> Iterator[list[tuple[int, Row]]]:
    counted = enumerate(rows)
    while part := list(islice(counted, ROWS_AT_ONCE)):
        yield part


@transaction.atomic
def _keep(
    found: ListImport, rows: list[Row], done: int, head: Head, kind: Kind, at: datetime
) -> bool:
    """Judge some rows and store them; False if the list is no longer where it was left."""
    row = locked(found.pk)
    if row.state != ListState.READING or row.rows_read != done:
        return False
    judged = [read_row(one, head.fields, head.mapping.fields, kind) for one in rows]
    kind.judge(judged, by=row.started_by, at=at)
    ListRow.objects.copy_values(_COLUMNS, (_row(found, one) for one in judged))
    row.rows_read, row.touched_at = done + len(rows), at
    row.save(update_fields=["rows_read", "touched_at"])
    return True


_AS_JUDGED = ("number", "cells", "values", "changes", "institution_id", "entry_id", "seen_version")
_COLUMNS = ("list_import_id", "verdict", "reason", *_AS_JUDGED)
_judged = attrgetter(*_AS_JUDGED)


def _row(found: ListImport, judged: Judged) -> tuple[Any, ...]:
    return found.pk, judged.verdict.value, "".join(judged.problems), *_judged(judged)


@transaction.atomic
def _end(list_id: int, action: str, at: datetime, *, trouble: str = "") -> None:
    row = locked(list_id)
    if row.state != ListState.READING:
        return
    LIST_IMPORT.apply(row, action, by=None, at=at, rows=row.rows_read, reason=trouble)
    row.trouble, row.content, row.touched_at = trouble, None, at
    row.save(update_fields=["state", "trouble", "content", "touched_at"])

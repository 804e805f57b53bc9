"""A list comes, is confirmed, or is left."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.errors import BadInput
from imports import tasks
from imports.errors import ListUnreadable, ListWithoutRows
from imports.models import ListImport
from imports.services._common import locked
from imports.states import LIST_IMPORT, ListKind, ListState

MOST_MB = 10
LEFT_ALONE = timedelta(minutes=2)  # a task that is alive gets on within this
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods; .xls


@transaction.atomic
def start_list(*, kind: str, content: bytes, name: str, by: User, at: datetime) -> ListImport:
    """Take in a workbook; a task reads it and shows what it would change. Nothing changes yet.

    Raises:
        NotAllowed: ``by`` may not edit the registry.
        ListUnreadable: the bytes are no workbook.
        BadInput: no such kind of list, or more than ``MOST_MB``.
    """
    require(by, Permission.INSTITUTION_EDIT)
    if kind not in ListKind.values:
        raise BadInput(sentence="请选择名单的种类。")
    if len(content) > MOST_MB * 1024 * 1024:
        raise BadInput(sentence=f"文件超过{MOST_MB}兆字节，请分成几个文件上传。")
    if not content.startswith(_WORKBOOKS):
        raise ListUnreadable(name=name[-60:])
    made = ListImport.objects.create(
        kind=kind,
        file_name=name[-200:],
        sha256=sha256(content).hexdigest(),
        content=content,
        started_by=by,
        started_at=at,
        touched_at=at,
    )
    record("list_import.start", made, by=by, at=at, after=made.state, sha256=made.sha256)
    tasks.read_list.delay_on_commit(list_id=made.pk)  # type: ignore[attr-defined]  # Django's
    return made


@transaction.atomic
def take_list(list_id: int, *, by: User, at: datetime) -> ListImport:
    """Confirm a list that was read; a task takes its rows into the registry.

    Raises NotAllowed, NotFound, WrongState, ListWithoutRows.
    """
    found = locked(list_id)
    waiting = found.rows.waiting().count()
    LIST_IMPORT.apply(found, "take", by=by, at=at, rows=waiting)
    if not waiting:
        raise ListWithoutRows()
    found.taken_by, found.taken_at, found.touched_at = by, at, at
    found.save(update_fields=["state", "taken_by", "taken_at", "touched_at"])
    tasks.take_rows.delay_on_commit(list_id=found.pk)  # type: ignore[attr-defined]  # Django's
    return found


@transaction.atomic
def discard_list(list_id: int, *, by: User, at: datetime) -> ListImport:
    """Leave a list without taking anything. Raises NotAllowed, NotFound, WrongState."""
    found = locked(list_id)
    LIST_IMPORT.apply(found, "discard", by=by, at=at)
    found.save(update_fields=["state"])
    return found


def continue_lists(*, at: datetime) -> int:
    """Send again what a lost job left half done; how many. Safe to repeat."""
    stuck = ListImport.objects.filter(touched_at__lt=at - LEFT_ALONE)
    doors = {ListState.READING: tasks.read_list, ListState.TAKING: tasks.take_rows}
    found = list(stuck.filter(state__in=doors).values_list("pk", "state"))
    for pk, state in found:
        doors[ListState(state)].delay_on_commit(list_id=pk)  # type: ignore[attr-defined]  # Django's
    return len(found)

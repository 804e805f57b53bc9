"""A whole version becomes the visit's record, or waits for a person: never both, never lost."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from accounts.models import User
from common.errors import Refusal
from field import blobs
from field.models import FieldRecord
from field.queries.versions import version_of
from field.rules.story import Story
from field.services._evidence import keep_evidence
from field.services._files import Files, keep_files
from field.services._orders import hand_orders
from field.services._record import record_of
from field.states import FIELD_RECORD, RecordState
from inspections.models import Visit
from inspections.services import record_visit

_OTHER = "同一检查另有一个版本，两个版本都已保存；请核对后决定采用哪一个。"
_STANDS = "该检查已另有记录，本版本已保存；请核对后决定。"


def settle(record_id: int, *, at: datetime) -> None:
    """Write the visit's record from a held version. Twice, or two at once, writes it once.

    Its bytes become stored files and originals first, whatever is decided afterwards. A rule that
    says no leaves the version refused, with the sentence; a second version leaves both in
    conflict. A person goes on from there (``choose_version``, ``set_aside_version``).
    """
    found = FieldRecord.objects.held().select_related("chain__device__person", "visit__institution")
    row = found.filter(pk=record_id).first()
    if row is None:
        return
    by = row.chain.device.person
    story = version_of(row)
    files = keep_files(story, at=at)  # slow, so no lock is held yet
    refusal = _enter(row, story, files, by=by, at=at)
    with transaction.atomic():
        _decide(row, story, files, refusal, by=by, at=at)
    for checksum in files.by_hash:
        blobs.drop(checksum)


def settle_waiting(*, at: datetime) -> None:
    """Settle every held version whose job was lost."""
    for record_id in FieldRecord.objects.held().order_by("pk").values_list("pk", flat=True):
        settle(record_id, at=at)


def request_id_of(row: FieldRecord) -> UUID:
    """The same version asks under the same number, so it is never recorded twice."""
    return uuid5(row.chain.key, row.head)


def _enter(
    row: FieldRecord, story: Story, files: Files, *, by: User, at: datetime
) -> Refusal | None:
    """As evidence, also of a version that nobody will use; what stood in the way."""
    try:
        with transaction.atomic():
            keep_evidence(row, row.visit, story, files, by=by, at=at)
    except Refusal as refusal:
        return refusal
    return None


def _decide(
    row: FieldRecord,
    story: Story,
    files: Files,
    refusal: Refusal | None,
    *,
    by: User,
    at: datetime,
) -> None:
    visit = Visit.objects.select_for_update(of=("self",), no_key=True).get(pk=row.visit_id)
    versions = FieldRecord.objects.select_for_update(of=("self",)).filter(visit=visit)
    rows = {one.pk: one for one in versions.exclude(state=RecordState.SET_ASIDE).order_by("pk")}
    mine = rows.pop(row.pk, None)
    if mine is None or mine.state != RecordState.HELD:
        return
    if visit.request_id is not None and visit.request_id != request_id_of(mine):
        _move(mine, "dispute", "visit_recorded", _STANDS, at=at)
    elif rows:
        # One that is still held finds this one when its own turn comes, its bytes kept by then.
        refused = [one for one in rows.values() if one.state == RecordState.REFUSED]
        for one in (mine, *refused):
            _move(one, "dispute", "other_version", _OTHER, at=at)
    elif refusal is not None:
        _move(mine, "refuse", refusal.code, str(refusal), at=at)
    else:
        _write(mine, visit, story, files, by=by, at=at)


def _write(
    row: FieldRecord, visit: Visit, story: Story, files: Files, *, by: User, at: datetime
) -> None:
    try:
        with transaction.atomic():
            record = record_of(row, visit, story, files, at=at)
            record_visit(visit.pk, record, request_id=request_id_of(row), by=by, at=at)
            remark = files.remark + hand_orders(visit, story, by=by, at=at)
            _move(row, "write", "", remark, at=at)
    except Refusal as refusal:
        row.state = RecordState.HELD  # the move inside the savepoint did not happen
        _move(row, "refuse", refusal.code, str(refusal), at=at)


def _move(row: FieldRecord, action: str, code: str, sentence: str, *, at: datetime) -> None:
    FIELD_RECORD.apply(row, action, by=None, at=at, code=code, head=row.head)
    row.code, row.sentence = code, sentence[:500]
    row.save(update_fields=["state", "code", "sentence"])

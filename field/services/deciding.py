"""A person decides about a version that the system could not take by itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from common.errors import NotFound
from field.errors import LossReasonMissing, OwnRecord, RecordStands
from field.models import FieldRecord
from field.services.settling import request_id_of
from field.states import FIELD_RECORD, RecordState
from field.tasks import settle_record
from inspections.models import Visit
from inspections.queries import took_part


@transaction.atomic
def choose_version(record_id: int, *, reason: str, by: User, at: datetime) -> FieldRecord:
    """This version counts: the others of the visit are set aside, and it is settled again.

    Also for a refused one whose cause is gone, such as a certificate that was entered late.
    Raises NotFound, NotAllowed, LossReasonMissing, OwnRecord, RecordStands, WrongState.
    """
    row, others = _locked(record_id, by=by)
    reason = _reason("采用这个版本", reason)
    if row.visit.request_id not in (None, request_id_of(row)):
        raise RecordStands(visit=row.visit)
    _decide(row, "choose", reason, by=by, at=at)
    for other in others:
        if FIELD_RECORD.allows(other, "set_aside"):
            _decide(other, "set_aside", f"采用了另一版本：{reason}", by=by, at=at)
    settle_record.delay_on_commit(record_id=row.pk)  # type: ignore[attr-defined]  # Django's
    return row


@transaction.atomic
def set_aside_version(record_id: int, *, reason: str, by: User, at: datetime) -> FieldRecord:
    """This version does not count. Its entries, photos and signatures stay as they are.

    Raises NotFound, NotAllowed, LossReasonMissing, OwnRecord, WrongState.
    """
    row, _ = _locked(record_id, by=by)
    return _decide(row, "set_aside", _reason("不采用这个版本", reason), by=by, at=at)


def _locked(record_id: int, *, by: User) -> tuple[FieldRecord, list[FieldRecord]]:
    """The version and the others of its visit, held until the transaction ends."""
    require(by, Permission.VISIT_CONFIRM)
    visible = Visit.objects.visible_to(by)
    found = FieldRecord.objects.filter(pk=record_id, visit__in=visible).first()
    if found is None:
        raise NotFound(what="这份现场记录")
    Visit.objects.select_for_update(of=("self",), no_key=True).get(pk=found.visit_id)
    held = FieldRecord.objects.select_for_update(of=("self",)).filter(visit=found.visit_id)
    rows = {row.pk: row for row in held.select_related("visit__institution", "chain__device")}
    row = rows.pop(record_id)
    if took_part(row.visit, by):
        raise OwnRecord(visit=row.visit)
    return row, list(rows.values())


def _reason(action: str, reason: str) -> str:
    if not reason.strip():
        raise LossReasonMissing(action=action)
    return reason.strip()[:200]


def _decide(row: FieldRecord, action: str, reason: str, *, by: User, at: datetime) -> FieldRecord:
    FIELD_RECORD.apply(row, action, by=by, at=at, reason=reason, head=row.head)
    row.decided_at, row.decided_by, row.decision = at, by, reason[:200]
    if row.state == RecordState.HELD:
        row.code, row.sentence = "", ""
    row.save(update_fields=["state", "code", "sentence", "decided_at", "decided_by", "decision"])
    return row

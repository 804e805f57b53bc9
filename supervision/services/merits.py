"""What others decided about an institution, for better or worse, is kept on its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import localdate
from common.errors import BadInput, NotFound
from documents.models import StoredFile
from supervision.models import Merit
from supervision.services._common import institution_of, require_said
from supervision.states import MERIT, MeritKind


@dataclass(frozen=True, slots=True)
class Decided:
    """One reward or penalty: what, by whom, under which number, when."""

    kind: str
    title: str
    organ: str
    decided_on: date
    document_no: str = ""
    file: StoredFile | None = None


@transaction.atomic
def record_merit(institution_id: int, decided: Decided, *, by: User, at: datetime) -> Merit:
    """Enter a reward or a penalty that another body decided; the same document counts once.

    Raises NotAllowed, NotFound, BadInput, SupervisionIncomplete; then nothing has changed.
    """
    require(by, Permission.INSTITUTION_EDIT)
    institution = institution_of(institution_id)
    if decided.kind not in MeritKind.values:
        raise BadInput(sentence="请选择表彰奖励或者处罚处分。")
    require_said("奖惩记录", 名称=decided.title, 决定机关=decided.organ)
    if decided.decided_on > localdate(at):
        raise BadInput(sentence="决定日期不能晚于今天。")
    same = Merit.objects.standing().filter(institution=institution, organ=decided.organ.strip())
    number = decided.document_no.strip()
    if number and same.filter(document_no=number).exists():
        raise BadInput(sentence=f"{number}已经登记在这家机构，不能重复登记。")
    merit = Merit.objects.create(
        institution=institution,
        kind=decided.kind,
        title=decided.title.strip(),
        organ=decided.organ.strip(),
        document_no=number,
        decided_on=decided.decided_on,
        file=decided.file,
        entered_at=at,
        entered_by=by,
    )
    record("merit.enter", merit, by=by, at=at, after=merit.state, number=merit.document_no)
    return merit


@transaction.atomic
def revoke_merit(merit_id: int, *, reason: str, by: User, at: datetime) -> Merit:
    """Say that an entry does not hold. Raises NotAllowed, NotFound, WrongState, …Incomplete."""
    merit: Merit | None = Merit.objects.select_for_update().filter(pk=merit_id).first()
    if merit is None:
        raise NotFound(what="这条奖惩记录")
    MERIT.apply(merit, "revoke", by=by, at=at, reason=reason.strip())
    require_said("撤销奖惩记录", 原因=reason)
    merit.revoked_at, merit.revoked_by, merit.revoke_reason = at, by, reason.strip()
    merit.save(update_fields=["state", "revoked_at", "revoked_by", "revoke_reason"])
    return merit

"""An officer's interest in an institution is declared, and ends."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.errors import NotAllowed, NotFound
from common.text import squash
from draws.errors import DrawReasonMissing, OfficerRecused, RecusalExists
from draws.models import Recusal
from institutions.models import Institution


@transaction.atomic
def declare_recusal(
    officer_id: int, *, institution_id: int, reason: str, by: User, at: datetime
) -> Recusal:
    """Note an interest: an officer his or her own, who organises draws anybody's.

    Counts for lists that are frozen from now on; for an earlier one the officer is drawn anew.
    Raises NotAllowed, NotFound, DrawReasonMissing, RecusalExists.
    Source: Administrative Penalty Law (2021), Art. 43.
    """
    _require_own_or_organiser(officer_id, by)
    officer = User.objects.active().filter(pk=officer_id).first()
    held = Institution.objects.select_for_update(no_key=True)
    institution = held.filter(pk=institution_id).first()
    if officer is None or institution is None:
        raise NotFound(what="这名人员" if officer is None else "这家机构")
    if not squash(reason):
        raise DrawReasonMissing(action="申报回避")
    if Recusal.objects.standing().filter(officer=officer, institution=institution).exists():
        raise RecusalExists(officer=officer.full_name, institution=institution.name)
    recusal = Recusal.objects.create(
        officer=officer,
        institution=institution,
        reason=squash(reason),
        declared_at=at,
        declared_by=by,
    )
    record("recusal.declare", recusal, by=by, at=at, reason=recusal.reason)
    return recusal


@transaction.atomic
def end_recusal(recusal_id: int, *, by: User, at: datetime) -> Recusal:
    """The interest is over. Twice is once. Raises NotAllowed, NotFound."""
    require(by, Permission.DRAW_MANAGE)
    held = Recusal.objects.select_for_update(of=("self",), no_key=True)
    recusal = held.select_related("officer", "institution").filter(pk=recusal_id).first()
    if recusal is None:
        raise NotFound(what="这项回避")
    if recusal.officer_id == by.pk:
        raise NotAllowed(what="解除本人的回避")
    if recusal.ended_at is None:
        recusal.ended_at, recusal.ended_by = at, by
        recusal.save(update_fields=["ended_at", "ended_by"])
        record("recusal.end", recusal, by=by, at=at)
    return recusal


def require_no_recusal(institution: Institution, officer_ids: Collection[int]) -> None:
    """Nobody goes to where he or she declared an interest. Raises OfficerRecused.

    Source: Administrative Penalty Law (2021), Art. 43.
    """
    rows = Recusal.objects.standing().filter(institution=institution, officer__in=officer_ids)
    found = rows.select_related("officer").first()
    if found is not None:
        raise OfficerRecused(officer=found.officer.full_name, institution=institution.name)


def _require_own_or_organiser(officer_id: int, by: User) -> None:
    is_own = by.pk == officer_id and by.has(Permission.VISIT_RECORD)
    require(by, Permission.VISIT_RECORD if is_own else Permission.DRAW_MANAGE)

"""Officers are exchanged on visits that no phone has begun; a lost phone's visit goes on so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from draws.models import Redraw
from draws.queries import planned_visit_of
from draws.services import redraw_officer, require_no_recusal
from field.errors import VisitBegunOnPhone
from field.models import Chain, FieldRecord
from inspections.models import Visit
from inspections.services import exchange_officer


@transaction.atomic
def exchange_before_start(
    visit_id: int, *, out: int, into: int, reason: str, by: User, at: datetime
) -> Visit:
    """``into`` goes instead of ``out``, unless a phone that still works has begun the visit.

    What a withdrawn phone had begun holds nobody back: so its visit is given to another officer.
    Raises VisitBegunOnPhone, OfficerRecused, and what ``exchange_officer`` raises.
    """
    visit = exchange_officer(visit_id, out=out, into=into, reason=reason, by=by, at=at)
    require_no_recusal(visit.institution, [into])
    _require_not_begun(visit)
    return visit


@transaction.atomic
def redraw_before_start(
    drawn_visit_id: int, *, officer_id: int, reason: str, note: str, by: User, at: datetime
) -> Redraw:
    """Draw an officer anew, also in the visit that is planned, unless a phone has begun it.

    Raises VisitBegunOnPhone and what ``redraw_officer`` raises.
    """
    again = redraw_officer(
        drawn_visit_id, officer_id=officer_id, reason=reason, note=note, by=by, at=at
    )
    visit = planned_visit_of(drawn_visit_id)
    if visit is not None:
        _require_not_begun(visit)
    return again


def _require_not_begun(visit: Visit) -> None:
    """The visit is locked by the verb that changed it; the refusal takes that back."""
    chains = Chain.objects.filter(visit=visit).select_related("device__person")
    begun = chains.unfinished().filter(device__revoked_at__isnull=True).first()
    if begun is None:
        waiting = FieldRecord.objects.filter(visit=visit).undecided().values("chain")
        begun = chains.filter(pk__in=waiting).first()
    if begun is not None:
        device = begun.device
        raise VisitBegunOnPhone(visit=visit, device=device.name, person=device.person.full_name)

"""One officer goes instead of another on a visit that has not taken place."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.queries import certificate_on
from audit.services import record
from common.clock import chinese_date, localdate
from common.errors import WrongState
from common.text import squash
from inspections.errors import CertificateExpired, OfficerNotOnVisit, OfficerUnfit, ReasonMissing
from inspections.models import Visit
from inspections.services._locks import locked_visit
from inspections.services._people import asked_departments, in_words, seats_on, write_seats
from inspections.states import VISIT, VisitState

ACTION = "更换检查人员"


@transaction.atomic
def exchange_officer(
    visit_id: int, *, out: int, into: int, reason: str, by: User, at: datetime
) -> Visit:
    """``into`` goes instead of ``out``; an approved visit is approved anew, since it has changed.

    Whoever comes in holds a certificate valid on the day of the visit, and today when that day
    is over. Whether a phone has begun the visit is asked one floor above, in ``field``.

    Raises NotAllowed, NotFound, WrongState when the visit took place or was called off,
    ReasonMissing, OfficerNotOnVisit, OfficerUnfit, CertificateExpired, and for the people
    together what ``plan_visit`` raises.
    Source: Administrative Penalty Law (2021), Art. 42, 43 and 55; 国办发〔2024〕54号.
    """
    require(by, Permission.VISIT_PLAN)
    visit = locked_visit(visit_id)
    reason = squash(reason)[:200]
    if not reason:
        raise ReasonMissing(action=ACTION, visit=visit)
    _require_ahead(visit)
    day = max(visit.planned_on, localdate(at))
    leaves, comes = _leaving(visit, out), _coming(into, day)
    keys = [into if key == out else key for key in visit.officers.values_list("user", flat=True)]
    taken = seats_on(day, keys, partner_ids=asked_departments(visit))
    if visit.state == VisitState.APPROVED:
        VISIT.apply(visit, "amend", by=by, at=at)
        visit.approved_at = visit.approved_by = None
        visit.save(update_fields=["state", "approved_at", "approved_by"])
    write_seats(visit, taken)
    names = {"out": leaves.full_name, "into": comes.full_name}
    people = in_words(taken)
    record("visit.exchange_officer", visit, by=by, at=at, reason=reason, officers=people, **names)
    return visit


def _require_ahead(visit: Visit) -> None:
    if visit.state not in (VisitState.PLANNED, VisitState.APPROVED):
        raise WrongState(
            thing=visit,
            state=VISIT.label(visit.state),
            action=ACTION,
            wanted=f"{VisitState.PLANNED.label}或者{VisitState.APPROVED.label}",
        )


def _leaving(visit: Visit, out: int) -> User:
    seat = visit.officers.select_related("user").filter(user=out).first()
    if seat is None:
        raise OfficerNotOnVisit(officer=User.objects.filter(pk=out).first() or "此人", visit=visit)
    return seat.user


def _coming(into: int, day: date) -> User:
    """Also in an auxiliary's place: who comes in later is always an officer."""
    person = User.objects.active().filter(pk=into).first()
    if person is None:
        raise OfficerUnfit(reason="有人员不存在或已停用")
    if certificate_on(person, day) is None:
        raise CertificateExpired(officer=person.full_name, day=chinese_date(day))
    return person

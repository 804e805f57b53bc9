"""Re-inspections that nobody had to think of: the system plans them, a head approves them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from audit.services import record
from inspections.models import Visit
from inspections.queries import checklist_on
from inspections.services._people import in_words, seats_on, write_seats
from inspections.services.visits import held_institution
from inspections.states import VisitPurpose
from institutions.models import Institution


@transaction.atomic
def draw_up_reinspection(
    institution_id: int,
    *,
    planned_on: date,
    officer_ids: Sequence[int],
    campaign_id: int | None,
    because: str,
    at: datetime,
) -> Visit:
    """The system's own: plan a re-inspection, or give back the one that is planned already.

    The partners who came along the first time are officers here, but are not asked again:
    what is re-inspected is education's own order. The plan waits for approval like any other.

    Raises NotFound, NoChecklist, and for who would go OfficerUnfit, CertificateExpired,
    TooFewOfficers, NoOfficerOfLead; then nothing was planned.
    """
    institution = held_institution(institution_id)
    there = _planned_already(institution)
    if there is not None:
        return there
    partners = _departments(officer_ids)
    taken = seats_on(planned_on, officer_ids, partner_ids=partners)
    visit = Visit.objects.create(
        institution=institution,
        campaign_id=campaign_id,
        purpose=VisitPurpose.REINSPECTION,
        checklist=checklist_on(institution.kind, planned_on),
        planned_on=planned_on,
        planned_at=at,
    )
    write_seats(visit, taken)
    people = in_words(taken)
    record(
        "visit.draw_up", visit, by=None, at=at, after=visit.state, officers=people, reason=because
    )
    return visit


def _planned_already(institution: Institution) -> Visit | None:
    """The institution is held, so of two orders the second finds the first one's visit."""
    waiting = Visit.objects.waiting_for_record().filter(institution=institution)
    return waiting.filter(purpose=VisitPurpose.REINSPECTION).order_by("planned_on", "pk").first()


def _departments(officer_ids: Sequence[int]) -> list[int]:
    people = User.objects.filter(pk__in=officer_ids, department__isnull=False)
    return sorted(set(people.values_list("department_id", flat=True)))

"""Who goes on a visit: looked up, weighed by the rules, written down with their certificates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from accounts.models import DepartmentKind, User
from accounts.queries import certificate_on, lead_department
from inspections.errors import OfficerUnfit
from inspections.models import Visit, VisitAssignment, VisitOfficer
from inspections.rules import Attendee, seats
from inspections.states import OfficerRole

Seats = list[tuple[Attendee, OfficerRole]]


def seats_on(day: date, officer_ids: Sequence[int], *, partner_ids: Sequence[int]) -> Seats:
    """Who goes as what on ``day``, certificates read for that day.

    Raises OfficerUnfit and everything that ``rules.seats`` refuses.
    """
    people = _attendees(officer_ids, day)
    return seats(
        people,
        on=day,
        lead_kind=DepartmentKind.EDUCATION,
        departments={lead_department().pk, *partner_ids},
    )


def write_seats(visit: Visit, taken: Seats) -> None:
    """Replace the people of a visit by ``taken``."""
    visit.officers.all().delete()
    VisitOfficer.objects.bulk_create(
        VisitOfficer(
            visit=visit,
            user_id=person.user_id,
            department_id=person.department_id,
            role=role,
            certificate_no="" if role == OfficerRole.AUXILIARY else person.certificate_no,
        )
        for person, role in taken
    )


def asked_departments(visit: Visit) -> list[int]:
    """Keys of the departments that were asked to join and the asking still stands."""
    links = VisitAssignment.objects.standing().filter(visit=visit)
    return list(links.values_list("assignment__asked_of", flat=True))


def in_words(taken: Seats) -> list[str]:
    """For history: who went with which certificate."""
    return [f"{person.name} {person.certificate_no or role.label}" for person, role in taken]


def _attendees(officer_ids: Sequence[int], day: date) -> list[Attendee]:
    if len(set(officer_ids)) != len(officer_ids):
        raise OfficerUnfit(reason="同一人员列了两次")
    found = User.objects.active().select_related("department").in_bulk(list(officer_ids))
    if len(found) != len(officer_ids):
        raise OfficerUnfit(reason="有人员不存在或已停用")
    return [_attendee(found[user_id], day) for user_id in officer_ids]


def _attendee(user: User, day: date) -> Attendee:
    if user.department is None:
        raise OfficerUnfit(reason=f"{user.full_name}没有所属部门")
    certificate = certificate_on(user, day)
    return Attendee(
        user_id=user.pk,
        name=user.full_name,
        department_id=user.department.pk,
        department_name=user.department.name,
        department_kind=user.department.kind,
        is_auxiliary=user.is_auxiliary,
        certificate_no=certificate.number if certificate else "",
    )

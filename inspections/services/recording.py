"""What was seen on site becomes a record: all of it or nothing, and once per request."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from common.clock import localdate
from inspections import rules
from inspections.errors import ApproverWent, NotYourVisit, RequestUsed
from inspections.models import Answer, ChecklistItem, Finding, Visit
from inspections.records import VisitRecord
from inspections.services._catalogue import Catalogue
from inspections.services._locks import locked_visit
from inspections.services._people import Seats, asked_departments, seats_on, write_seats
from inspections.services._place import distance_to_site_m, require_in_county
from inspections.services.photos import attach_photos
from inspections.states import VISIT, AnswerValue, FindingKind, OfficerRole


@transaction.atomic
def record_visit(
    visit_id: int, record: VisitRecord, *, request_id: UUID, by: User, at: datetime
) -> Visit:
    """Write down a visit that took place. The same request id again changes nothing.

    The people are weighed again for the real day and their certificates frozen as of it.
    A point far from the registered site is taken, its distance kept.

    Raises:
        NotAllowed, NotFound, WrongState, RequestUsed, EndBeforeStart, VisitNotOver,
        VisitBeforeApproval, PointOutsideCounty; NotYourVisit: ``by`` is no certified officer of the visit;
        ApproverWent: who allowed the visit is among those who went.
        For the people what ``plan_visit`` raises; AnswerNotOnChecklist, AnswerTwice,
        NotOkUnexplained; FindingOwnOrRouted, NotInCatalogue, ViolationNotInForce; PhotoUnfit.
    """
    require(by, Permission.VISIT_RECORD)
    visit = locked_visit(visit_id)
    if visit.request_id == request_id:
        return visit
    if Visit.objects.filter(request_id=request_id).exists():
        raise RequestUsed()
    day = localdate(record.starts_at)
    VISIT.apply(visit, "record", by=by, at=at, **_facts(record, day, request_id))
    rules.require_times(record.starts_at, record.ends_at, at=at)
    assert visit.approved_at is not None  # a constraint: it was approved
    rules.require_approved_first(record.starts_at, visit.approved_at)
    taken = _who_went(visit, record, day)
    _require_signer(visit, taken, by)
    _require_approved_by_outsider(visit, taken)
    items = {item.code: item for item in visit.checklist.items.all()}
    wording = {code: item.text for code, item in items.items()}
    rules.require_answers(
        record.answers, record.findings, items=wording, checklist=str(visit.checklist)
    )
    _write_visit(visit, record, request_id, by=by, at=at)
    write_seats(visit, taken)
    _write_answers(visit, record, items)
    findings = _write_findings(visit, record, items, day)
    attach_photos(visit, record.photos, findings, by=by, at=at)
    return visit


def _facts(record: VisitRecord, day: date, request_id: UUID) -> dict[str, object]:
    """What history keeps of a record beside the rows themselves."""
    return {
        "visited_on": day.isoformat(),
        "answers": len(record.answers),
        "not_ok": [a.code for a in record.answers if a.value == AnswerValue.NOT_OK],
        "findings": [f.violation_code or f.routed_code for f in record.findings],
        "photos": len(record.photos),
        "request_id": str(request_id),
    }


def _who_went(visit: Visit, record: VisitRecord, day: date) -> Seats:
    if record.officer_ids is None:
        officer_ids = list(visit.officers.values_list("user_id", flat=True))
    else:
        officer_ids = list(record.officer_ids)
    return seats_on(day, officer_ids, partner_ids=asked_departments(visit))


def _require_signer(visit: Visit, taken: Seats, by: User) -> None:
    signers = {person.user_id for person, role in taken if role != OfficerRole.AUXILIARY}
    if by.pk not in signers:
        raise NotYourVisit(visit=visit)


def _require_approved_by_outsider(visit: Visit, taken: Seats) -> None:
    """Others may have gone than were planned, but not who allowed the visit."""
    if visit.approved_by_id in {person.user_id for person, _ in taken}:
        raise ApproverWent(visit=visit, officer=visit.approved_by)


def _write_visit(
    visit: Visit, record: VisitRecord, request_id: UUID, *, by: User, at: datetime
) -> None:
    require_in_county(record.point)
    if record.point is not None:
        visit.distance_m = distance_to_site_m(
            visit.institution, record.point, on=localdate(record.starts_at)
        )
    visit.starts_at, visit.ends_at = record.starts_at, record.ends_at
    visit.point, visit.place_text = record.point, record.place_text.strip()
    visit.person_present, visit.person_role = record.person_present, record.person_role
    visit.remark, visit.request_id = record.remark.strip(), request_id
    visit.site_facts = dict(record.site_facts)
    visit.recorded_at, visit.recorded_by = at, by
    visit.save()


def _write_answers(visit: Visit, record: VisitRecord, items: dict[str, ChecklistItem]) -> None:
    Answer.objects.bulk_create(
        Answer(visit=visit, item=items[a.code], value=a.value, note=a.note.strip())
        for a in record.answers
    )


def _write_findings(
    visit: Visit, record: VisitRecord, items: dict[str, ChecklistItem], day: date
) -> list[Finding]:
    catalogue = Catalogue(day)
    written = []
    for no, finding in enumerate(record.findings, start=1):
        rules.require_finding_shape(no, finding)
        own = bool(finding.violation_code)
        written.append(
            Finding(
                visit=visit,
                no=no,
                kind=FindingKind.OWN if own else FindingKind.ROUTED,
                violation=catalogue.violation(no, finding.violation_code) if own else None,
                routed=None if own else catalogue.routed(no, finding.routed_code),
                item=items[finding.item_code] if finding.item_code else None,
                text=finding.text.strip(),
            )
        )
    return Finding.objects.bulk_create(written)

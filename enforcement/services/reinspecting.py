"""When a limit ends, the re-inspection is drawn up by itself and waits for its approval."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from audit.services import record
from common.errors import Refusal
from enforcement.models import Notice, ReinspectionPlan
from enforcement.models.notices import NoticeQuerySet
from inspections.models import Visit, VisitOfficer
from inspections.services import draw_up_reinspection
from inspections.states import OfficerRole
from policies.queries import due_after


def draw_up_reinspections(as_of: date, *, at: datetime) -> int:
    """Plan a re-inspection for every running order whose limit ends by ``as_of``.

    It is planned for the first working day after the limit, since the last day is still the
    party's, with the officers of the visit that found the violations. Where they cannot go (a
    certificate ran out, somebody left), the reason is kept and tried again the next day.
    Several orders to one institution share one visit.

    Returns for how many orders a visit was found or made. Safe to repeat.
    """
    pks = list(_without_visit(as_of).order_by("pk").values_list("pk", flat=True))
    return sum(_draw_up(notice_id, as_of, at=at) for notice_id in pks)


def _without_visit(as_of: date) -> NoticeQuerySet:
    planned = ReinspectionPlan.objects.filter(
        notice=OuterRef("pk"), due_on=OuterRef("due_on"), visit__isnull=False
    )
    return Notice.objects.orders().running().filter(~Exists(planned), due_on__lte=as_of)


@transaction.atomic
def _draw_up(notice_id: int, as_of: date, *, at: datetime) -> bool:
    held = Notice.objects.select_for_update(of=("self",)).filter(pk=notice_id).first()
    if held is None or not _without_visit(as_of).filter(pk=notice_id).exists():
        return False
    visit, problem = _visit_for(held, as_of, at=at)
    ReinspectionPlan.objects.update_or_create(
        notice=held,
        due_on=held.last_day,
        defaults={"visit": visit, "problem": problem, "tried_at": at},
    )
    if visit is not None:
        day = visit.planned_on.isoformat()
        record("notice.draw_up_reinspection", held, by=None, at=at, planned_on=day)
    return visit is not None


def _visit_for(notice: Notice, as_of: date, *, at: datetime) -> tuple[Visit | None, str]:
    """The visit that is planned already, or a new one; or why there can be none."""
    officers = VisitOfficer.objects.filter(visit=notice.visit_id).exclude(
        role=OfficerRole.AUXILIARY
    )
    try:
        visit = draw_up_reinspection(
            notice.institution_id,
            planned_on=_day_after(notice.last_day, as_of),
            officer_ids=list(officers.order_by("pk").values_list("user_id", flat=True)),
            campaign_id=notice.campaign_id,
            because=f"{notice}期限届满",
            at=at,
        )
    except Refusal as refusal:
        return None, str(refusal)
    return visit, ""


def _day_after(last_day: date, as_of: date) -> date:
    """The first working day after the limit, and never one that has passed."""
    start = max(last_day, as_of - timedelta(days=1))
    return due_after(start, count=1, unit="working_day").due_on

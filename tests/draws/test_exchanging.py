"""An officer drawn anew after the visit was planned is exchanged in the planned visit, too."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.models import AuditEvent
from draws import errors
from draws.models import DrawnVisit, PlanPaper, Redraw
from draws.queries import drawn_visits_of
from draws.services import approve_inspection, arrange_visits, redraw_officer
from field.errors import VisitBegunOnPhone
from field.services import redraw_before_start
from inspections.models import Visit
from inspections.states import VisitState
from tests.draws.conftest import drawn
from tests.factories.draws import MatterFactory, PlanCauseFactory
from tests.factories.field import ChainFactory
from tests.factories.inspections import ChecklistFactory, VisitFactory
from tests.times import NOON

LATER = NOON + timedelta(hours=3)


@pytest.fixture
def unplanned(people, pool) -> DrawnVisit:
    """The first drawn institution."""
    return drawn_visits_of(drawn(people)).get(no=1)


@pytest.fixture
def row(people, unplanned) -> DrawnVisit:
    """The same; its visit is planned."""
    ChecklistFactory()
    arrange_visits(unplanned.draw_id, matter_ids=[MatterFactory().pk], by=people.head, at=LATER)
    return unplanned


def _redraw(people, row, verb=redraw_officer) -> Redraw:
    return verb(
        row.pk,
        officer_id=row.crew[0].pk,
        reason="recusal",
        note="系负责人近亲属",
        by=people.head,
        at=LATER,
    )


def _visit(row) -> Visit:
    return Visit.objects.get(plan__causes__drawn_visit=row)


def _going(row) -> set[int]:
    return set(_visit(row).officers.values_list("user", flat=True))


def test_redraw_exchanges_the_officer_in_the_planned_visit(people, row):
    again = _redraw(people, row)

    assert _going(row) == {again.officer_in_id, row.crew[1].pk}
    facts = AuditEvent.objects.get(kind="visit.exchange_officer").facts
    assert facts["reason"] == "回避，重新抽取"


def test_an_approved_visit_is_approved_anew_with_new_papers(people, row):
    approve_inspection(_visit(row).pk, by=people.boss, at=LATER)

    again = _redraw(people, row)
    waits = _visit(row).state
    approve_inspection(_visit(row).pk, by=people.boss, at=LATER)

    assert waits == VisitState.PLANNED
    newest, first = PlanPaper.objects.filter(form="notice").order_by("-serial")
    name = again.officer_in.full_name
    assert any(name in line for line in newest.payload["orders"])
    assert not any(name in line for line in first.payload["orders"])


def test_redraw_for_a_visit_that_took_place_is_refused(people, unplanned):
    over = VisitFactory(institution=unplanned.institution, confirmed=True)
    PlanCauseFactory(plan__visit=over, drawn_visit=unplanned)

    with pytest.raises(errors.DrawnVisitOver):
        _redraw(people, unplanned)

    assert Redraw.objects.count() == 0


def test_people_of_a_visit_that_the_drawn_one_was_merged_into_stay(people, unplanned):
    other = VisitFactory(institution=unplanned.institution, approved=True)
    PlanCauseFactory(plan__visit=other, drawn_visit=unplanned)
    before = _going(unplanned)

    _redraw(people, unplanned)

    assert _going(unplanned) == before
    assert _visit(unplanned).state == VisitState.APPROVED


def test_redraw_for_a_visit_that_a_phone_has_begun_is_refused(people, row):
    ChainFactory(visit=_visit(row))

    with pytest.raises(VisitBegunOnPhone):
        _redraw(people, row, verb=redraw_before_start)

    assert Redraw.objects.count() == 0

"""Results become public on their day, once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from common.clock import at_noon, localdate
from common.errors import NotAllowed, WrongState
from draws.models import Draw, PlanPaper
from draws.services import publish_draw, publish_due
from draws.states import DrawState
from draws.tasks import print_plan_paper, print_waiting_plan_papers
from draws.tasks import publish_due as publish_due_task
from tests.draws.conftest import drawn
from tests.factories.accounts import UserFactory
from tests.factories.documents import notice_payload
from tests.factories.draws import DrawFactory, PlanPaperFactory


def test_task_publishes_what_is_due_and_nothing_a_second_time(county):
    today = localdate(timezone.now())
    due = DrawFactory(drawn=True, publish_on=today)
    DrawFactory(drawn=True, publish_on=today + timedelta(days=1))

    publish_due_task()
    publish_due_task()

    assert [row.pk for row in Draw.objects.filter(state=DrawState.PUBLISHED)] == [due.pk]
    assert AuditEvent.objects.filter(kind="draw.publish_due").count() == 1


def test_result_is_due_twenty_working_days_after_the_draw(people, pool):
    draw = drawn(people)

    assert draw.publish_on == date(2021, 12, 8)
    assert publish_due(at=at_noon(date(2021, 12, 7))) == 0
    assert publish_due(at=at_noon(date(2021, 12, 8))) == 1


def test_publish_draw_earlier_is_the_organisers_and_happens_once(county):
    draw = DrawFactory(drawn=True)
    at = at_noon(date(2021, 11, 20))
    with pytest.raises(NotAllowed):
        publish_draw(draw.pk, by=UserFactory(inspector=True), at=at)

    publish_draw(draw.pk, by=draw.made_by, at=at)

    assert Draw.objects.get().published_at == at
    with pytest.raises(WrongState):
        publish_draw(draw.pk, by=draw.made_by, at=at)


def test_task_prints_a_paper_once(county):
    paper = PlanPaperFactory(payload=notice_payload(0))

    print_plan_paper(paper_id=paper.pk)
    first = PlanPaper.objects.get().printed_at
    print_plan_paper(paper_id=paper.pk)

    assert PlanPaper.objects.get().printed_at == first
    assert AuditEvent.objects.filter(kind="plan_paper.print").count() == 1


def test_task_picks_up_papers_whose_job_was_lost(county):
    PlanPaperFactory(payload=notice_payload(0))

    print_waiting_plan_papers()
    print_waiting_plan_papers()

    assert PlanPaper.objects.filter(document__isnull=False).count() == 1

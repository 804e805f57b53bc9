"""Celery's doors: run twice, they leave what one run leaves."""

from datetime import date, timedelta

from django.utils import timezone

from common.clock import localdate
from documents.models import StoredFile
from enforcement.models import EffectNote, OverdueNote, ReinspectionPlan
from enforcement.states import NoticeState
from enforcement.tasks import (
    draw_up_reinspections,
    note_overdue,
    print_notice,
    print_waiting_notices,
    take_effect,
)
from tests.factories.enforcement import DeliveryFactory, NoticeFactory


def test_print_notice_twice_prints_one_paper(county):
    notice = NoticeFactory(approved=True)

    print_notice.delay(notice_id=notice.pk)
    print_notice.delay(notice_id=notice.pk)

    notice.refresh_from_db()
    assert notice.state == NoticeState.PRINTED
    assert StoredFile.objects.count() == 1


def test_print_waiting_notices_twice_prints_each_paper_once(county):
    lost = NoticeFactory.create_batch(2, approved=True)

    print_waiting_notices.delay()
    print_waiting_notices.delay()

    for notice in lost:
        notice.refresh_from_db()
        assert notice.state == NoticeState.PRINTED
    assert StoredFile.objects.count() == 2


def test_note_overdue_twice_notes_each_limit_once(county):
    today = localdate(timezone.now())
    late = NoticeFactory(served=True, due_on=date(2021, 12, 1))
    NoticeFactory(served=True, due_on=today + timedelta(days=1))

    note_overdue.delay()
    note_overdue.delay()

    assert [note.notice for note in OverdueNote.objects.all()] == [late]


def test_take_effect_twice_notes_each_public_notice_once(county):
    day = date(2021, 12, 10)
    notice = NoticeFactory(printed=True)
    DeliveryFactory(
        notice=notice, way="public_notice", effective_on=day, reason="下落不明", place="县政府网站"
    )
    notice.state, notice.served_on, notice.due_on = "served", day, date(2021, 12, 31)
    notice.save()

    take_effect.delay()
    take_effect.delay()

    assert [note.notice for note in EffectNote.objects.all()] == [notice]


def test_draw_up_reinspections_twice_keeps_one_plan_per_limit(county):
    late = NoticeFactory(served=True)

    draw_up_reinspections.delay()
    draw_up_reinspections.delay()

    assert [plan.notice for plan in ReinspectionPlan.objects.all()] == [late]

"""Celery's doors: run twice, they leave what one run leaves."""

from datetime import date, timedelta

from django.utils import timezone

from common.clock import localdate
from documents.models import StoredFile
from enforcement.models import OverdueNote
from enforcement.states import NoticeState
from enforcement.tasks import note_overdue, print_notice, print_waiting_notices
from tests.factories.enforcement import NoticeFactory


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

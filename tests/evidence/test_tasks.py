"""Celery's doors: run twice, they leave what one run leaves."""

from audit.models import AuditEvent
from evidence.models import Manifest, ManifestStamp, Original
from evidence.tasks import close_day, print_paper, print_waiting_papers
from tests.factories.documents import StoredFileFactory
from tests.factories.evidence import OriginalFactory, paper_row
from tests.factories.inspections import PhotoFactory


def test_close_day_twice_lists_and_stamps_once(county, authority):
    OriginalFactory()
    PhotoFactory(file=StoredFileFactory(photo=True))

    close_day.delay()
    close_day.delay()

    assert (Original.objects.count(), Manifest.objects.get().entry_count) == (2, 2)
    assert ManifestStamp.objects.count() == len(authority.asked) == 1


def test_print_paper_twice_prints_once(county):
    paper = paper_row()

    print_paper.delay(paper_id=paper.pk)
    paper.refresh_from_db()
    first = paper.document
    print_paper.delay(paper_id=paper.pk)

    paper.refresh_from_db()
    assert paper.document == first
    assert AuditEvent.objects.filter(kind="paper.print").count() == 1


def test_print_waiting_papers_twice_prints_what_was_lost_once(county):
    paper = paper_row()

    print_waiting_papers.delay()
    print_waiting_papers.delay()

    paper.refresh_from_db()
    assert paper.document is not None
    assert AuditEvent.objects.filter(kind="paper.print").count() == 1

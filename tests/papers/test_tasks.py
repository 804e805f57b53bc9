"""Celery's doors: run twice, they leave what one run leaves."""

from documents.models import StoredFile
from papers.states import PaperState
from papers.tasks import print_official_paper, print_waiting_papers
from tests.factories.papers import a_paper


def test_print_official_paper_twice_prints_one_file(law):
    paper = a_paper("D13", stage="approved")

    print_official_paper.delay(paper_id=paper.pk)
    print_official_paper.delay(paper_id=paper.pk)

    paper.refresh_from_db()
    assert paper.state == PaperState.PRINTED
    assert StoredFile.objects.count() == 1


def test_print_waiting_papers_twice_prints_each_once(law):
    lost = [a_paper("D13", stage="approved") for _ in range(2)]

    print_waiting_papers.delay()
    print_waiting_papers.delay()

    for paper in lost:
        paper.refresh_from_db()
        assert paper.state == PaperState.PRINTED
    assert StoredFile.objects.count() == 2

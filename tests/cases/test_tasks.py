"""Celery's doors: run twice, they leave what one run leaves."""

from datetime import timedelta

from cases import services
from cases.models import CaseDeadline, Removal
from cases.tasks import list_removals, open_court_windows, start_served, want_long_terms
from common.clock import localdate
from documents.models import StoredFile
from serving.services import record_attempt
from signing.models import SealCertificate, SignedFile
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.accounts import UserFactory
from tests.factories.serving import handed, tried
from tests.factories.signing import (
    SealCertificateFactory,
    SignedFileFactory,
    SignedVersionFactory,
)


def test_start_served_twice_starts_each_clock_once(people):
    at = scenes.days(30)
    decision = scenes.decided(people)
    papers = endings.printed(decision, at)
    day = localdate(at)
    for paper in papers:
        lost = tried(hindrance="unknown", tried_on=day)
        record_attempt(paper, lost, by=people.lead, at=at + timedelta(hours=1))
    served = handed(way="public_notice", delivered_on=day, reason="下落不明", place="局网站")
    services.serve_case_papers(decision.case_id, papers, served, by=people.lead, at=at)

    start_served.delay()
    start_served.delay()

    assert CaseDeadline.objects.filter(case=decision.case_id, role="payment").count() == 1


def test_open_court_windows_twice_opens_one(people):
    case = endings.handed_over(people)

    open_court_windows.delay()
    open_court_windows.delay()

    assert CaseDeadline.objects.filter(case=case, role="court").count() == 1


def test_list_removals_twice_lists_one(people):
    case = endings.handed_over(people)
    publication = endings.published(case)

    list_removals.delay()
    list_removals.delay()

    assert Removal.objects.filter(publication=publication).count() == 1


def signed(paper_file: StoredFile, certificate: SealCertificate) -> SignedFile:
    """A signed row whose newest form is this file."""
    row = SignedFileFactory(level="b-t", wanted_level="b-t", certificate=certificate)
    SignedVersionFactory(signed_file=row, file=paper_file, level="b-t")
    return row


def test_want_long_terms_twice_asks_once_and_only_for_archived_cases(people, settings):
    settings.YUJIAN_TSA_URL = "http://127.0.0.1:9/"
    case, running = endings.closed(people), scenes.decided(scenes.People())
    endings.printed(running, scenes.days(30))
    certificate = SealCertificateFactory()
    rows = [
        signed(papers.first().paper.document, certificate)
        for papers in (case.papers.filter(paper__code="D36"), running.papers)
    ]
    clerk = UserFactory(registry_clerk=True)
    services.archive_case(case.pk, by=clerk, at=scenes.days(41))

    want_long_terms.delay()
    want_long_terms.delay()

    wanted = [SignedFile.objects.get(pk=row.pk).wanted_level for row in rows]
    assert wanted == ["b-lta", "b-t"]
    settings.YUJIAN_TSA_URL = ""
    assert services.want_long_terms(at=scenes.days(42)) == 0

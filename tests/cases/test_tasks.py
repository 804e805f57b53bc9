"""Celery's doors: run twice, they leave what one run leaves."""

from datetime import timedelta

from cases import services
from cases.models import CaseDeadline, Removal
from cases.tasks import list_removals, open_court_windows, start_served
from common.clock import localdate
from serving.services import record_attempt
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.serving import handed, tried


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

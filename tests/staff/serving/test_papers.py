"""Papers that stand alone: served, tried, served again on their own pages."""

from __future__ import annotations

import pytest

from accounts.permissions import Permission
from papers.models import OfficialPaper
from serving.models import Attempt, Delivery
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.accounts import UserFactory
from tests.factories.papers import OfficialPaperFactory, a_paper
from tests.factories.serving import AttemptFactory, DeliveryFactory, a_confirmation, receipt
from tests.factories.supervision import a_call
from tests.times import DAY, NOON


@pytest.fixture
def paper(law) -> OfficialPaper:
    return a_paper(stage="printed")


@pytest.fixture
def browser(browser_of):
    return browser_of(UserFactory(inspector=True))


def handed(**changes):
    return {
        "way": "direct",
        "delivered_on": DAY,
        "recipient": "王春梅",
        "proof": receipt(),
    } | changes


def absent(**changes):
    told = {"hindrance": "absent", "tried_on": DAY, "place": "文化路8号", "note": "门锁"}
    return told | changes


def test_an_unserved_paper_says_so_and_offers_the_two_entries(paper, browser):
    page = browser.get(f"/papers/{paper.pk}/").text

    assert "未送达" in page
    assert f"/papers/{paper.pk}/serve/" in page
    assert f"/papers/{paper.pk}/attempt/" in page


def test_a_service_is_entered_with_its_proof_and_shown(paper, browser):
    answer = browser.post(f"/papers/{paper.pk}/serve/", handed(), follow=True)

    delivery = Delivery.objects.get()
    assert "已送达" in answer.text
    assert "王春梅签收" in answer.text
    proof = browser.get(f"/papers/{paper.pk}/services/{delivery.pk}/proof/")
    assert proof["Content-Type"] == "image/jpeg"


def test_the_second_click_is_told_that_it_is_served(paper, browser):
    browser.post(f"/papers/{paper.pk}/serve/", handed())

    answer = browser.post(f"/papers/{paper.pk}/serve/", handed())

    assert answer.status_code == 422
    assert "再次送达请登记为重复送达，原送达日期不变" in answer.text
    assert Delivery.objects.count() == 1


def test_what_is_missing_is_named_and_what_was_typed_stays(paper, browser):
    sent = handed(way="left", recipient="", reason="负责人拒收")

    answer = browser.post(f"/papers/{paper.pk}/serve/", sent)

    assert "留置送达缺少：留置地点" in answer.text
    assert "负责人拒收" in answer.text
    assert not Delivery.objects.exists()


def test_an_attempt_is_entered_once_and_stands_on_the_page(paper, browser):
    first = browser.post(f"/papers/{paper.pk}/attempt/", absent(proof=receipt()), follow=True)
    again = browser.post(f"/papers/{paper.pk}/attempt/", absent())

    attempt = Attempt.objects.get()
    assert "送达未成：受送达人不在" in first.text
    assert "已经登记" in again.text
    proof = browser.get(f"/papers/{paper.pk}/attempts/{attempt.pk}/proof/")
    assert proof["Content-Type"] == "image/jpeg"


def test_a_public_notice_before_anything_was_tried_is_a_sentence(paper, browser):
    sent = handed(way="public_notice", reason="找不到", place="局网站")

    answer = browser.post(f"/papers/{paper.pk}/serve/", sent)

    assert "公告送达限于下落不明" in answer.text
    assert not Delivery.objects.exists()


def test_a_consent_on_record_is_chosen_and_its_address_filled_in(paper, browser):
    consent = a_confirmation()
    sent = handed(way="electronic", recipient="", confirmation=consent.pk)

    browser.post(f"/papers/{paper.pk}/serve/", sent)

    assert Delivery.objects.get().place == "qinghe@example.cn"


def test_a_second_service_moves_no_date(paper, browser):
    browser.post(f"/papers/{paper.pk}/serve/", handed())

    page = browser.post(f"/papers/{paper.pk}/serve-again/", handed(recipient="李芳"), follow=True)

    assert Delivery.objects.filter(repeats__isnull=False).count() == 1
    assert "再次送达：直接送达" in page.text


def test_the_notice_of_a_talk_is_served_from_its_page(law, browser_of):
    head = UserFactory(section_head=True)
    talk = a_call(by=head)
    endings.put_in_print(talk.paper, NOON)
    browser = browser_of(head)

    browser.post(f"/papers/{talk.paper_id}/serve/", handed())

    assert "已送达" in browser.get(f"/supervision/interviews/{talk.pk}/").text


def test_the_paper_of_a_penalty_on_the_spot_starts_its_clocks(people, browser_of):
    spot = scenes.spot(people)
    paper = endings.put_in_print(spot.papers.get().paper, NOON)

    browser_of(people.lead).post(f"/papers/{paper.pk}/serve/", handed())

    assert spot.deadlines.filter(role="payment").count() == 1


def test_a_paper_of_a_case_is_served_with_its_case(people, browser_of):
    notice = scenes.approved(scenes.ended(people), people)
    (paper,) = endings.printed(notice, NOON)

    answer = browser_of(people.lead).post(f"/papers/{paper}/serve/", handed())

    assert answer.url == f"/cases/{notice.case_id}/do/serve/"
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("who", ["bureau_head", "legal_reviewer"])
def test_who_may_only_look_is_offered_nothing_and_refused(paper, browser_of, who):
    person = UserFactory(**{who: True})
    assert not person.has(Permission.NOTICE_SERVE)
    browser = browser_of(person)

    page = browser.get(f"/papers/{paper.pk}/").text

    assert "未送达" in page
    assert f"/papers/{paper.pk}/serve/" not in page
    for act in ("serve", "serve-again", "attempt"):
        assert browser.post(f"/papers/{paper.pk}/{act}/", handed()).status_code == 403
    assert not Delivery.objects.exists()


def test_papers_of_the_neighbour_are_not_found(county, next_door, browser):
    with next_door():
        paper = OfficialPaperFactory(printed=True)
        served, tried = DeliveryFactory(paper=paper), AttemptFactory(paper=paper)

    for path in (
        *("serve/", "serve-again/", "attempt/"),
        f"services/{served.pk}/proof/",
        f"attempts/{tried.pk}/proof/",
    ):
        assert browser.get(f"/papers/{paper.pk}/{path}").status_code == 404, path


def test_the_proof_of_another_paper_is_not_found(county, browser):
    served, other = DeliveryFactory(paper__printed=True), OfficialPaperFactory(printed=True)

    assert browser.get(f"/papers/{other.pk}/services/{served.pk}/proof/").status_code == 404

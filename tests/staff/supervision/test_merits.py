"""Rewards and penalties on their pages, and all four on the institution's own page."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from supervision.models import Merit
from supervision.services import publish_circular
from tests.factories.documents import picture
from tests.factories.institutions import InstitutionFactory
from tests.factories.supervision import MeritFactory, a_call, a_circular, a_listing
from tests.times import NOON

NEW = "/supervision/merits/new/"


@pytest.fixture
def typed(county):
    return {
        "institution": InstitutionFactory().pk,
        "kind": "reward",
        "title": "诚信办学单位",
        "organ": "县人民政府",
        "document_no": "桤政发〔2021〕3号",
        "decided_on": "2021-10-01",
    }


def test_a_merit_is_entered_once_with_its_document(typed, browser_of, clerk):
    browser = browser_of(clerk)
    scan = SimpleUploadedFile("决定.jpg", picture(), content_type="image/jpeg")
    browser.post(NEW, {**typed, "file": scan})

    again = browser.post(NEW, typed)

    merit = Merit.objects.get()
    assert again.status_code == 422
    assert "不能重复登记" in again.text
    assert "诚信办学单位" in again.text
    assert browser.get(f"/supervision/merits/{merit.pk}/file/")["Content-Type"] == "image/jpeg"


def test_a_file_that_is_no_picture_is_refused_and_nothing_is_entered(typed, browser_of, clerk):
    odd = SimpleUploadedFile("决定.jpg", b"MZ no picture", content_type="image/jpeg")

    answer = browser_of(clerk).post(NEW, {**typed, "file": odd})

    assert answer.status_code == 422
    assert "桤政发〔2021〕3号" in answer.text
    assert not Merit.objects.exists()


def test_a_wrong_entry_is_revoked_with_a_reason_by_whoever_may(county, browser_of, clerk, leader):
    merit = MeritFactory()
    address = f"/supervision/merits/{merit.pk}/"

    assert browser_of(clerk).post(f"{address}revoke/", {"reason": "错"}).status_code == 403
    browser_of(leader).post(f"{address}revoke/", {"reason": "登记错误"})

    merit.refresh_from_db()
    assert (merit.state, merit.revoke_reason) == ("revoked", "登记错误")
    assert "登记错误" in browser_of(clerk).get(address).text


def test_merits_are_narrowed(county, browser_of, clerk, queries_of):
    browser, address = browser_of(clerk), "/supervision/merits/"
    MeritFactory(kind="penalty")
    for_one = queries_of(browser, address)
    MeritFactory.create_batch(2)

    assert queries_of(browser, address) == for_one
    assert len(browser.get(f"{address}?kind=penalty").context["page"]) == 1


def test_the_institution_shows_everything_and_its_story_leads_there(law, browser_of, leader, clerk):
    interview, listing = a_call(), a_listing()
    circular = publish_circular(a_circular().pk, by=leader, at=NOON)
    merit = MeritFactory(institution=interview.institution)

    def page(institution) -> str:
        return browser_of(clerk).get(f"/institutions/{institution.pk}/").text

    called = page(interview.institution)
    assert called.count(f'href="/supervision/interviews/{interview.pk}/"') == 2
    assert f'href="/supervision/merits/{merit.pk}/"' in called
    assert "通知约谈" in called
    assert page(listing.institution).count(f'href="/supervision/listings/{listing.pk}/"') == 2
    named = page(circular.institutions.first())
    assert named.count(f'href="/supervision/circulars/{circular.pk}/"') >= 2

"""All papers of a campaign: printed with a bar, taken along as one file."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest

from enforcement.models import Notice
from enforcement.states import NoticeState
from policies.queries import get_violation_on
from tests.enforcement.scenes import approved, found_at, printed, visit_to
from tests.factories.inspections import CampaignFactory, CampaignTargetFactory
from tests.times import DAY


@pytest.fixture
def campaign(county):
    return CampaignFactory()


@pytest.fixture
def visit(law, school, campaign):
    """A confirmed visit of the campaign with something to order."""
    CampaignTargetFactory(campaign=campaign, institution=school)
    visit = visit_to(school, campaign=campaign)
    found_at(visit, get_violation_on("V40", DAY), "三名教学人员入职前未查询违法犯罪记录")
    return visit


def test_bar_waits_for_the_button(browser_of, people, visit, campaign):
    approved(visit, people)

    answer = browser_of(people.clerk).get(f"/campaigns/{campaign.pk}/")

    assert "印制全部已批准的" in answer.text
    assert 'hx-trigger="every 1s"' not in answer.text


def test_print_all_prints_what_was_approved_and_asks_no_more(
    browser_of,
    people,
    visit,
    campaign,
    commits,
):
    approved(visit, people)
    browser = browser_of(people.clerk)

    with commits():
        started = browser.post(f"/campaigns/{campaign.pk}/print/", headers={"HX-Request": "true"})
    done = browser.get(f"/campaigns/{campaign.pk}/progress/")

    assert "every 1s" in started.text
    assert "1 / 1" in done.text
    assert "every 1s" not in done.text
    assert Notice.objects.get().state == NoticeState.PRINTED


def test_print_all_without_a_script_leads_back(browser_of, people, visit, campaign):
    answer = browser_of(people.clerk).post(f"/campaigns/{campaign.pk}/print/")

    assert answer.url == f"/campaigns/{campaign.pk}/"


def test_print_all_is_closed_to_reviewers(browser_of, campaign, inspector, partner):
    assert browser_of(partner).post(f"/campaigns/{campaign.pk}/print/").status_code == 403


def test_all_papers_come_as_one_pdf(browser_of, people, visit, campaign):
    notice = printed(visit, people)

    answer = browser_of(people.clerk).get(f"/campaigns/{campaign.pk}/papers.pdf")

    pages = len(pypdfium2.PdfDocument(answer.content))
    assert pages == len(pypdfium2.PdfDocument(bytes(notice.document.content)))
    assert answer["Content-Disposition"].startswith("attachment;")


def test_all_papers_come_one_by_one_in_an_archive(browser_of, people, visit, campaign):
    notice = printed(visit, people)

    answer = browser_of(people.clerk).get(f"/campaigns/{campaign.pk}/papers.zip")

    names = ZipFile(BytesIO(answer.content)).namelist()
    assert names == [f"{notice.number} 青禾培训学校.pdf"]


def test_campaign_without_papers_has_no_file(browser_of, people, campaign):
    answer = browser_of(people.clerk).get(f"/campaigns/{campaign.pk}/papers.pdf")

    assert answer.status_code == 404
    assert "还没有已印制的文书" in answer.text

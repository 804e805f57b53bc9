"""Campaigns: the list, one campaign, its institutions."""

from __future__ import annotations

import pytest

from inspections.models import Campaign, CampaignTarget
from inspections.states import TargetOutcome
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.enforcement import NoticeFactory
from tests.factories.inspections import CampaignFactory, CampaignTargetFactory, VisitFactory
from tests.factories.institutions import InstitutionFactory


@pytest.fixture
def head(county):
    return UserFactory(section_head=True, full_name="李敏")


@pytest.fixture
def campaign(county):
    """One institution visited and noticed, one not visited yet."""
    campaign = CampaignFactory(name="秋季专项治理", departments=[DepartmentFactory(fire=True)])
    done = CampaignTargetFactory(campaign=campaign, institution__name="青禾培训学校")
    visit = VisitFactory(institution=done.institution, campaign=campaign, confirmed=True)
    NoticeFactory(visit=visit, served=True)
    CampaignTargetFactory(campaign=campaign, institution__name="博学轩辅导部")
    return campaign


def _names(answer):
    return [target.institution.name for target in answer.context["page"]]


def test_list_counts_institutions_visits_and_papers(browser_of, head, campaign):
    row = browser_of(head).get("/campaigns/").context["page"][0]

    assert (row.target_count, row.visit_count, row.notice_count) == (2, 1, 1)


def test_list_costs_the_same_for_one_and_for_three(browser_of, head, campaign, queries_of):
    browser = browser_of(head)
    for_one = queries_of(browser, "/campaigns/")
    CampaignFactory.create_batch(2)

    assert queries_of(browser, "/campaigns/") == for_one


def test_page_shows_plan_departments_and_counts(browser_of, head, campaign):
    answer = browser_of(head).get(f"/campaigns/{campaign.pk}/")

    tiles = answer.context["tiles"]
    assert (tiles["targets"], tiles["visited"], tiles["notices"], tiles["overdue"]) == (2, 1, 1, 1)
    assert "摸底、检查、整改。" in answer.text
    assert "县消防大队" in answer.text


def test_page_shows_visits_and_notices_of_each_institution(browser_of, head, campaign):
    answer = browser_of(head).get(f"/campaigns/{campaign.pk}/")

    assert _names(answer) == ["青禾培训学校", "博学轩辅导部"]
    assert "已送达" in answer.text
    assert "purpose=campaign" in answer.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("visited=yes", ["青禾培训学校"]),
        ("visited=no", ["博学轩辅导部"]),
        ("text=博学", ["博学轩辅导部"]),
        ("group=childcare", []),
        ("outcome=none_recorded", ["青禾培训学校", "博学轩辅导部"]),
    ],
)
def test_page_is_narrowed(browser_of, head, campaign, query, found):
    assert _names(browser_of(head).get(f"/campaigns/{campaign.pk}/?{query}")) == found


def test_page_costs_the_same_for_two_and_for_four(browser_of, head, campaign, queries_of):
    browser = browser_of(head)
    path = f"/campaigns/{campaign.pk}/"
    for_two = queries_of(browser, path)
    for target in CampaignTargetFactory.create_batch(2, campaign=campaign):
        VisitFactory(institution=target.institution, campaign=campaign, recorded=True)

    assert queries_of(browser, path) == for_two


@pytest.mark.parametrize("path", ["/campaigns/", "/campaigns/1/", "/campaigns/new/"])
def test_partners_have_no_right_to_campaigns(browser_of, partner, path):
    assert browser_of(partner).get(path).status_code == 403


def test_page_of_another_countys_campaign_is_not_found(browser_of, head, next_door):
    with next_door():
        other = CampaignFactory()

    for path in ("", "targets/add/", "progress/", "papers.pdf", "papers.zip"):
        assert browser_of(head).get(f"/campaigns/{other.pk}/{path}").status_code == 404


SENT = {"name": "春季专项治理", "starts_on": "2022-03-01", "ends_on": "2022-04-30", "plan_text": ""}


def test_open_makes_a_campaign_with_its_departments(browser_of, head):
    DepartmentFactory()
    fire = DepartmentFactory(fire=True)

    answer = browser_of(head).post("/campaigns/new/", {**SENT, "departments": [fire.pk]})

    opened = Campaign.objects.get()
    assert answer.url == f"/campaigns/{opened.pk}/"
    assert {department.code for department in opened.departments.all()} == {"edu", "fire"}


def test_open_that_ends_before_it_starts_comes_back(browser_of, head):
    DepartmentFactory()

    answer = browser_of(head).post("/campaigns/new/", {**SENT, "ends_on": "2022-02-01"})

    assert "早于开始日期" in answer.text
    assert "春季专项治理" in answer.text
    assert not Campaign.objects.exists()


def test_open_is_closed_to_inspectors(browser_of, inspector):
    assert browser_of(inspector).post("/campaigns/new/", SENT).status_code == 403


def test_add_puts_an_institution_on_the_list(browser_of, head, campaign):
    school = InstitutionFactory(name="启航培训部")
    path = f"/campaigns/{campaign.pk}/targets/add/"

    answer = browser_of(head).post(path, {"institution": school.pk, "group": "subject"})

    assert answer.url == path
    assert campaign.targets.filter(institution=school).exists()


def test_add_under_a_wrong_heading_is_refused(browser_of, head, campaign):
    school = InstitutionFactory(name="启航培训部")
    sent = {"institution": school.pk, "group": "childcare"}

    answer = browser_of(head).post(f"/campaigns/{campaign.pk}/targets/add/", sent)

    assert "不能列入“托管机构”" in answer.text
    assert not campaign.targets.filter(institution=school).exists()


def test_outcome_without_a_record_behind_it_is_refused(browser_of, head, campaign):
    target = campaign.targets.last()
    path = f"/campaigns/targets/{target.pk}/outcome/"

    answer = browser_of(head).post(path, {"outcome": "reregistered_nonprofit"})

    assert "没有登记为非营利性机构的记录" in answer.text
    assert CampaignTarget.objects.get(pk=target.pk).outcome == TargetOutcome.NONE_RECORDED


def test_outcome_is_noted(browser_of, head, campaign):
    target = campaign.targets.first()

    browser_of(head).post(f"/campaigns/targets/{target.pk}/outcome/", {"outcome": "notice"})

    assert CampaignTarget.objects.get(pk=target.pk).outcome == TargetOutcome.NOTICE

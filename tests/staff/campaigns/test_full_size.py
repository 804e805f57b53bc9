"""A campaign at full size on its pages: lists, days, map, listed follow-up, end report."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from common.clock import localdate
from documents.rendering import text_of
from inspections.models import ListedProblem
from policies.services import load_calendar, seed_parameters
from tests.factories.accounts import UserFactory
from tests.factories.inspections import CampaignFactory, CampaignTargetFactory, ListedProblemFactory
from tests.factories.institutions import InstitutionFactory
from tests.times import NOON


@pytest.fixture
def campaign(county):
    return CampaignFactory(name="秋季专项治理")


@pytest.fixture
def head(county):
    return UserFactory(section_head=True, full_name="李敏")


@pytest.fixture
def desk(browser_of, head):
    return browser_of(head)


def test_everything_that_the_filter_leaves_comes_on_the_list(desk, campaign):
    InstitutionFactory.create_batch(2, childcare=True)
    InstitutionFactory()

    page = desk.get(f"/campaigns/{campaign.pk}/targets/select/?kind=childcare")
    desk.post(f"/campaigns/{campaign.pk}/targets/select/?kind=childcare")

    assert "列入这2家" in page.text
    assert list(campaign.targets.values_list("group", flat=True)) == ["childcare"] * 2


def test_a_pasted_list_is_looked_at_before_it_is_taken(desk, campaign):
    InstitutionFactory(name="博学轩辅导部")
    sent = {"lines": "博学轩辅导部\n不知名"}

    looked = desk.post(f"/campaigns/{campaign.pk}/targets/paste/", {**sent, "check": "1"})
    assert campaign.targets.count() == 0
    desk.post(f"/campaigns/{campaign.pk}/targets/paste/", {**sent, "apply": "1"})

    assert "列入找到的1家" in looked.text
    assert "名录中没有" in looked.text
    assert [row.institution.name for row in campaign.targets.all()] == ["博学轩辅导部"]


def test_a_problem_is_listed_watched_and_struck_off(desk, browser_of, campaign):
    target = CampaignTargetFactory(campaign=campaign)
    owner, leader = UserFactory(inspector=True), UserFactory(bureau_head=True)
    due_on = (localdate(timezone.now()) + timedelta(days=3)).isoformat()
    facts = {"target": target.pk, "owner": owner.pk, "leader": leader.pk, "due_on": due_on}

    answer = desk.post(f"/campaigns/{campaign.pk}/listed/new/", {**facts, "problem": "通道被占"})
    listed = ListedProblem.objects.get()
    assert answer.url == f"/campaigns/listed/{listed.pk}/"
    assert "督战单1号" in browser_of(owner).get("/").text
    browser_of(owner).post(f"{answer.url}progress/", {"text": "已清理"})
    done = browser_of(leader).post(f"{answer.url}strike-off/", {"result": "现场核实"})

    assert done.url == answer.url
    page = desk.get(answer.url).text
    assert "已销号" in page
    assert "已清理" in page


def test_the_owner_is_told_why_not(browser_of, campaign):
    listed = ListedProblemFactory(target__campaign=campaign)

    answer = browser_of(listed.owner).post(
        f"/campaigns/listed/{listed.pk}/strike-off/", {"result": "已改"}
    )

    assert answer.status_code == 422
    assert "不能督办自己的问题" in answer.text


def test_overdue_ones_stand_in_the_leaders_inbox(browser_of, campaign):
    listed = ListedProblemFactory(target__campaign=campaign)

    assert f"/campaigns/listed/{listed.pk}/" in browser_of(listed.leader).get("/").text


def test_days_departments_and_towns_are_on_one_page(desk, campaign):
    CampaignTargetFactory(
        campaign=campaign, institution__site=True, institution__site__address="城关镇文化路8号"
    )

    page = desk.get(f"/campaigns/{campaign.pk}/daily/?day=2021-11-10")

    assert "城关镇" in page.text
    assert "县教育局" in page.text
    assert desk.get(f"/campaigns/{campaign.pk}/daily/?day=never").status_code == 422


def test_the_map_names_what_has_no_point(desk, campaign):
    CampaignTargetFactory(campaign=campaign, institution__name="没有坐标")

    assert "没有坐标" in desk.get(f"/campaigns/{campaign.pk}/map/").text
    points = desk.get(f"/campaigns/{campaign.pk}/points.json")
    assert json.loads(points.content)["features"] == []


def test_the_end_report_is_a_paper_with_the_counted_figures(desk, campaign):
    load_calendar((2021,), at=NOON)
    seed_parameters({"organ.name": "桤木县教育局"}, at=NOON)
    ListedProblemFactory(target__campaign=campaign, problem="消防通道被占用")

    answer = desk.get(f"/campaigns/{campaign.pk}/report.pdf")

    words = "".join(text_of(answer.content).split())
    assert "“秋季专项治理”情况报告" in words
    assert "检查对象（家）1" in words
    assert "挂单督战1件" in words
    assert "消防通道被占用" in words

"""Findings on their pages: seen, handled, handed on, judged; visits proposed and decided."""

from __future__ import annotations

import pytest
from django.utils import timezone

from assignments.models import Assignment
from cases.models import FundClue
from common.clock import localdate
from funds.models import FundFinding
from funds.states import AlertState
from inspections.states import VisitPurpose
from operations.furnishing import furnish
from supervision.models import FundVisit
from supervision.services import propose_visits
from supervision.states import ProposalState
from tests.factories import funds
from tests.factories.accounts import UserFactory
from tests.factories.draws import MatterFactory

LIST = "/fund-findings/"


@pytest.fixture
def clerk(county):
    furnish(at=timezone.now())
    return funds.supervisor()


@pytest.fixture
def finding(clerk):
    funds.contract(funds.account(clerk), clerk, lessons=61, order_no="B000061")
    propose_visits(at=timezone.now())
    return FundFinding.objects.get()


@pytest.fixture
def head(county):
    return UserFactory(section_head=True)


def test_the_list_shows_what_is_open_and_filters(finding, clerk, browser_of):
    browser = browser_of(clerk)

    page = browser.get(LIST).text
    assert "一次性收取61课时的费用，超过上限60课时。" in page
    assert "订单B000061" in page
    assert "没有待处置的收费问题" in browser.get(f"{LIST}?level=yellow").text
    assert "没有待处置的收费问题" in browser.get(f"{LIST}?state=closed").text
    assert browser.get(f"{LIST}?level=blue").status_code == 422


def test_one_page_tells_the_rule_and_what_came_of_it(finding, clerk, browser_of):
    page = browser_of(clerk).get(f"{LIST}{finding.pk}/").text

    assert "教监管函〔2021〕2号" in page
    assert "发现预收费问题" in page
    assert "王小明" not in page
    assert "红色问题建议现场检查，是否安排由人决定。" in page


def test_it_is_handled_handed_on_and_judged(finding, clerk, head, browser_of):
    browser, at = browser_of(clerk), f"{LIST}{finding.pk}/"
    browser.post(f"{at}handle/")
    assert FundFinding.objects.get().state == AlertState.HANDLED

    assert browser.post(f"{at}ask/", {}).status_code == 422
    browser.post(f"{at}ask/", {"department": clerk.department_id})
    assignment = Assignment.objects.get()
    assert assignment.asked_of == clerk.department
    page = browser.get(f"/assignments/{assignment.pk}/").text
    assert f'href="{at}"' in page

    assert browser.post(f"{at}close/", {"because": "已退费"}).status_code == 403
    browser_of(head).post(f"{at}close/", {"because": "已退费"})
    assert FundFinding.objects.get().closed_because == "已退费"


def test_it_becomes_a_clue(finding, browser_of):
    officers = [UserFactory(inspector=True, certificate=True) for _ in range(2)]
    browser, at = browser_of(officers[0]), f"{LIST}{finding.pk}/"

    browser.post(f"{at}clue/", {"cause": "涉嫌超限收费", "officers": [one.pk for one in officers]})

    assert FundClue.objects.get().case.cause == "涉嫌超限收费"
    assert "登记线索" not in browser.get(at).text
    assert browser_of(funds.supervisor()).get(f"{at}clue/").status_code == 403


def test_a_visit_is_planned_from_the_proposal(finding, browser_of):
    officers = [UserFactory(inspector=True, certificate=True) for _ in range(2)]
    proposal, browser = FundVisit.objects.get(), browser_of(officers[0])
    at = f"{LIST}visits/{proposal.pk}/accept/"
    assert finding.sentence in browser.get(at).text

    browser.post(
        at,
        {
            "planned_on": localdate(timezone.now()).isoformat(),
            "purpose": VisitPurpose.ROUTINE,
            "matters": [MatterFactory().pk],
            "officers": [one.pk for one in officers],
            "cause": finding.sentence,
        },
    )

    proposal.refresh_from_db()
    assert (proposal.state, proposal.visit.institution) == (
        ProposalState.ACCEPTED,
        finding.account.institution,
    )
    assert "已安排检查" in browser.get(f"{LIST}visits/").text


def test_a_visit_is_declined_with_a_reason(finding, head, browser_of):
    at = f"{LIST}visits/{FundVisit.objects.get().pk}/decline/"
    browser = browser_of(head)

    assert browser.post(at, {"reason": ""}).status_code == 422
    browser.post(at, {"reason": "已经检查过"})

    assert FundVisit.objects.get().state == ProposalState.DECLINED
    assert "不予安排：已经检查过" in browser.get(f"{LIST}visits/").text


def test_who_may_not_look_and_what_is_not_there(finding, browser_of):
    partner = browser_of(UserFactory(partner_officer=True))

    assert partner.get(LIST).status_code == 403
    assert partner.get(f"{LIST}{finding.pk}/").status_code == 403
    assert browser_of(funds.supervisor()).get(f"{LIST}0/").status_code == 404

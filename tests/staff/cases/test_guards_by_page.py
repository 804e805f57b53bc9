"""The hard guards of a case, tried on its pages: one sentence, and nothing has moved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cases import services
from cases.models import Case, DecidedPenalty, Decision, PriorNotice
from cases.states import CaseState, DecisionState, NoticeState
from common.clock import localdate
from papers.models import OfficialPaper
from policies.services import load_calendar
from tests.cases.guarding import change
from tests.factories import cases as scenes
from tests.factories.accounts import UserFactory
from tests.factories.cases import FACTS
from tests.factories.papers import a_paper
from tests.staff.cases.test_acts import send


@pytest.fixture
def now(people):
    """Pages look at the clock, so the calendar of this year is needed."""
    moment = timezone.now()
    load_calendar((localdate(moment).year,), at=moment)
    return moment


def test_guard_1_one_officer_alone_takes_no_step(people, now, browser_of):
    case = scenes.known_clue(people)
    change(case.officers.last(), left_on=case.officers.last().joined_on, left_reason="调离")

    page = send(browser_of(people.lead), case, "check", result="属实", proposes="yes")

    assert "只有1名持有效执法证的承办人" in page.text
    assert Case.objects.get().state == CaseState.CLUE


def test_guard_2_no_answer_is_final_while_its_periods_run(people, now, browser_of):
    case = scenes.ended(people)
    scenes.served(case, people, at=now)

    page = send(browser_of(people.lead), case, "finish")

    assert "陈述、申辩" in page.text
    assert Case.objects.get().state == CaseState.NOTICED


def test_guard_3_a_complex_case_is_not_announced_unreviewed(people, now, browser_of):
    case = scenes.ended(people, is_complex=True)
    notice = scenes.drafted(case, people)

    page = send(browser_of(people.section), case, f"notice-approve/{notice.pk}")

    assert "疑难复杂" in page.text
    assert PriorNotice.objects.get().state == NoticeState.DRAFT


def test_guard_3_an_officer_does_not_review_his_own_case(people, now, browser_of):
    case = scenes.ended(people, is_complex=True)
    people.second.roles = ["inspector", "legal_reviewer"]
    people.second.save()
    said = {"outcome": "passed", "qualification": "A2020", "opinion": "同意"}

    send(browser_of(people.second), case, "review", **said)

    assert not case.reviews.exists()
    assert Case.objects.get().state == CaseState.ENDED


@pytest.mark.parametrize("penalty", [{"p3": "3000.01"}, {"p3": "3000", "p7": "on"}])
def test_guard_4_nothing_above_or_beside_the_notice_is_drafted(people, now, browser_of, penalty):
    case = scenes.answered(people)
    said = {"kind": "penalty", "facts": FACTS, "basis": "第十七条", "reason": "一般"}
    said |= {"performance": "十五日内缴纳", "statement_answer": "未陈述", **penalty}

    page = send(browser_of(people.lead), case, "decision", **said)

    assert "告知" in page.context["form"].non_field_errors().as_text()
    assert not Decision.objects.exists()


def test_guard_4_a_paper_that_says_more_is_not_approved(people, now, browser_of):
    case = scenes.answered(people)
    decision = scenes.endorsed(case, people, scenes.penalty(), scenes.days(30))
    paper = decision.papers.get(paper__code="D36").paper
    change(paper, facts={**paper.facts, "fine_fen": 900_000})

    page = send(browser_of(people.head), case, f"approve/{decision.pk}", opinion="同意")

    assert "与案件记载不一致" in page.text
    assert Decision.objects.get().state == DecisionState.ENDORSED


def test_guard_5_an_order_to_correct_with_a_penalty_is_not_approved(people, now, browser_of):
    order = a_paper("D15", correct="立即停止，否则处以罚款")

    answer = browser_of(people.head).post(f"/papers/{order.pk}/approve/", follow=True)

    assert "不能写入处罚内容" in answer.text
    assert OfficialPaper.objects.get().number is None


def test_guard_5_a_closing_order_stands_in_no_other_decision(people, now, browser_of):
    case = scenes.ended(people)
    said = {"kind": "unproven", "facts": FACTS, "basis": "依据", "reason": "一般", "p7": "on"}

    send(browser_of(people.lead), case, "decision", **said)

    assert not DecidedPenalty.objects.exists()


def test_guard_6_a_fine_waits_for_the_word_of_other_departments(people, now, browser_of):
    case = scenes.ended(people)
    scenes.served(case, people)
    late = scenes.days(30)
    services.finish_answers(case.pk, by=people.lead, at=late)
    decision = scenes.drafted_decision(case, people, scenes.penalty(), late)

    page = send(browser_of(people.lead), case, f"submit/{decision.pk}", opinion="建议")

    assert "其他部门" in page.context["form"].non_field_errors().as_text()
    assert Decision.objects.get().state == DecisionState.DRAFT


def test_guard_8_no_paper_is_dated_before_the_last_number(people, now, browser_of):
    a_paper("D15", stage="approved", at=now + timedelta(days=3))
    draft = a_paper("D15", at=now)

    answer = browser_of(people.head).post(f"/papers/{draft.pk}/approve/", follow=True)

    assert "不能作为文书日期" in answer.text
    draft.refresh_from_db()
    assert draft.number is None


def test_a_decision_is_not_begun_outside_its_case(people, now, browser_of):
    decision = scenes.decided(people)
    paper = decision.papers.get(paper__code="D36").paper
    lead = UserFactory(inspector=True)

    page = browser_of(lead).post(f"/papers/{paper.pk}/supersede/", {"reason": "有误"})

    assert page.status_code == 403
    assert OfficialPaper.objects.filter(code="D36").count() == 1

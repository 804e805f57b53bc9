"""Assignments: what a department is asked, what it answers."""

from __future__ import annotations

import pytest

from assignments.models import Assignment
from assignments.states import AssignmentState
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.assignments import AssignmentFactory
from tests.factories.inspections import FindingAssignmentFactory, VisitAssignmentFactory


def _titles(answer):
    return [assignment.title for assignment in answer.context["page"]]


def _state(assignment):
    return Assignment.objects.get(pk=assignment.pk).state


def test_list_of_a_partner_holds_its_departments_own(browser_of, partner):
    AssignmentFactory(title="请消防派员")
    AssignmentFactory(title="请市监派员", asked_of=DepartmentFactory(market=True))

    assert _titles(browser_of(partner).get("/assignments/")) == ["请消防派员"]


def test_list_of_the_asker_holds_what_was_asked(browser_of, inspector):
    AssignmentFactory(title="请消防派员")

    assert _titles(browser_of(inspector).get("/assignments/?pick=asked")) == ["请消防派员"]


def test_open_ones_stand_before_answered_ones(browser_of, partner):
    AssignmentFactory(answered=True, title="已答复的")
    AssignmentFactory(title="待办的")

    assert _titles(browser_of(partner).get("/assignments/")) == ["待办的", "已答复的"]


@pytest.mark.parametrize(
    ("query", "count"), [("state=asked", 1), ("state=answered", 0), ("kind=routed_finding", 0)]
)
def test_list_is_narrowed(browser_of, partner, query, count):
    AssignmentFactory()

    assert len(_titles(browser_of(partner).get(f"/assignments/?{query}"))) == count


def test_list_costs_the_same_for_one_and_for_three(browser_of, partner, queries_of):
    browser = browser_of(partner)
    AssignmentFactory()
    for_one = queries_of(browser, "/assignments/")
    AssignmentFactory.create_batch(2)

    assert queries_of(browser, "/assignments/") == for_one


def test_list_is_closed_to_clerks(browser_of, clerk):
    assert browser_of(clerk).get("/assignments/").status_code == 403


def test_accept_takes_it_up(browser_of, partner):
    assignment = AssignmentFactory()

    answer = browser_of(partner).post(f"/assignments/{assignment.pk}/accept/")

    assert answer.url == f"/assignments/{assignment.pk}/"
    assert _state(assignment) == AssignmentState.ACCEPTED


def test_accept_by_the_asking_department_is_forbidden(browser_of, inspector):
    assignment = AssignmentFactory()

    assert browser_of(inspector).post(f"/assignments/{assignment.pk}/accept/").status_code == 403
    assert _state(assignment) == AssignmentState.ASKED


def test_answer_is_kept_with_its_outcome(browser_of, partner):
    assignment = AssignmentFactory(accepted=True)
    sent = {"outcome": "handled", "text": "已责令清除杂物。"}

    browser_of(partner).post(f"/assignments/{assignment.pk}/answer/", sent)

    assignment.refresh_from_db()
    assert (assignment.state, assignment.answer_text) == ("answered", "已责令清除杂物。")


def test_answer_twice_is_refused_with_a_sentence(browser_of, partner):
    assignment = AssignmentFactory(answered=True)
    sent = {"outcome": "handled", "text": "再答一次"}

    answer = browser_of(partner).post(f"/assignments/{assignment.pk}/answer/", sent)

    assert "已答复" in answer.text
    assert Assignment.objects.get().answer_text == "已派两名人员到场。"


def test_decline_wants_a_reason(browser_of, partner):
    assignment = AssignmentFactory()
    browser = browser_of(partner)
    path = f"/assignments/{assignment.pk}/decline/"

    assert "field-error" in browser.post(path, {"reason": ""}).text
    browser.post(path, {"reason": "不属本部门职责"})

    assert _state(assignment) == AssignmentState.DECLINED


def test_withdraw_by_a_colleague_of_the_asker(browser_of, inspector):
    assignment = AssignmentFactory()

    browser_of(inspector).post(f"/assignments/{assignment.pk}/withdraw/", {"reason": "改期"})

    assert _state(assignment) == AssignmentState.WITHDRAWN


def test_page_of_another_departments_assignment_is_not_found(browser_of, partner):
    other = AssignmentFactory(asked_of=DepartmentFactory(market=True))

    assert browser_of(partner).get(f"/assignments/{other.pk}/").status_code == 404


def test_page_of_another_countys_assignment_is_not_found(browser_of, partner, next_door):
    with next_door():
        other = AssignmentFactory()

    assert browser_of(partner).get(f"/assignments/{other.pk}/").status_code == 404


def test_page_shows_the_visit_it_is_about(browser_of, partner):
    link = VisitAssignmentFactory()

    answer = browser_of(partner).get(f"/assignments/{link.assignment_id}/")

    assert f"/visits/{link.visit_id}/" in answer.text


def test_page_shows_the_finding_that_was_handed_over(browser_of, partner):
    link = FindingAssignmentFactory()

    answer = browser_of(partner).get(f"/assignments/{link.assignment_id}/")

    assert link.finding.text in answer.text


def test_buttons_follow_the_department(browser_of, partner):
    assignment = AssignmentFactory()
    asker = UserFactory(inspector=True)

    asked = browser_of(partner).get(f"/assignments/{assignment.pk}/").context
    asking = browser_of(asker).get(f"/assignments/{assignment.pk}/").context

    assert (asked["may_accept"], asked["may_withdraw"]) == (True, False)
    assert (asking["may_accept"], asking["may_withdraw"]) == (False, True)

"""Pages of cases: seen by whom, where a case stands, what is offered to whom."""

from __future__ import annotations

import pytest

from audit.models import AuditEvent
from cases.models import Case
from cases.services import Proposed
from staff.cases.register import ACTS
from staff.cases.stages import stages_of
from tests.factories import cases as scenes
from tests.factories.accounts import UserFactory
from tests.factories.cases import CLOSING, FINE


def address(case: Case, what: str = "") -> str:
    return f"/cases/{case.pk}/{what}"


def offered(browser, case: Case) -> set[str]:
    """The slugs of the acts that the page of a case offers."""
    page = browser.get(address(case)).text
    return {act.slug for act in ACTS if f"{address(case, 'do/')}{act.slug}/" in page}


def test_an_empty_list_says_where_cases_come_from(people, browser_of):
    page = browser_of(people.lead).get("/cases/").text

    assert "没有符合条件的案件" in page
    assert "/cases/new/" in page


def test_the_list_is_narrowed_and_costs_the_same_for_more_rows(people, browser_of, queries_of):
    browser = browser_of(people.section)
    scenes.filed(people)
    one = queries_of(browser, "/cases/")
    scenes.clue(people)
    scenes.filed(people)

    assert queries_of(browser, "/cases/") == one
    for query, count in (("state=clue", 1), ("text=晨光", 2), ("pick=mine", 0), ("pick=open", 3)):
        assert len(browser.get(f"/cases/?{query}").context["page"]) == count, query


def test_the_reviewer_s_inbox_costs_the_same_for_more_cases(people, browser_of, queries_of):
    browser = browser_of(people.reviewer)
    scenes.ended(people, is_complex=True)
    one = queries_of(browser, "/")
    for _ in range(2):
        scenes.ended(scenes.People(), is_complex=True)

    assert queries_of(browser, "/") == one
    assert browser.get("/").text.count("待法制审核") == 3


def test_own_and_overdue_cases_are_found(people, browser_of):
    case = scenes.filed(people)
    browser = browser_of(people.lead)

    for query in ("pick=mine", "pick=overdue", f"officer={people.lead.pk}"):
        found = browser.get(f"/cases/?{query}").context["page"]
        assert [row.pk for row in found] == [case.pk], query


@pytest.mark.parametrize("who", ["partner_officer", "system_administrator"])
def test_who_may_not_see_cases_sees_none(people, browser_of, who):
    case = scenes.filed(people)
    browser = browser_of(UserFactory(**{who: True}))

    paths = ["/cases/", address(case), address(case, "do/end/"), address(case, "party/")]
    assert [browser.get(path).status_code for path in paths] == [403] * 4


def test_the_neighbour_county_finds_no_such_case(people, browser_of, next_door):
    case = scenes.filed(people)
    with next_door() as neighbour:
        browser = browser_of(UserFactory(inspector=True), at=neighbour)

        assert browser.get(address(case)).status_code == 404
        assert browser.get(address(case, "do/end/")).status_code == 404


def test_each_person_is_offered_his_own_steps(people, browser_of):
    case = scenes.checked(people)
    seen = {
        name: offered(browser_of(getattr(people, name)), case) & {"file", "endorse-filing", "party"}
        for name in ("lead", "section", "reviewer", "head")
    }

    assert seen == {"lead": {"party"}, "section": set(), "reviewer": set(), "head": {"file"}}


def test_a_stranger_inspector_is_offered_nothing_of_the_officers(people, browser_of):
    case = scenes.filed(people)
    browser = browser_of(UserFactory(inspector=True, certificate=True))

    assert offered(browser, case) <= {"paper", "recuse"}
    assert "这一步现在不由您办理" in browser.get(address(case, "do/end/")).text


def test_the_page_names_the_next_step_and_everything_missing(people, browser_of):
    case = scenes.clue(people)

    page = browser_of(people.head).get(address(case))

    assert page.context["next"].missing[:2] == ["当事人", "违法行为日期和涉嫌违法情形"]
    assert "核查线索" in page.text


def test_stages_show_the_way_with_its_days(people):
    case = scenes.ended(people, is_complex=True)

    stages = stages_of(case)

    labels = [
        "线索",
        "核查",
        "立案",
        "调查",
        "审核",
        "告知",
        "听取",
        "讨论",
        "决定",
        "送达",
        "结案",
        "归档",
    ]
    assert [one.label for one in stages] == labels
    assert [one.stage for one in stages] == ["done"] * 4 + ["current"] + ["to-come"] * 7


def test_the_decision_is_compared_with_what_was_announced(people, browser_of):
    case = scenes.answered(people, Proposed("P3", 300_000))
    scenes.endorsed(case, people, scenes.penalty(Proposed("P3", 200_000)), scenes.days(30))

    page = browser_of(people.head).get(address(case)).text

    assert "<td>罚款</td><td>3,000元</td><td>2,000元</td>" in page


def test_a_served_notice_shows_its_last_days_and_takes_answers(people, browser_of):
    case = scenes.ended(people)
    scenes.served(case, people, FINE, CLOSING)

    found = offered(browser_of(people.lead), case)

    assert found >= {"statement", "waive", "hearing-ask", "finish"}


def test_sealed_numbers_are_hidden_until_a_purpose_is_given(people, browser_of):
    case = scenes.filed(people, party=scenes.person())
    browser, number = browser_of(people.lead), "430321198503010" + "01X"

    assert number not in browser.get(address(case)).text
    assert number not in browser.post(address(case, "party/"), {"purpose": ""}).text
    shown = browser.post(address(case, "party/"), {"purpose": "制作决定书"})

    assert number in shown.text
    event = AuditEvent.objects.get(kind="case.reveal_party")
    assert event.actor_name == people.lead.full_name
    assert number not in str(event.facts)


def test_who_only_looks_reveals_nothing(people, browser_of):
    case = scenes.filed(people, party=scenes.person())
    stranger = UserFactory(inspector=True)

    answer = browser_of(stranger).post(address(case, "party/"), {"purpose": "好奇"})

    assert answer.status_code == 403
    assert not AuditEvent.objects.filter(kind="case.reveal_party").exists()

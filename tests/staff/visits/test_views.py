"""The list of visits, planning, the page of one visit and the steps on it."""

from __future__ import annotations

import pytest

from inspections.models import Visit, VisitOfficer
from inspections.states import VisitState
from policies.services import load_catalogue, seed_parameters
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.assignments import AssignmentFactory
from tests.factories.draws import MatterFactory
from tests.factories.inspections import (
    CampaignFactory,
    FindingFactory,
    VisitAssignmentFactory,
    VisitFactory,
)
from tests.factories.institutions import InstitutionFactory
from tests.times import NOON


def _names(answer):
    return [visit.institution.name for visit in answer.context["page"]]


def _state(visit):
    return Visit.objects.get(pk=visit.pk).state


def test_list_shows_institution_people_and_state(browser_of, head, approved):
    answer = browser_of(head).get("/visits/")

    assert _names(answer) == ["青禾培训学校"]
    assert "何志远、盘丽华" in answer.text
    assert "待检查" in answer.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=approved", ["青禾培训学校"]),
        ("state=recorded", []),
        ("text=青禾", ["青禾培训学校"]),
        ("text=没有这家", []),
        ("pick=unapproved", []),
        ("purpose=routine", ["青禾培训学校"]),
    ],
)
def test_list_is_narrowed(browser_of, head, approved, query, found):
    assert _names(browser_of(head).get(f"/visits/?{query}")) == found


def test_list_is_narrowed_to_a_campaign(browser_of, head, approved):
    visit = VisitFactory(institution__name="行动中的", campaign=CampaignFactory())

    answer = browser_of(head).get(f"/visits/?campaign={visit.campaign_id}")

    assert _names(answer) == ["行动中的"]


def test_list_of_mine_holds_those_i_go_on(browser_of, officers, approved):
    VisitFactory(institution__name="别人的")

    assert _names(browser_of(officers[0]).get("/visits/?pick=mine")) == ["青禾培训学校"]


def test_list_of_a_partner_holds_what_its_department_was_asked_for(browser_of, partner, approved):
    asked = VisitFactory(institution__name="联合检查的")
    VisitAssignmentFactory(visit=asked)

    assert _names(browser_of(partner).get("/visits/")) == ["联合检查的"]


def test_list_costs_the_same_for_one_and_for_three(browser_of, head, queries_of, approved):
    browser = browser_of(head)
    for_one = queries_of(browser, "/visits/")
    VisitFactory.create_batch(2)

    assert queries_of(browser, "/visits/") == for_one


@pytest.mark.parametrize("path", ["/visits/", "/visits/plan/"])
def test_administrator_has_no_right_to_visits(browser_of, system_administrator, path):
    answer = browser_of(system_administrator).get(path)

    assert answer.status_code == 403
    assert "not_allowed" in answer.text


def _plan(school, people, **changes):
    sent = {
        "institution": school.pk,
        "planned_on": "2099-03-02",
        "purpose": "routine",
        "officers": [person.pk for person in people],
        "matters": [MatterFactory().pk],
    }
    return {**sent, **changes}


@pytest.fixture
def checklist(school):
    """Any visit brings the checklist of its kind into the county."""
    return VisitFactory(institution=school).checklist


def test_plan_asks_partners_and_waits_for_approval(
    browser_of, inspector, school, officers, checklist, next_working_days
):
    fire = DepartmentFactory(fire=True)

    answer = browser_of(inspector).post(
        "/visits/plan/", _plan(school, officers, partners=[fire.pk])
    )

    visit = Visit.objects.latest("pk")
    assert answer.url == f"/visits/{visit.pk}/"
    assert visit.state == VisitState.PLANNED
    assert [link.assignment.asked_of for link in visit.assignment_links.all()] == [fire]


def test_plan_with_one_officer_is_refused_with_a_sentence_and_keeps_what_was_typed(
    browser_of, inspector, school, officers, checklist, next_working_days
):
    answer = browser_of(inspector).post("/visits/plan/", _plan(school, officers[:1]))

    assert answer.status_code == 200
    assert "只有1名持有效执法证的执法人员" in answer.text
    assert f'value="{officers[0].pk}" checked' in answer.text
    assert Visit.objects.count() == 1


@pytest.fixture
def next_working_days(officers):
    """Certificates that hold on the far day for which these tests plan."""
    for officer in officers:
        officer.certificates.update(valid_until="2099-12-31")


def test_plan_form_is_filled_from_the_address(browser_of, inspector, school):
    path = f"/visits/plan/?institution={school.pk}&purpose=reinspection"

    form = browser_of(inspector).get(path).context["form"]

    assert str(form["institution"].value()) == str(school.pk)
    assert form["purpose"].value() == "reinspection"


def test_page_of_a_visit_shows_answers_and_findings(browser_of, head, school):
    visit = VisitFactory(institution=school, confirmed=True)
    FindingFactory(visit=visit, text="收费标准没有公示")

    answer = browser_of(head).get(f"/visits/{visit.pk}/")

    assert "收费标准没有公示" in answer.text
    assert [step["title"] for step in answer.context["steps"]] == ["安排", "批准", "记录", "确认"]


def test_page_of_another_countys_visit_is_not_found(browser_of, head, next_door):
    with next_door():
        other = VisitFactory()

    assert browser_of(head).get(f"/visits/{other.pk}/").status_code == 404


def test_page_of_a_visit_is_not_found_for_a_partner_who_was_not_asked(
    browser_of, partner, approved
):
    answer = browser_of(partner).get(f"/visits/{approved.pk}/")

    assert answer.status_code == 404
    assert "没有找到这次检查" in answer.text


def test_approve_by_the_section_head(browser_of, head, school):
    visit = VisitFactory(institution=school)

    answer = browser_of(head).post(f"/visits/{visit.pk}/approve/", follow=True)

    assert "已批准" in answer.text
    assert _state(visit) == VisitState.APPROVED


def test_approve_by_an_inspector_is_forbidden(browser_of, inspector, school):
    visit = VisitFactory(institution=school)

    answer = browser_of(inspector).post(f"/visits/{visit.pk}/approve/")

    assert answer.status_code == 403
    assert _state(visit) == VisitState.PLANNED


def test_approve_by_somebody_who_goes_is_refused_on_the_page(browser_of, school, officers):
    head = UserFactory(section_head=True, certificate=True)
    visit = VisitFactory(institution=school, officers=[*officers, head])
    page = f"http://999901.test/visits/{visit.pk}/"

    answer = browser_of(head).post(f"{page}approve/", headers={"Referer": page}, follow=True)

    assert "您参加了或记录了" in answer.text
    assert "own_work" in answer.text
    assert _state(visit) == VisitState.PLANNED


def test_cancel_wants_a_reason_and_takes_back_what_partners_were_asked(
    browser_of, head, approved, officers
):
    link = VisitAssignmentFactory(
        visit=approved, assignment=AssignmentFactory(asked_by=officers[0])
    )
    path = f"/visits/{approved.pk}/cancel/"
    browser = browser_of(head)

    empty = browser.post(path, {"reason": ""})
    answer = browser.post(path, {"reason": "机构当日停课"})

    assert empty.status_code == 200
    assert answer.url == f"/visits/{approved.pk}/"
    link.assignment.refresh_from_db()
    assert (_state(approved), link.assignment.state) == ("cancelled", "withdrawn")


def test_confirm_page_shows_the_record_and_one_button(browser_of, head, school):
    visit = VisitFactory(institution=school, recorded=True)

    answer = browser_of(head).get(f"/visits/{visit.pk}/confirm/")

    assert answer.text.count("确认属实</button>") == 1


def test_confirm_by_another_person(browser_of, head, school):
    visit = VisitFactory(institution=school, recorded=True)

    browser_of(head).post(f"/visits/{visit.pk}/confirm/")

    assert _state(visit) == VisitState.CONFIRMED


def test_confirm_by_an_officer_of_the_visit_is_refused(browser_of, school):
    head = UserFactory(section_head=True, certificate=True)
    visit = VisitFactory(institution=school, recorded=True)
    VisitOfficer.objects.create(
        visit=visit,
        user=head,
        department=head.department,
        role="officer",
        certificate_no=head.certificates.get().number,
    )

    answer = browser_of(head).post(f"/visits/{visit.pk}/confirm/")

    assert answer.status_code == 409
    assert _state(visit) == VisitState.RECORDED


def test_void_keeps_the_reason(browser_of, head, school):
    visit = VisitFactory(institution=school, recorded=True)

    browser_of(head).post(f"/visits/{visit.pk}/void/", {"reason": "地点记错"})

    visit.refresh_from_db()
    assert (visit.state, visit.cancel_reason) == (VisitState.CANCELLED, "地点记错")


@pytest.fixture
def routed(school):
    """A finding that is the fire brigade's, and the rules by which days are counted."""
    load_catalogue(at=NOON)
    seed_parameters({}, at=NOON)
    DepartmentFactory(fire=True)
    visit = VisitFactory(institution=school, confirmed=True)
    return FindingFactory(visit=visit, routed_one=True)


def test_route_hands_the_finding_to_its_department(browser_of, inspector, routed):
    fire = DepartmentFactory(fire=True)
    path = f"/visits/findings/{routed.pk}/route/"
    browser = browser_of(inspector)

    form = browser.get(path).context["form"]
    assert [form[name].value() for name in form.fields] == [fire.pk, 7, "working_day"]
    browser.post(path, {"department": fire.pk, "count": 5, "unit": "calendar_day"})

    asked = routed.assignment_links.get().assignment
    assert (asked.asked_of, asked.deadline.length) == (fire, "5日")
    assert (asked.deadline.owner, asked.due_on) == (inspector, asked.deadline.due_on)


def test_route_without_a_number_of_days_hands_nothing_over(browser_of, inspector, routed):
    fire = DepartmentFactory(fire=True)
    typed = {"department": fire.pk, "count": 0, "unit": "working_day"}

    answer = browser_of(inspector).post(f"/visits/findings/{routed.pk}/route/", typed)

    assert answer.context["form"].has_error("count")
    assert not routed.assignment_links.exists()


def test_route_of_an_unknown_finding_is_not_found(browser_of, inspector):
    assert browser_of(inspector).get("/visits/findings/999/route/").status_code == 404


def test_buttons_follow_state_and_person(browser_of, head, officers, approved):
    def labels(user):
        page = browser_of(user).get(f"/visits/{approved.pk}/")
        return [button.label for button in page.context["buttons"]]

    assert labels(officers[0]) == ["记录检查", "更换人员", "取消检查"]
    assert labels(head) == ["更换人员", "取消检查"]


def test_institution_of_a_visit_is_no_link_for_a_partner(browser_of, partner):
    visit = VisitFactory(institution=InstitutionFactory(name="小螺号辅导班"))
    VisitAssignmentFactory(visit=visit)

    answer = browser_of(partner).get(f"/visits/{visit.pk}/")

    assert "小螺号辅导班" in answer.text
    assert f"/institutions/{visit.institution_id}/" not in answer.text

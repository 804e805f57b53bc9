"""Matters, other departments' visits, planning and arranging through the browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from common.clock import localdate
from draws.models import Matter, OtherVisit, PlanPaper, VisitPlan
from inspections.models import Visit
from policies.services import seed_parameters
from tests.factories import package_law
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.draws import (
    DrawFactory,
    DrawnVisitFactory,
    DrawSeatFactory,
    MatterFactory,
    PlanPaperFactory,
    VisitPlanFactory,
)
from tests.factories.inspections import ChecklistFactory
from tests.factories.institutions import InstitutionFactory
from tests.times import NOON


@pytest.fixture
def head(county):
    seed_parameters({"organ.name": "桤木县教育局"}, at=NOON)
    package_law.calendar()
    ChecklistFactory()
    return UserFactory(section_head=True, full_name="陈股长")


def _soon():
    return localdate(timezone.now()) + timedelta(days=3)


def _sent(school, matter, **changes):
    people = UserFactory.create_batch(2, inspector=True, certificate__valid_until="2199-12-31")
    return {
        "institution": school.pk,
        "planned_on": _soon(),
        "purpose": "routine",
        "matters": [matter.pk],
        "officers": [one.pk for one in people],
    } | changes


def test_planned_twice_is_refused_and_merged_when_wished(browser_of, head):
    school, matter, browser = InstitutionFactory(), MatterFactory(), browser_of(head)
    browser.post("/visits/plan/", _sent(school, matter, cause="年度计划"))

    refused = browser.post("/visits/plan/", _sent(school, matter, purpose="annual"))
    merged = browser.post(
        "/visits/plan/", _sent(school, matter, purpose="annual", cause="年检", merges="on")
    )

    visit = Visit.objects.get()
    assert "请并入该次检查" in refused.text
    assert merged.url == f"/visits/{visit.pk}/"
    page = browser.get(merged.url).text
    assert "年度计划" in page
    assert "年检" in page


def test_plan_without_matter_is_not_sent(browser_of, head):
    browser = browser_of(head)

    answer = browser.post("/visits/plan/", _sent(InstitutionFactory(), MatterFactory(), matters=[]))

    assert answer.status_code == 200
    assert Visit.objects.count() == 0


def test_approval_by_the_page_makes_the_papers(browser_of, head, commits):
    browser_of(head).post("/visits/plan/", _sent(InstitutionFactory(), MatterFactory()))
    plan = VisitPlan.objects.get()
    boss = browser_of(UserFactory(bureau_head=True))

    with commits():
        boss.post(f"/visits/{plan.visit_id}/approve/")
    paper = PlanPaper.objects.get(form="notice")
    pdf = boss.get(f"/draws/papers/{paper.pk}/")

    assert pdf["Content-Type"] == "application/pdf"
    assert paper.number in boss.get(f"/visits/{plan.visit_id}/").text


def test_paper_of_a_visit_one_may_not_see_is_not_found(browser_of, county):
    paper = PlanPaperFactory(plan=VisitPlanFactory())

    answer = browser_of(UserFactory(partner_officer=True)).get(f"/draws/papers/{paper.pk}/")

    assert answer.status_code == 404


def test_matter_is_entered_and_ended(browser_of, head):
    browser = browser_of(head)
    sent = {
        "code": "JC01",
        "title": "收费公示",
        "basis": "《民办教育促进法》第三十八条",
        "kinds": ["subject"],
        "classes": ["daily"],
        "published_on": "2021-03-01",
        "source": "县政府网站",
    }

    browser.post("/draws/matters/", sent)
    browser.post(f"/draws/matters/{Matter.objects.get().pk}/end/")

    assert Matter.objects.get().ended_on == localdate(timezone.now())
    assert "已停止" in browser.get("/draws/matters/").text


def test_other_departments_visit_is_noted_once(browser_of, head):
    browser, school, fire = browser_of(head), InstitutionFactory(), DepartmentFactory(fire=True)
    sent = {"institution": school.pk, "department": fire.pk, "visited_on": "2021-10-10"}
    sent["source"] = "消防抄送"

    browser.post("/draws/other-visits/", sent)
    again = browser.post("/draws/other-visits/", sent)

    assert OtherVisit.objects.count() == 1
    assert "已经登记" in again.text


def test_arrange_page_plans_what_was_drawn(browser_of, head):
    draw = DrawFactory(drawn=True, wanted=1, visits_from=_soon(), visits_until=_soon())
    row = DrawnVisitFactory(draw=draw)
    for person in UserFactory.create_batch(
        2, inspector=True, certificate__valid_until="2199-12-31"
    ):
        DrawSeatFactory(drawn_visit=row, officer=person)
    matter = MatterFactory()

    answer = browser_of(head).post(f"/draws/{draw.pk}/arrange/", {"matters": [matter.pk]})

    assert answer.url == f"/draws/{draw.pk}/"
    assert Visit.objects.get().institution == row.institution

"""Visits are planned for published matters, within the yearly cap, once per period."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.models import AuditEvent
from common.errors import NotAllowed, Refusal
from documents.rendering import text_of
from draws import errors
from draws.counting import visits_in_year
from draws.models import DrawnVisit, PlanPaper, VisitPlan
from draws.queries import frozen_list
from draws.services import (
    PlanWish,
    approve_inspection,
    arrange_visits,
    end_matter,
    merge_into,
    note_other_visit,
    plan_inspection,
    publish_matter,
)
from inspections.models import Visit
from inspections.states import VisitState
from policies.services import set_parameter
from tests.draws.conftest import drawn, frozen
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.draws import MatterFactory, OtherVisitFactory
from tests.factories.inspections import ChecklistFactory, VisitFactory
from tests.factories.institutions import InstitutionFactory
from tests.times import DAY, NOON

SOON = DAY + timedelta(days=2)


@pytest.fixture
def school(people):
    ChecklistFactory()
    return InstitutionFactory(name="青禾培训学校", site=True)


@pytest.fixture
def matter(county):
    return MatterFactory(title="办学许可和收费公示")


def _plan(people, school, matter, on=SOON, partners=(), **changes) -> VisitPlan:
    wish = {"purpose": "routine", "matter_ids": [matter.pk]} | changes
    return plan_inspection(
        school.pk,
        PlanWish(**wish),
        planned_on=on,
        officer_ids=[one.pk for one in people.officers[:2]],
        partner_departments=partners,
        by=people.head,
        at=NOON,
    )


def _cap(value, key="visit.year_cap"):
    admin = UserFactory(system_administrator=True)
    source = "县教〔2021〕9号"
    set_parameter(key, value, valid_from=DAY + timedelta(days=1), source=source, by=admin, at=NOON)


def test_plan_inspection_keeps_class_matters_cause_and_count(people, school, matter):
    plan = _plan(people, school, matter, cause="2021年检查计划")

    assert (plan.visit.state, plan.visit_class) == (VisitState.PLANNED, "daily")
    assert list(plan.matters.all()) == [matter]
    assert [cause.text for cause in plan.causes.all()] == ["2021年检查计划"]
    assert (plan.counted_before, plan.cap, plan.is_over_cap) == (0, 4, False)
    assert AuditEvent.objects.get(kind="visit.cause").facts["matters"] == [matter.code]


@pytest.mark.parametrize(
    "changes",
    [
        {"kinds": ["childcare"]},
        {"classes": ["case"]},
        {"published_on": SOON + timedelta(days=1)},
        {"ended_on": SOON},
    ],
)
def test_matter_that_is_not_published_for_this_visit_is_refused(people, school, changes):
    matter = MatterFactory(**changes)

    with pytest.raises(errors.MatterNotPublished, match=matter.title):
        _plan(people, school, matter)

    assert Visit.objects.count() == 0


def test_plan_without_any_matter_is_refused(people, school, matter):
    with pytest.raises(errors.MatterMissing):
        _plan(people, school, matter, matter_ids=[])


def test_visits_of_all_departments_count_and_complaints_do_not(people, school):
    VisitFactory(institution=school, planned_on=DAY, confirmed=True)
    VisitFactory(institution=school, planned_on=DAY, purpose="complaint")
    VisitFactory(institution=school, planned_on=DAY - timedelta(days=365))
    OtherVisitFactory(institution=school, visited_on=DAY)

    assert visits_in_year([school.pk], DAY.year)[school.pk] == 2


def test_cap_is_told_before_it_is_passed_and_passed_with_a_reason_only(people, school, matter):
    _cap(1)
    OtherVisitFactory(institution=school, visited_on=DAY)

    with pytest.raises(errors.CapReached, match="已有1次检查（含其他部门），年度上限1次"):
        _plan(people, school, matter)
    plan = _plan(people, school, matter, over_cap_reason="上级部署安全检查")

    assert plan.is_over_cap
    assert VisitPlan.objects.count() == 1


def test_complaint_is_not_held_back_by_cap_nor_by_another_visit(people, school):
    _cap(1)
    matter = MatterFactory(classes=["daily", "case"])
    _plan(people, school, matter)

    plan = _plan(people, school, matter, purpose="complaint")

    assert (plan.visit_class, plan.is_over_cap) == ("case", False)


def test_due_twice_in_a_period_is_refused_and_merged_into_one_joint_visit(people, school, matter):
    first = _plan(people, school, matter)
    other = MatterFactory(classes=["special"], title="消防通道")
    fire = DepartmentFactory(fire=True)
    with pytest.raises(errors.DueTwice, match="并入该次检查"):
        _plan(people, school, other, on=SOON + timedelta(days=10), purpose="unannounced")

    wish = PlanWish(purpose="unannounced", matter_ids=[other.pk], cause="消防专项")
    merged = merge_into(first.visit_id, wish, partner_departments=[fire], by=people.head, at=NOON)

    assert Visit.objects.count() == 1
    assert merged.visit.is_joint
    assert {one.title for one in merged.matters.all()} == {matter.title, other.title}
    assert [cause.visit_class for cause in merged.causes.all()] == ["daily", "special"]


def test_a_visit_far_enough_away_is_planned_for_itself(people, school, matter):
    _plan(people, school, matter)
    _plan(people, school, matter, on=SOON + timedelta(days=16))

    assert VisitPlan.objects.count() == 2


def test_merging_into_an_approved_visit_has_it_approved_again(people, school, matter, commits):
    plan = _plan(people, school, matter)
    approve_inspection(plan.visit_id, by=people.boss, at=NOON)

    wish = PlanWish(purpose="routine", matter_ids=[matter.pk], cause="年检")
    merge_into(plan.visit_id, wish, by=people.head, at=NOON)
    again = Visit.objects.get()
    approve_inspection(plan.visit_id, by=people.boss, at=NOON)

    assert (again.state, again.approved_at) == (VisitState.PLANNED, None)
    assert [paper.serial for paper in PlanPaper.objects.filter(form="approval")] == [2, 1]


def test_merging_into_a_visit_that_is_over_is_refused(people, school, matter):
    visit = VisitFactory(institution=school, confirmed=True)
    wish = PlanWish(purpose="routine", matter_ids=[matter.pk])

    with pytest.raises(errors.NothingToMergeInto):
        merge_into(visit.pk, wish, by=people.head, at=NOON)
    with pytest.raises(NotAllowed):
        merge_into(visit.pk, wish, by=people.clerk, at=NOON)


def test_unannounced_needs_the_countys_leave_and_a_reason(people, school):
    matter = MatterFactory(classes=["daily", "special"])
    with pytest.raises(errors.MustBeAnnounced):
        _plan(people, school, matter, is_announced=False, unannounced_reason="防止停课")
    with pytest.raises(errors.UnannouncedWithoutReason):
        _plan(people, school, matter, purpose="unannounced", is_announced=False)

    plan = _plan(
        people,
        school,
        matter,
        purpose="unannounced",
        is_announced=False,
        unannounced_reason="防停课",
    )

    assert plan.unannounced_reason == "防停课"


def test_approval_freezes_numbers_and_prints_both_papers(people, school, matter, commits):
    plan = _plan(people, school, matter, partners=[DepartmentFactory(fire=True)])

    with commits():
        approve_inspection(plan.visit_id, by=people.boss, at=NOON)

    approval, notice = plan.papers.order_by("form")
    words = "".join(text_of(approval.document.content).split())
    told = "".join(text_of(notice.document.content).split())
    assert approval.number == "县教检审字〔2021〕1号"
    for said in ("青禾培训学校", "办学许可和收费公示", "日常检查", "孙局长", "县消防大队"):
        assert said in words
    for said in ("行政检查通知书", "县教检通字〔2021〕1号", "出示执法证件", "申请回避"):
        assert said in told
    assert people.officers[0].certificates.get().number in told


def test_arrange_visits_plans_merges_and_says_what_it_cannot(people, pool, matter):
    ChecklistFactory()
    draw = drawn(people)
    rows = list(DrawnVisit.objects.filter(draw=draw))
    waiting = _plan(people, rows[0].institution, matter, on=draw.visits_from)
    _cap(1)
    OtherVisitFactory(institution=rows[1].institution, visited_on=DAY)
    wanted = {"matter_ids": [matter.pk], "by": people.head, "at": NOON}

    done, refused = arrange_visits(draw.pk, **wanted)
    again, _ = arrange_visits(draw.pk, **wanted)

    assert (done, again) == (3, 0)
    assert list(refused) == [rows[1].institution.name]
    assert waiting.causes.count() == 2
    planned = Visit.objects.filter(purpose="random")
    assert {visit.institution for visit in planned} == {row.institution for row in rows[2:]}
    crew = {one.user_id for one in planned.get(institution=rows[2].institution).officers.all()}
    assert crew == {one.pk for one in rows[2].crew}


def test_frozen_list_leaves_out_who_reached_the_cap_and_says_so(people, pool):
    _cap(1)
    OtherVisitFactory(institution=pool[0], visited_on=DAY)

    listed = frozen_list(frozen(people))

    assert [one["key"] for one in listed["left_out"]] == [pool[0].pk]
    assert len(listed["institutions"]) == 11


def test_matters_and_other_visits_wrongly_entered_are_refused(people, school, matter):
    facts = {"title": "收费", "basis": "《条例》", "kinds": ["subject"], "classes": ["daily"]}
    facts |= {"source": "县政府网站", "published_on": DAY, "by": people.head, "at": NOON}
    fire = DepartmentFactory(fire=True)
    seen = {"department": fire, "source": "消防抄送", "by": people.head, "at": NOON}
    OtherVisitFactory(institution=school, department=fire, visited_on=DAY)
    tries = (
        (errors.MatterExists, lambda: publish_matter(code=matter.code, **facts)),
        (Refusal, lambda: publish_matter(code="X1", **facts | {"classes": []})),
        (NotAllowed, lambda: publish_matter(code="X1", **facts | {"by": people.clerk})),
        (
            errors.MatterPeriodWrong,
            lambda: end_matter(
                matter.pk, ended_on=matter.published_on - timedelta(1), by=people.head, at=NOON
            ),
        ),
        (errors.OtherVisitExists, lambda: note_other_visit(school.pk, visited_on=DAY, **seen)),
        (errors.OtherVisitInFuture, lambda: note_other_visit(school.pk, visited_on=SOON, **seen)),
    )

    for refusal, act in tries:
        with pytest.raises(refusal):
            act()

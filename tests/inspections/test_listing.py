"""Listed follow-up: owner, deadline, leader, and who may say that it is done."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from audit.models import AuditEvent
from common.clock import at_noon
from common.errors import NotAllowed, NotFound, WrongState
from inspections import errors, services
from inspections.models import ListedProblem
from inspections.queries import listed_for
from inspections.states import ListedState
from tests.factories.accounts import UserFactory
from tests.factories.inspections import CampaignTargetFactory, ListedProblemFactory
from tests.times import DAY, NOON

DUE = date(2021, 11, 20)


@pytest.fixture
def owner(county):
    return UserFactory(inspector=True, full_name="王责任")


@pytest.fixture
def leader(county):
    return UserFactory(bureau_head=True, full_name="吴督战")


@pytest.fixture
def target(county):
    return CampaignTargetFactory()


@pytest.fixture
def put(target, owner, leader, head):
    """``put(problem=…)`` lists one."""

    def listed(**changes) -> ListedProblem:
        facts = {"problem": "消防通道被占用", "due_on": DUE, "by": head, "at": NOON}
        people = {"owner_id": owner.pk, "leader_id": leader.pk}
        return services.list_problem(target.pk, **{**facts, **people, **changes})

    return listed


def test_a_problem_is_listed_with_number_owner_leader_and_deadline(put, owner, leader):
    first, second = put(), put(problem="超范围办学")

    assert (first.no, second.no) == (1, 2)
    assert (first.owner, first.leader, first.department) == (owner, leader, owner.department)
    assert AuditEvent.objects.filter(kind="listed_problem.list").count() == 2


def test_the_same_problem_is_not_listed_twice_while_it_is_open(put, leader):
    listed = put()

    with pytest.raises(errors.ListedAlready, match="1号"):
        put(problem=" 消防通道被占用 ")
    services.strike_off(listed.pk, result="已清理", by=leader, at=NOON)
    assert put().no == 2


def test_nobody_watches_over_their_own_problem(put, owner):
    with pytest.raises(errors.WatchesOverSelf, match="王责任"):
        put(leader_id=owner.pk)
    assert not ListedProblem.objects.exists()


def test_the_database_knows_it_too(county):
    listed = ListedProblemFactory()

    with pytest.raises(IntegrityError, match="owner_is_not_its_leader"), transaction.atomic():
        ListedProblem.objects.filter(pk=listed.pk).update(leader=listed.owner)


def test_a_deadline_that_has_passed_an_unknown_person_and_an_inspector_are_refused(put, owner):
    with pytest.raises(errors.DeadlinePast, match="2021年11月9日"):
        put(due_on=DAY - timedelta(days=1))
    with pytest.raises(NotFound):
        put(owner_id=999_999)
    with pytest.raises(NotAllowed):
        put(by=owner)


def test_progress_is_noted_by_those_concerned_and_a_second_click_is_once(put, owner, leader):
    listed = put()

    for by in (owner, owner, leader):
        services.note_progress(listed.pk, text="已约谈负责人", by=by, at=NOON)

    assert [row.noted_by for row in listed.progress.all()] == [owner, leader]
    with pytest.raises(NotAllowed):
        services.note_progress(listed.pk, text="x", by=UserFactory(inspector=True), at=NOON)


def test_a_moved_deadline_keeps_the_old_one_and_the_reason_in_history(put, head):
    listed = services.move_deadline(
        put().pk, due_on=date(2021, 11, 25), reason="施工未完", by=head, at=NOON
    )

    assert listed.due_on == date(2021, 11, 25)
    facts = AuditEvent.objects.get(kind="listed_problem.move_deadline").facts
    assert (facts["reason"], facts["days"]["due_before"]) == ("施工未完", "2021-11-20")


@pytest.mark.parametrize("verb", [services.strike_off, services.take_down])
def test_an_end_says_on_what_grounds_and_is_one(put, head, verb):
    listed = put()
    with pytest.raises(errors.ReasonMissing):
        verb(listed.pk, result=" ", by=head, at=NOON)

    verb(listed.pk, result="现场核实", by=head, at=NOON)

    listed.refresh_from_db()
    assert (listed.result, listed.ended_by) == ("现场核实", head)
    with pytest.raises(WrongState):
        verb(listed.pk, result="现场核实", by=head, at=NOON)


def test_the_owner_never_strikes_off_and_the_leader_does(put, owner, leader):
    listed = put()

    with pytest.raises(errors.WatchesOverSelf):
        services.strike_off(listed.pk, result="已改", by=owner, at=NOON)
    assert (
        services.strike_off(listed.pk, result="已改", by=leader, at=NOON).state
        == ListedState.STRUCK_OFF
    )


def test_an_ended_problem_takes_no_progress_and_no_deadline(put, leader, head):
    listed = put()
    services.strike_off(listed.pk, result="已改", by=leader, at=NOON)

    with pytest.raises(WrongState):
        services.note_progress(listed.pk, text="补充", by=leader, at=NOON)
    with pytest.raises(WrongState):
        services.move_deadline(listed.pk, due_on=DUE, reason="x", by=head, at=NOON)


def test_overdue_follows_from_the_day_and_the_last_day_is_in_time(put):
    listed = put()

    assert not ListedProblem.objects.overdue(DUE).exists()
    assert ListedProblem.objects.overdue(DUE + timedelta(days=1)).get() == listed


def test_a_partner_sees_what_its_department_owns_and_nothing_else(put, fire):
    partner = UserFactory(partner_officer=True)
    put()
    theirs = put(problem="安全出口上锁", owner_id=partner.pk, at=at_noon(DAY))

    assert list(listed_for(partner)) == [theirs]

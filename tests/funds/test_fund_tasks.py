"""Alerts and findings go to the department that supervises, once, with a due date."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import DepartmentKind
from assignments.models import Assignment
from assignments.services import answer
from assignments.states import AssignmentKind
from common.errors import NotAllowed, NotFound
from funds.errors import TaskKnown
from funds.models import Alert, FundFinding, FundTask
from funds.services import ask_about_alert, ask_about_finding, hand_out, watch_account
from funds.tasks import book_waiting, examine_accounts
from funds.tasks import hand_out as hand_out_task
from policies.services import seed_parameters
from tests.factories import funds
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(county, law):
    seed_parameters({}, at=NOON)
    return funds.supervisor()


@pytest.fixture
def account(clerk):
    """One alert, one finding."""
    held = funds.account(clerk, own_minimum_fen=100)
    watch_account(held.pk, day=DAY, at=NOON)
    funds.contract(held, clerk, lessons=61)
    return held


def test_everything_open_is_handed_out_once(account, clerk):
    assert (hand_out(at=NOON), hand_out(at=NOON)) == (2, 0)

    (first, second) = Assignment.objects.order_by("pk")
    assert (first.asked_of, first.kind, first.asker) == (
        clerk.department,
        AssignmentKind.FUND,
        "系统",
    )
    assert first.title == f"{account.institution.name}：低于最低余额"
    assert second.text.startswith("一次性收取61课时的费用，超过上限60课时。\n依据：教监管函")
    assert (first.due_on, second.due_on) == (date(2021, 11, 12), date(2021, 11, 12))


def test_it_goes_to_the_department_that_supervises(account):
    culture = DepartmentFactory(code="culture", name="县文旅局", kind=DepartmentKind.CULTURE)
    account.institution.supervisor = DepartmentKind.CULTURE
    account.institution.save(update_fields=["supervisor"])

    hand_out(at=NOON)

    assert set(Assignment.objects.values_list("asked_of", flat=True)) == {culture.pk}


def test_a_person_asks_a_department_and_not_twice_before_it_answers(account, clerk):
    market, found = DepartmentFactory(market=True), FundFinding.objects.get()
    task = ask_about_finding(found.pk, market.pk, by=clerk, at=NOON)

    with pytest.raises(TaskKnown):
        ask_about_finding(found.pk, market.pk, by=clerk, at=NOON)
    officer = UserFactory(partner_officer=True, department=market)
    answer(task.assignment_id, text="已核实", outcome="handled", by=officer, at=NOON)
    ask_about_finding(found.pk, market.pk, by=clerk, at=NOON)

    assert FundTask.objects.count() == 2


def test_an_alert_is_asked_about_only_by_those_who_may(account, clerk):
    alert = Alert.objects.get()
    with pytest.raises(NotAllowed):
        ask_about_alert(alert.pk, clerk.department_id, by=UserFactory(inspector=True), at=NOON)
    with pytest.raises(NotFound):
        ask_about_alert(alert.pk, 0, by=clerk, at=NOON)
    with pytest.raises(NotFound):
        ask_about_alert(0, clerk.department_id, by=clerk, at=NOON)

    assert not Assignment.objects.exists()
    assert ask_about_alert(alert.pk, clerk.department_id, by=clerk, at=NOON).alert == alert


def test_the_nightly_work_twice_is_once(account):
    for _ in range(2):
        book_waiting()
        examine_accounts()
        hand_out_task()

    assert (FundFinding.objects.count(), FundTask.objects.count()) == (1, 2)

"""From the clue to the filed case."""

import pytest

from cases.states import CaseState
from tests.factories import cases as scenes
from tests.factories.cases import People
from tests.times import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(county):
    return People()


def test_a_filed_case_has_number_steps_and_opinions(people, check_now):
    case = scenes.filed(people)
    check_now()

    assert (case.state, case.number, case.filed_on) == (
        CaseState.INVESTIGATING,
        "县教立字〔2021〕1号",
        DAY,
    )
    assert [step.action for step in case.steps.all()] == [
        *("register", "join", "join", "check", "file")
    ]
    assert [one.level for one in case.opinions.all()] == ["officer", "section", "head"]
    assert case.steps.last().step_officers.count() == 2

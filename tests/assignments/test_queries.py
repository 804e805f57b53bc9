from datetime import timedelta

import pytest

from assignments.queries import open_for, overdue, visible_to
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.assignments import AssignmentFactory
from tests.times import DAY

pytestmark = pytest.mark.usefixtures("county")


def test_open_for_a_department_shows_its_open_ones_by_due_day():
    fire = DepartmentFactory(fire=True)
    undated = AssignmentFactory()
    later = AssignmentFactory(due_on=DAY + timedelta(days=2))
    sooner = AssignmentFactory(due_on=DAY, accepted=True)
    AssignmentFactory(answered=True)
    AssignmentFactory(declined=True)
    AssignmentFactory(asked_of=DepartmentFactory(market=True))

    assert list(open_for(fire)) == [sooner, later, undated]


def test_visible_to_a_partner_is_what_its_department_was_asked():
    officer = UserFactory(partner_officer=True)
    own = AssignmentFactory()
    AssignmentFactory(asked_of=DepartmentFactory(market=True))

    assert list(visible_to(officer)) == [own]


def test_visible_to_an_inspector_is_what_the_department_asked_or_was_asked():
    inspector = UserFactory(inspector=True)
    asked = AssignmentFactory()
    fire = UserFactory(partner_officer=True)
    was_asked = AssignmentFactory(asked_by=fire, asked_of=inspector.department)
    AssignmentFactory(asked_by=fire, asked_of=DepartmentFactory(market=True))

    assert set(visible_to(inspector)) == {asked, was_asked}


@pytest.mark.parametrize("fields", [{}, {"system_administrator": True}, {"department": None}])
def test_visible_to_others_is_nothing(fields):
    AssignmentFactory()

    assert not visible_to(UserFactory(**fields)).exists()


def test_overdue_begins_the_day_after_the_due_day():
    late = AssignmentFactory(due_on=DAY)
    AssignmentFactory(due_on=DAY, answered=True)

    assert not overdue(DAY).exists()
    assert list(overdue(DAY + timedelta(days=1))) == [late]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_one_query_however_long(rows, django_assert_num_queries):
    AssignmentFactory.create_batch(rows, accepted=True)
    fire = DepartmentFactory(fire=True)

    with django_assert_num_queries(1):
        shown = [(row.asked_of.name, row.asked_by.full_name, row.accepted_by.full_name)
                 for row in open_for(fire)]  # fmt: skip

    assert len(shown) == rows


def test_the_neighbour_county_sees_nothing(next_door):
    AssignmentFactory()

    with next_door():
        assert not open_for(DepartmentFactory(fire=True)).exists()
        assert not visible_to(UserFactory(inspector=True)).exists()

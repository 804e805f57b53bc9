import pytest

from assignments.models import Assignment
from assignments.tasks import fill_initials
from tests.factories.assignments import AssignmentFactory

pytestmark = pytest.mark.usefixtures("county")


def test_initials_are_filled_in_once():
    asked = AssignmentFactory(title="联合检查春芽托管中心")
    Assignment.objects.update(initials=None)

    fill_initials()
    fill_initials()

    assert list(Assignment.objects.holding("检查 cytg")) == [asked]
    assert not Assignment.objects.holding("检查 青禾").exists()

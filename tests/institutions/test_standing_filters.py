"""The list of institutions is narrowed by list, credit grade and what the rules say, each today."""

from __future__ import annotations

from datetime import date

import pytest

from common.errors import BadInput
from common.filters import Asker
from institutions.filters import InstitutionFilters
from institutions.models import Institution
from tests.factories.institutions import (
    CreditGradeFactory,
    InstitutionFactory,
    ListEntryFactory,
)
from tests.times import DAY

pytestmark = pytest.mark.usefixtures("county")
ASKER = Asker(None, DAY)
OVER = date(2021, 9, 2)


def shown(**given: str) -> set[str]:
    found = InstitutionFilters(given, asker=ASKER).narrow(Institution.objects.all())
    return set(found.values_list("name", flat=True))


@pytest.fixture
def listed():
    for kind in ("white", "key_supervision", "black"):
        ListEntryFactory(institution__name=kind, kind=kind)
    ListEntryFactory(institution__name="was", kind="black", valid_until=OVER)
    InstitutionFactory(name="never")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("white", {"white"}),
        ("key_supervision", {"key_supervision"}),
        ("black", {"black"}),
        ("none", {"was", "never"}),
    ],
)
def test_by_the_list_on_which_it_stands_today(listed, wanted, found):
    assert shown(list=wanted) == found


def test_by_the_grade_of_today():
    CreditGradeFactory(institution__name="甲", grade="A")
    CreditGradeFactory(institution__name="乙", grade="B")
    CreditGradeFactory(institution__name="旧", grade="A", valid_until=OVER)

    assert shown(grade="A") == {"甲"}
    assert InstitutionFilters.filters[5].values(ASKER) == [("A", "A"), ("B", "B")]


def test_a_grade_that_nobody_has_is_refused():
    CreditGradeFactory(grade="B")

    with pytest.raises(BadInput, match="“信用等级”没有“A”这个选项"):
        shown(grade="A")


def test_by_what_the_rules_say():
    InstitutionFactory(name="开办")  # its staff and rooms are not registered
    InstitutionFactory(name="停办", stopped=True)

    assert shown(remarks="yes") == {"开办"}
    assert shown(remarks="no") == {"停办"}


def test_several_are_joined_by_and(listed):
    assert shown(list="white", remarks="yes", kind="subject") == {"white"}
    assert shown(list="white", kind="childcare") == set()

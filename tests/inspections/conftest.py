"""The scene of most tests here: a surveyed institution, two inspectors, the real checklists."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from inspections.services import VisitRecord, load_checklists
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.policies import RoutedMatterFactory, ViolationFactory
from tests.times import NOON

REQUEST = UUID("00000000-0000-4000-8000-000000000001")
STARTS, ENDS = NOON - timedelta(hours=2), NOON - timedelta(hours=1)


@pytest.fixture
def checklists(county):
    return {checklist.kind: checklist for checklist in load_checklists(at=NOON)}


@pytest.fixture
def institution(county):
    return InstitutionFactory(name="青禾培训学校", site=True)


@pytest.fixture
def pair(county):
    """Two inspectors of education with certificates; the first one leads and records."""
    return [
        UserFactory(inspector=True, full_name=name, certificate__number=number)
        for name, number in (("王小明", "HN001"), ("李小红", "HN002"))
    ]


@pytest.fixture
def head(county):
    return UserFactory(section_head=True, full_name="陈股长")


@pytest.fixture
def fire(county):
    return DepartmentFactory(fire=True)


@pytest.fixture
def catalogue(county):
    """Two rows in force in November 2021 and one of the rule that came in 2023."""
    ViolationFactory(code="V35", title="擅自举办民办学校")
    ViolationFactory(code="V01", title="擅自举办校外培训机构", valid_from="2023-10-15")
    RoutedMatterFactory(code="R14", title="消防安全隐患")


def a_record(**changes) -> VisitRecord:
    """A record of one hour this morning, with what a test says otherwise."""
    return VisitRecord(**{"starts_at": STARTS, "ends_at": ENDS} | changes)

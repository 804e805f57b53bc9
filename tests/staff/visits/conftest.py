"""A visit that may be recorded: two officers, three questions, something to suggest."""

from __future__ import annotations

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.inspections import ChecklistItemFactory, VisitFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.policies import ParameterFactory, RoutedMatterFactory, ViolationFactory

PARAMETERS = {"visit.max_distance_m": 300, "visit.year_cap": 4, "visit.merge_days": 15}


@pytest.fixture
def officers(county):
    """The two who go; the first one records."""
    return [
        UserFactory(inspector=True, full_name=name, certificate=True)
        for name in ("何志远", "盘丽华")
    ]


@pytest.fixture
def head(county):
    return UserFactory(section_head=True, full_name="李敏")


@pytest.fixture
def school(county):
    for key, value in PARAMETERS.items():
        ParameterFactory(key=key, value=value)
    return InstitutionFactory(name="青禾培训学校", principal="王春梅", site=True)


@pytest.fixture
def approved(school, officers):
    """An approved visit with the questions C01 to C03; C01 suggests V90 and R90."""
    ViolationFactory(code="V90", title="未公示办学许可证")
    RoutedMatterFactory(code="R90")
    visit = VisitFactory(institution=school, approved=True, officers=officers)
    for code in ("C01", "C02", "C03"):
        ChecklistItemFactory(
            checklist=visit.checklist, code=code, violation_codes=["V90"], routed_codes=["R90"]
        )
    return visit


@pytest.fixture
def sent(approved):
    """What the form sends when everything is in order."""
    return {
        "request_id": "6f1c2f5e-8a4e-4a53-9a6b-0d7c3e1f2a90",
        "starts_at": "2021-11-10T09:00",
        "ends_at": "2021-11-10T09:45",
        "longitude": "111.6005",
        "latitude": "25.0",
        "place_text": "文化路1号",
        "officers": [officer.user_id for officer in approved.officers.all()],
        "person_present": "王春梅",
        "person_role": "负责人",
        "remark": "",
        "value-C01": "not_ok",
        "note-C01": "许可证未悬挂",
        "finding-C01": "own:V90",
        "value-C02": "ok",
        "value-C03": "not_applicable",
    }

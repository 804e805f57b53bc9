"""The scene of most tests here: the real catalogue of law, a confirmed visit, four people."""

from __future__ import annotations

import pytest

from inspections.models import Visit
from policies.queries import get_violation_on
from policies.services import seed_parameters
from tests.enforcement.scenes import People, found_at, visit_to
from tests.factories import package_law
from tests.factories.accounts import UserFactory
from tests.factories.institutions import InstitutionFactory
from tests.times import DAY, NOON


@pytest.fixture
def law(county):
    """The catalogue, the days of 2021 and the county's parameters, as at a real opening."""
    package_law.catalogue()
    package_law.calendar((2021,))
    contact = {"address": "桤木县文化路1号", "phone": "0746-2320000"}
    seed_parameters({"organ.name": "桤木县教育局", "organ.contact": contact}, at=NOON)


@pytest.fixture
def people(county) -> People:
    """Who drafts, endorses, approves and serves; none of them goes on the visit."""
    return People(
        drafter=UserFactory(inspector=True, full_name="周起草"),
        section_head=UserFactory(section_head=True, full_name="陈股长"),
        bureau_head=UserFactory(bureau_head=True, full_name="吴局长"),
        clerk=UserFactory(registry_clerk=True, full_name="郑登记"),
    )


@pytest.fixture
def school(county):
    """A licensed subject institution with its site."""
    return InstitutionFactory(
        name="青禾培训学校", principal="王春梅", site=True, site__address="城关镇文化路8号"
    )


@pytest.fixture
def black_school(county):
    """A subject institution without a licence."""
    return InstitutionFactory(unlicensed=True, name="启明星补习班", principal="李建国", site=True)


@pytest.fixture
def visit(law, school) -> Visit:
    """A confirmed visit that found a missing staff check (V40) and untrue disclosure (V32)."""
    visit = visit_to(school)
    found_at(visit, get_violation_on("V40", DAY), "三名教学人员入职前未查询违法犯罪记录")
    found_at(visit, get_violation_on("V32", DAY), "收费项目和标准未公示")
    return visit


@pytest.fixture
def black_visit(law, black_school) -> Visit:
    """A confirmed visit that found unlicensed tutoring (V35)."""
    visit = visit_to(black_school)
    found_at(visit, get_violation_on("V35", DAY), "无办学许可证，现场有学生十二名、授课人员二名")
    return visit

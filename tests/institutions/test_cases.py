"""The worked examples BC-02 to BC-04, from the verb or the entry to what the clerk reads."""

from datetime import timedelta
from decimal import Decimal

import pytest
import yaml

from institutions.models import AnnualCheck
from institutions.queries import points_of, remarks_of
from institutions.rules.ratios import has_share, least_staff, most_pupils, share_percent
from institutions.services import note_points, settle_points
from tests.factories.accounts import UserFactory
from tests.factories.institutions import (
    CourseFactory,
    InstitutionFactory,
    StaffFactory,
    VenueFactory,
)
from tests.house.files import ROOT
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("county")
_FILE = ROOT / "tests" / "data" / "registry-cases.yaml"
CASES = {case["id"]: case for case in yaml.safe_load(_FILE.read_text(encoding="utf-8"))["cases"]}
_POINTS = CASES["BC-02"]
STAFF, STAFF_SAYS = CASES["BC-03"]["given"], CASES["BC-03"]["expect"]


@pytest.mark.parametrize(
    ("variant", "expected"),
    list(zip(_POINTS["given"]["variants"], _POINTS["expect"]["results"], strict=True)),
)
def test_bc_02_points_lead_to_a_list_for_so_many_months(variant, expected):
    clerk, shop = UserFactory(registry_clerk=True), InstitutionFactory()
    note_points(shop.pk, delta=variant["delta"], reason="核查", on=DAY, by=clerk, at=NOON)

    entry = settle_points(shop.pk, DAY.year, on=DAY, by=clerk, at=NOON)

    assert points_of(shop, DAY) == expected["points"]
    assert entry.kind == expected["list"]
    months = expected.get("months")
    ends = {None: None, 6: (2022, 5, 9), 12: (2022, 11, 9)}[months]
    assert entry.valid_until == (entry.valid_from.replace(*ends) if ends else None)
    failed = AnnualCheck.objects.filter(year=DAY.year, result="failed").exists()
    assert failed == (expected["list"] == "black")


def test_bc_03_staff_ratios():
    share = share_percent(STAFF["teaching_full_time"], STAFF["staff_total"])
    is_enough = has_share(STAFF["teaching_full_time"], STAFF["staff_total"], Decimal(50))

    assert f"{share}%" == STAFF_SAYS["staff_share"]
    assert is_enough == STAFF_SAYS["staff_share_ok"]
    assert least_staff(STAFF["class_pupils"], Decimal(2)) == STAFF_SAYS["class_min_teachers"]
    preschool = least_staff(STAFF["preschool_children"], Decimal(6))
    assert preschool == STAFF_SAYS["preschool_min_staff"]


def test_bc_03_is_remarked_on_the_institution():
    shop = InstitutionFactory()
    full = STAFF["teaching_full_time"]
    StaffFactory.create_batch(full, institution=shop)
    StaffFactory.create_batch(STAFF["staff_total"] - full, institution=shop, role="other")
    CourseFactory(institution=shop, title="书法", pupils=51, full_time_staff=1)
    CourseFactory(
        institution=shop, title="美术", audience="preschool", pupils=20, full_time_staff=1
    )

    said = {(one.code, one.text) for one in remarks_of(shop, DAY)}

    assert {
        ("S02", "专职教学、教研人员4人，占从业人员9人的44.4%，低于50%。"),
        ("S03", "课程“书法”有学生51人，专职人员1人，按不低于2%至少需要2人。"),
        ("S03", "课程“美术”有学生20人，专职人员1人，按不低于6%至少需要2人。"),
    } <= said


def test_bc_04_venue_capacity():
    given, expected = CASES["BC-04"]["given"], CASES["BC-04"]["expect"]
    area = Decimal(given["training_area_m2"])
    shop = InstitutionFactory(site=True)
    venue = VenueFactory(
        site=shop.current_site, training_area_m2=area, pupils_same_time=given["pupils_same_time"]
    )

    assert most_pupils(area, Decimal(3)) == expected["max_pupils"]
    assert _area_remarks(shop) == [
        "教学（活动）用房200平方米，按生均不少于3平方米最多容纳66人，登记的同一时段学生为67人。"
    ]
    venue.pupils_same_time = expected["max_pupils"]
    venue.save()
    assert _area_remarks(shop) == []


def _area_remarks(shop):
    return [one.text for one in remarks_of(shop, DAY + timedelta(days=1)) if one.code == "V02"]

"""What the county's rules say about what is registered."""

from datetime import date, time, timedelta

import pytest

from institutions.models import Institution
from institutions.queries import impact_of, is_asked_by_rules, remarks_by_institution, remarks_of
from policies.models import Parameter
from tests.factories import institutions as made
from tests.factories.institutions import InstitutionFactory
from tests.times import DAY

pytestmark = pytest.mark.usefixtures("county")


def _said(shop, code, day=DAY):
    return [one.text for one in remarks_of(shop, day) if one.code == code]


def _set(key, value):
    Parameter.objects.create(
        key=key, value=value, valid_from=date(2021, 1, 1), confidence="derived", source="本县"
    )


def test_nothing_registered_is_said_to_be_missing_and_nothing_more():
    shop = InstitutionFactory()

    assert [(one.code, one.weight) for one in remarks_of(shop, DAY)] == [
        ("S01", "gap"),
        ("V01", "gap"),
    ]


def test_an_institution_that_does_not_run_is_asked_nothing():
    assert remarks_of(InstitutionFactory(stopped=True), DAY) == []


@pytest.mark.parametrize(
    ("kind", "certificate", "is_said"),
    [
        ("subject", "teacher", False),
        ("subject", "ability", True),
        ("non_subject", "ability", False),
        ("non_subject", "none", True),
    ],
)
def test_teaching_needs_the_certificate_of_its_kind(kind, certificate, is_said):
    shop = InstitutionFactory(kind=kind)
    made.StaffFactory(institution=shop, certificate_kind=certificate)

    assert bool(_said(shop, "S04")) == is_said


def test_teachers_of_schools_and_people_with_records_are_named():
    shop = InstitutionFactory()
    teacher = made.StaffFactory(institution=shop, name="钱一", is_school_teacher=True)
    made.HiringCheckFactory(member=teacher, result="found")

    assert _said(shop, "S05") == ["钱一登记为在职中小学（幼儿园）教师，不得聘用。"]
    assert _said(shop, "S06") == ["钱一查询到相关违法犯罪记录，不得聘用。"]


@pytest.mark.parametrize(
    ("asked_on", "is_said"), [(date(2021, 9, 1), False), (date(2021, 9, 2), True), (None, True)]
)
def test_police_is_asked_before_the_first_day(asked_on, is_said):
    member = made.StaffFactory(joined_on=date(2021, 9, 1))
    if asked_on:
        made.HiringCheckFactory(member=member, asked_on=asked_on)

    assert bool(_said(member.institution, "S07")) == is_said


@pytest.mark.parametrize(("days", "is_said"), [(0, False), (1, True)])
def test_police_is_asked_again_within_the_year(days, is_said):
    member = made.StaffFactory(joined_on=date(2021, 9, 1))
    made.HiringCheckFactory(member=member, asked_on=date(2021, 8, 30))

    said = _said(member.institution, "S08", date(2022, 8, 30) + timedelta(days=days))

    assert bool(said) == is_said


def test_rooms_are_held_against_area_floor_lease_and_fire_paper():
    _set("venue.floor_max", "3")
    shop = InstitutionFactory(site=True)
    made.VenueFactory(
        site=shop.current_site, floor_to=4, tenure="rented", lease_until=date(2021, 11, 9)
    )

    assert _said(shop, "V04") == ["场地最高在4层，高于3层。"]
    assert _said(shop, "V05") == ["场所租期已于2021年11月9日届满。"]
    assert _said(shop, "V06") == ["没有登记消防手续。"]


def test_courses_are_held_against_hours_days_and_scope():
    shop = InstitutionFactory(kind="non_subject")
    late = {"ends_at": time(20, 31), "weekdays": [6], "family": "subject", "title": "数学"}
    made.CourseFactory(institution=shop, **late)
    made.CourseFactory(institution=shop, ends_at=time(20, 30), mode="offline", weekdays=[6])
    made.CourseFactory(institution=shop, ends_at=time(20, 50), mode="online", lesson_minutes=31)

    assert _said(shop, "C01") == ["课程“数学”下课时间20:31，晚于20:30。"]
    assert len(_said(shop, "C02")) == 1
    assert _said(shop, "C03") == ["课程“数学”为学科类，安排在休息日（周六）上课。"]
    assert _said(shop, "C04") == ["课程“数学”为学科类，超出非学科类机构的培训范围。"]


def test_material_price_and_licence():
    shop = InstitutionFactory(licence_until=DAY + timedelta(days=30))
    made.MaterialFactory(institution=shop, title="讲义", reviewed_inside_on=DAY)
    made.PriceFactory(institution=shop, item="数学班", amount_fen=6001, guide_fen=6000)

    assert _said(shop, "M01") == ["培训材料《讲义》没有登记外部审核、备案。"]
    assert _said(shop, "P01") == [
        "收费标准“数学班”（每课时）为60.01元，高于政府指导价上限60.00元。"
    ]
    assert _said(shop, "L01")
    assert _said(shop, "L01", DAY + timedelta(days=31)) == ["办学许可证已于2021年12月10日期满。"]


def test_childcare_is_asked_only_what_the_county_rules():
    home = InstitutionFactory(childcare=True, site=True)
    made.VenueFactory(site=home.current_site, total_area_m2=70, fire_paper="commitment", floor_to=4)
    made.CareFactory(institution=home, video_days=30, beds=9, beds_in_largest_room=9)
    made.StaffFactory(institution=home, joined_on=date(2021, 9, 1))

    def codes():
        return {one.code for one in remarks_of(home, DAY)} - {"S07"}

    assert codes() == set()
    _set("care.area_total_min", "80")
    _set("care.video_days_min", "90")
    _set("care.nap_beds_max", "8")
    _set("care.floor_max", "5")
    _set("care.floor_max_under_14", "3")
    assert codes() == {"K03", "K05", "K06", "K07"}


def test_childcare_kitchen_and_registration():
    home = InstitutionFactory(childcare=True, state="registered", register_kind="business")
    made.CareFactory(institution=home, meals="cooked", pupils=4, keeps_samples=True)
    made.StaffFactory(institution=home, role="kitchen", name="孙师傅")
    made.CourseFactory(institution=home, title="作文")

    assert _said(home, "K08") == ["自办食堂，没有登记食品经营许可证。"]
    assert _said(home, "S09") == ["孙师傅从事食品加工，没有有效的健康证明。"]
    assert _said(home, "K09") == ["托管机构登记有课程“作文”，不得开展培训。"]


def test_one_institution_costs_few_statements(django_assert_max_num_queries):
    shop = InstitutionFactory(site=True)
    made.StaffFactory(institution=shop)

    with django_assert_max_num_queries(8):
        remarks_of(shop, DAY)


def test_remarks_of_many_are_those_of_each():
    for pupils in (66, 67):
        shop = InstitutionFactory(site=True)
        made.VenueFactory(site=shop.current_site, training_area_m2=200, pupils_same_time=pupils)

    every = remarks_by_institution(Institution.objects.all(), DAY)

    assert every == {one.pk: remarks_of(one, DAY) for one in Institution.objects.all()}
    assert sum(one.code == "V02" for some in every.values() for one in some) == 1


def test_preview_tells_whom_a_changed_rule_touches():
    small, large = InstitutionFactory(site=True), InstitutionFactory(site=True)
    for shop, area in ((small, 200), (large, 400)):
        made.VenueFactory(site=shop.current_site, training_area_m2=area, pupils_same_time=66)
    InstitutionFactory(childcare=True, site=True)

    stricter = impact_of("venue.area_per_pupil_min", "4", DAY)
    _set("venue.area_per_pupil_min", "4")
    milder = impact_of("venue.area_per_pupil_min", "", DAY)

    assert stricter.asked == 2
    assert [one for one, _ in stricter.newly] == [small]
    assert "最多容纳50人" in stricter.newly[0][1]
    assert ([one for one, _ in milder.no_longer], milder.newly) == ([small], ())
    assert is_asked_by_rules("venue.area_per_pupil_min")
    assert not is_asked_by_rules("organ.name")

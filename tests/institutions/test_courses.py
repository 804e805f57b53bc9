"""Courses, material and prices."""

from datetime import date, time, timedelta

import pytest

from audit.models import AuditEvent
from common.errors import BadInput, ChangedMeanwhile, NotAllowed, NotFound
from institutions import services
from institutions.errors import EndsBeforeBeginning, EntryBeforeFormer, EntryEnded, EntryTaken
from institutions.models import Course, Material, Price
from tests.factories.accounts import UserFactory
from tests.factories.institutions import CourseFactory, InstitutionFactory, MaterialFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("county")
GO = {
    "title": "围棋",
    "class_name": "初级一班",
    "family": "sport",
    "audience": "primary",
    "weekdays": [6, 3],
    "starts_at": time(18, 30),
    "ends_at": time(20, 0),
    "pupils": 20,
}


@pytest.fixture
def clerk():
    return UserFactory(registry_clerk=True)


def test_course_is_entered_changed_and_ended(clerk):
    shop = InstitutionFactory()

    course = services.enter_course(shop.pk, GO, by=clerk, at=NOON)
    services.change_course(course.pk, {"pupils": 21}, version=1, by=clerk, at=NOON)
    services.end_course(course.pk, on=DAY, by=clerk, at=NOON)
    services.end_course(course.pk, on=DAY - timedelta(days=1), by=clerk, at=NOON)

    course.refresh_from_db()
    assert (course.weekdays, course.weekdays_in_words) == ([3, 6], "周三、六")
    assert (course.pupils, course.ended_on, course.version) == (21, DAY, 3)
    kinds = list(AuditEvent.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == [f"institution.{verb}_course" for verb in ("enter", "change", "end")]


@pytest.mark.parametrize(
    ("odd", "sentence"),
    [
        ({"weekdays": [0]}, "上课日须为周一至周日，请重新选择。"),
        ({"ends_at": time(18, 0)}, "下课时间须晚于上课时间，请核对。"),
        ({"audience": ""}, "培训对象没有“”这个选项，请从列表中选择。"),
        ({"pupils": -1}, "在读学生数（-1）超出范围，请核对。"),
        ({"title": "长" * 121}, "课程名称有121个字，最多120个字，请缩短后再保存。"),
    ],
)
def test_course_that_cannot_be_is_refused_and_nothing_is_kept(clerk, odd, sentence):
    with pytest.raises(BadInput) as caught:
        services.enter_course(InstitutionFactory().pk, GO | odd, by=clerk, at=NOON)

    assert str(caught.value) == sentence
    assert not Course.objects.exists()


def test_course_twice_is_refused_until_the_first_has_ended(clerk):
    shop = InstitutionFactory()
    first = services.enter_course(shop.pk, GO, by=clerk, at=NOON)

    with pytest.raises(EntryTaken):
        services.enter_course(shop.pk, GO, by=clerk, at=NOON)
    services.end_course(first.pk, on=DAY, by=clerk, at=NOON)
    services.enter_course(shop.pk, GO, by=clerk, at=NOON)

    assert Course.objects.current().count() == 1


def test_change_of_a_course_that_ended_or_changed_meanwhile_is_refused(clerk):
    ended, changed = CourseFactory(ended_on=DAY), CourseFactory(version=2)

    with pytest.raises(EntryEnded):
        services.change_course(ended.pk, {"pupils": 1}, version=1, by=clerk, at=NOON)
    with pytest.raises(ChangedMeanwhile):
        services.change_course(changed.pk, {"pupils": 1}, version=1, by=clerk, at=NOON)
    begun = CourseFactory(begins_on=DAY)
    with pytest.raises(EndsBeforeBeginning):
        services.end_course(begun.pk, on=date(2021, 9, 1), by=clerk, at=NOON)
    with pytest.raises(NotFound):
        services.change_course(404, {"pupils": 1}, version=1, by=clerk, at=NOON)


def test_material_is_filed_and_withdrawn(clerk):
    material = MaterialFactory()
    filed = {"filing_no": "备2021-3", "filed_on": DAY}

    services.change_material(material.pk, filed, version=1, by=clerk, at=NOON)
    services.withdraw_material(material.pk, on=DAY, by=clerk, at=NOON)

    assert Material.objects.get().withdrawn_on == DAY
    assert not Material.objects.current().exists()
    assert AuditEvent.objects.latest("pk").kind == "institution.end_material"


def test_a_new_price_ends_the_one_before(clerk):
    shop = InstitutionFactory()
    price = {"item": "围棋班", "unit": "lesson", "amount_fen": 8000}
    services.publish_price(shop.pk, price, on=date(2021, 9, 1), by=clerk, at=NOON)

    services.publish_price(shop.pk, price | {"amount_fen": 9050}, on=DAY, by=clerk, at=NOON)
    services.publish_price(shop.pk, price | {"amount_fen": 9050}, on=DAY, by=clerk, at=NOON)

    assert Price.objects.current().get().amount_fen == 9050
    assert Price.objects.count() == 2
    facts = AuditEvent.objects.latest("pk").facts
    assert (facts["old"], facts["new"]) == ("80.00元", "90.50元")
    with pytest.raises(EntryBeforeFormer):
        services.publish_price(shop.pk, price, on=date(2021, 10, 1), by=clerk, at=NOON)


def test_who_may_not_edit_the_registry_enters_nothing():
    inspector, shop = UserFactory(inspector=True), InstitutionFactory()

    with pytest.raises(NotAllowed):
        services.enter_course(shop.pk, GO, by=inspector, at=NOON)
    with pytest.raises(NotAllowed):
        services.publish_price(shop.pk, {}, on=DAY, by=inspector, at=NOON)

    assert not Course.objects.exists()

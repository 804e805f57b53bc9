"""Whom an institution employs."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from audit.models import AuditEvent
from common.errors import BadInput, ChangedMeanwhile, NotAllowed, NotFound
from institutions.errors import DayInFuture, EndsBeforeBeginning, EntryEnded, EntryTaken
from institutions.models import HiringCheck, StaffMember
from institutions.services import change_staff, enter_staff, note_hiring_check, release_staff
from tests.factories.accounts import UserFactory
from tests.factories.institutions import HiringCheckFactory, InstitutionFactory, StaffFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("county")
TEACHER = {
    "name": " 赵 明 ",
    "id_tail": "123x",
    "role": "teaching",
    "employment": "full",
    "certificate_kind": "teacher",
    "certificate_no": "20214300",
    "joined_on": date(2021, 9, 1),
}


@pytest.fixture
def clerk():
    return UserFactory(registry_clerk=True)


def test_enter_keeps_who_and_tells_history(clerk):
    shop = InstitutionFactory()

    member = enter_staff(shop.pk, TEACHER, by=clerk, at=NOON)

    assert (member.name, member.id_tail) == ("赵 明", "123X")
    assert (member.recorded_by, member.recorded_at) == (clerk, NOON)
    event = AuditEvent.objects.get()
    assert (event.kind, event.object_id) == ("institution.enter_staff", str(shop.pk))
    assert event.facts["label"] == "教学人员赵 明"
    assert "入职日期：2021年9月1日" in event.facts["new"]


def test_enter_the_same_person_twice_is_refused(clerk):
    shop = InstitutionFactory(name="甲校")
    enter_staff(shop.pk, TEACHER, by=clerk, at=NOON)

    with pytest.raises(EntryTaken, match="机构“甲校”已登记教学人员赵 明，不能重复登记"):
        enter_staff(shop.pk, TEACHER | {"employment": "part"}, by=clerk, at=NOON)

    assert StaffMember.objects.count() == 1
    enter_staff(shop.pk, TEACHER | {"id_tail": "4321"}, by=clerk, at=NOON)
    assert StaffMember.objects.count() == 2


@pytest.mark.parametrize(
    ("odd", "sentence"),
    [
        ({"name": " "}, "姓名是空的，请填写。"),
        ({"role": "boss"}, "岗位没有“boss”这个选项，请从列表中选择。"),
        ({"id_tail": "12"}, "证件号后四位应为四位数字（末位可为X），现为“12”。"),
        ({"salary": "1"}, "从业人员没有“salary”这一项，请从列表中选择。"),
        ({"certificate_kind": "none"}, "填写了证书编号，请同时选择资格证明的种类。"),
    ],
)
def test_enter_what_cannot_be_is_refused_and_nothing_is_kept(clerk, odd, sentence):
    shop = InstitutionFactory()

    with pytest.raises(BadInput) as caught:
        enter_staff(shop.pk, TEACHER | odd, by=clerk, at=NOON)

    assert str(caught.value) == sentence
    assert not StaffMember.objects.exists()
    assert not AuditEvent.objects.exists()


def test_enter_of_tomorrow_or_without_right_is_refused(clerk):
    shop = InstitutionFactory()
    tomorrow = TEACHER | {"joined_on": DAY + timedelta(days=1)}

    with pytest.raises(DayInFuture):
        enter_staff(shop.pk, tomorrow, by=clerk, at=NOON)
    with pytest.raises(NotAllowed):
        enter_staff(shop.pk, TEACHER, by=UserFactory(inspector=True), at=NOON)
    with pytest.raises(NotFound):
        enter_staff(404, TEACHER, by=clerk, at=NOON)

    assert not StaffMember.objects.exists()


def test_change_tells_from_what_to_what_and_twice_changes_nothing(clerk):
    member = StaffFactory(name="赵明", employment="full")

    change_staff(member.pk, {"employment": "part"}, version=1, by=clerk, at=NOON)
    changed = change_staff(member.pk, {"employment": "part"}, version=2, by=clerk, at=NOON)

    assert (changed.employment, changed.version) == ("part", 2)
    facts = AuditEvent.objects.get().facts
    assert (facts["label"], facts["old"], facts["new"]) == (
        "教学人员赵明的用工形式",
        "专职",
        "兼职",
    )


def test_change_of_an_old_version_or_of_somebody_gone_is_refused(clerk):
    member = StaffFactory(version=2)
    gone = StaffFactory(left_on=DAY)

    with pytest.raises(ChangedMeanwhile):
        change_staff(member.pk, {"subject": "数学"}, version=1, by=clerk, at=NOON)
    with pytest.raises(EntryEnded, match="已于2021年11月10日终止"):
        change_staff(gone.pk, {"subject": "数学"}, version=1, by=clerk, at=NOON)

    assert not AuditEvent.objects.exists()


def test_release_twice_keeps_the_first_day(clerk):
    member = StaffFactory()

    release_staff(member.pk, on=date(2021, 10, 1), by=clerk, at=NOON)
    release_staff(member.pk, on=DAY, by=clerk, at=NOON)

    member.refresh_from_db()
    assert member.left_on == date(2021, 10, 1)
    assert AuditEvent.objects.count() == 1
    assert list(StaffMember.objects.on(date(2021, 9, 30))) == [member]
    assert not StaffMember.objects.on(date(2021, 10, 1)).exists()


def test_release_before_joining_is_refused(clerk):
    member = StaffFactory()

    with pytest.raises(EndsBeforeBeginning):
        release_staff(member.pk, on=date(2021, 8, 1), by=clerk, at=NOON)

    member.refresh_from_db()
    assert member.left_on is None


def test_hiring_check_is_noted_once_and_stays(clerk):
    member = StaffFactory()
    said = {"kind": "yearly", "asked_on": DAY, "result": "clear", "authority": "县公安局"}

    note_hiring_check(member.pk, **said, by=clerk, at=NOON)
    with pytest.raises(EntryTaken):
        note_hiring_check(member.pk, **said, by=clerk, at=NOON)

    assert HiringCheck.objects.get().authority == "县公安局"
    assert AuditEvent.objects.get().kind == "institution.note_hiring_check"


def test_hiring_check_cannot_be_changed_even_past_the_verbs():
    check = HiringCheckFactory(result="found")

    with pytest.raises(IntegrityError, match="history stays"), transaction.atomic():
        HiringCheck.objects.filter(pk=check.pk).update(result="clear")

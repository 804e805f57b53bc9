"""Rooms and care, each from a day on."""

from datetime import date
from decimal import Decimal

import pytest

from audit.models import AuditEvent
from common.errors import BadInput, NotAllowed
from institutions.errors import DayInFuture, EntryBeforeFormer, SiteMissing
from institutions.models import Care, Venue
from institutions.services import note_care, survey_venue
from tests.factories.accounts import UserFactory
from tests.factories.institutions import InstitutionFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("county")
ROOMS = {"total_area_m2": "260.5", "training_area_m2": "200", "floor_from": 2, "floor_to": 3}
SEPTEMBER = date(2021, 9, 1)


@pytest.fixture
def clerk():
    return UserFactory(registry_clerk=True)


def test_survey_ends_the_one_before_and_keeps_what_nobody_spoke_of(clerk):
    shop = InstitutionFactory(site=True)
    survey_venue(shop.pk, ROOMS, on=SEPTEMBER, by=clerk, at=NOON)

    now = survey_venue(shop.pk, {"pupils_same_time": 60}, on=DAY, by=clerk, at=NOON)

    assert (now.training_area_m2, now.pupils_same_time) == (Decimal(200), 60)
    assert list(Venue.objects.on(SEPTEMBER).values_list("valid_until", flat=True)) == [DAY]
    facts = AuditEvent.objects.latest("pk").facts
    assert (facts["old"], facts["new"]) == ("", "60")


def test_the_same_survey_again_changes_nothing(clerk):
    shop = InstitutionFactory(site=True)
    survey_venue(shop.pk, ROOMS, on=SEPTEMBER, by=clerk, at=NOON)

    survey_venue(shop.pk, ROOMS, on=DAY, by=clerk, at=NOON)

    assert Venue.objects.count() == 1
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("rooms", "on", "refusal", "sentence"),
    [
        ({"training_area_m2": "300", "total_area_m2": "200"}, DAY, BadInput, "面积大于总建筑面积"),
        ({"floor_from": 3, "floor_to": 1}, DAY, BadInput, "最高楼层低于最低楼层"),
        ({"total_area_m2": "-1"}, DAY, BadInput, "超出范围"),
        ({"total_area_m2": "很大"}, DAY, BadInput, "总建筑面积须为数字，现为“很大”"),
        ({"floor_to": 99_999}, DAY, BadInput, "所在最高楼层（99999）超出范围"),
        (ROOMS, date(2021, 11, 11), DayInFuture, "晚于今天"),
        (ROOMS | {"floor_to": 4}, date(2021, 8, 1), EntryBeforeFormer, "自2021年9月1日起"),
    ],
)
def test_survey_that_cannot_be_is_refused_and_the_former_stays(clerk, rooms, on, refusal, sentence):
    shop = InstitutionFactory(site=True)
    survey_venue(shop.pk, {"building_use": "商业"}, on=SEPTEMBER, by=clerk, at=NOON)

    with pytest.raises(refusal, match=sentence):
        survey_venue(shop.pk, rooms, on=on, by=clerk, at=NOON)

    assert Venue.objects.get().valid_until is None
    assert AuditEvent.objects.count() == 1


def test_survey_of_no_place_or_without_right_is_refused(clerk):
    with pytest.raises(SiteMissing):
        survey_venue(InstitutionFactory().pk, ROOMS, on=DAY, by=clerk, at=NOON)
    with pytest.raises(NotAllowed):
        survey_venue(
            InstitutionFactory(site=True).pk,
            ROOMS,
            on=DAY,
            by=UserFactory(inspector=True),
            at=NOON,
        )

    assert not Venue.objects.exists()


def test_care_is_noted_from_a_day_on(clerk):
    home = InstitutionFactory(childcare=True)
    note_care(home.pk, {"pupils": 30, "meals": "cooked"}, on=SEPTEMBER, by=clerk, at=NOON)

    note_care(home.pk, {"pupils": 35, "meals": "ordered"}, on=DAY, by=clerk, at=NOON)

    assert [row.pupils for row in Care.objects.on(SEPTEMBER)] == [30]
    assert Care.objects.current().get().pupils == 35
    told = [(one.facts["old"], one.facts["new"]) for one in AuditEvent.objects.order_by("pk")[1:]]
    assert told == [("30", "35"), ("自办食堂", "订餐配送")]


def test_care_with_more_beds_in_one_room_than_there_are_is_refused(clerk):
    home = InstitutionFactory(childcare=True)

    with pytest.raises(BadInput, match="单间最多床位多于床位总数"):
        note_care(home.pk, {"beds": 4, "beds_in_largest_room": 8}, on=DAY, by=clerk, at=NOON)

    assert not Care.objects.exists()

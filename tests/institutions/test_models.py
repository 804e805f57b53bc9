from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from institutions.models import ReportingEvent
from tests.factories.institutions import (
    BUSINESS_CODE,
    InstitutionFactory,
    PersonFactory,
    ReportingEventFactory,
    SiteFactory,
)
from tests.times import DAY

pytestmark = pytest.mark.usefixtures("county")


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("licensed_institution_has_a_licence", {"licence_no": None}),
        (
            "registered_institution_stands_in_a_register",
            {"registered": True, "register_kind": "none"},
        ),
        ("empty_numbers_are_null", {"credit_code": ""}),
        ("empty_numbers_are_null", {"licence_no": ""}),
        (
            "licence_ends_after_it_begins",
            {"licence_from": date(2021, 9, 2), "licence_until": date(2021, 9, 1)},
        ),
    ],
)
def test_the_database_refuses_an_institution(rule, fields):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        InstitutionFactory(**fields)


@pytest.mark.parametrize(
    ("rule", "number"),
    [
        ("credit_code_belongs_to_one_institution", {"credit_code": BUSINESS_CODE}),
        ("licence_no_belongs_to_one_institution", {"licence_no": "143112970000018"}),
    ],
)
def test_the_database_refuses_a_number_twice_and_missing_numbers_never(rule, number):
    InstitutionFactory(**number)
    InstitutionFactory.create_batch(2, unlicensed=True)

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        InstitutionFactory(**number)


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("site_ends_not_before_it_begins", {"valid_until": date(2021, 8, 31)}),
        ("site_point_keeps_its_reading", {"point": None}),
        ("site_point_keeps_its_reading", {"source_y": None, "point": "POINT(111.6 25)"}),
    ],
)
def test_the_database_refuses_a_site(rule, fields):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        SiteFactory(**fields)


def test_the_database_refuses_two_current_sites():
    shop = InstitutionFactory(site=True)
    SiteFactory(institution=shop, valid_until=DAY)

    with (
        pytest.raises(IntegrityError, match="one_current_site_per_institution"),
        transaction.atomic(),
    ):
        SiteFactory(institution=shop)


def test_the_database_refuses_the_same_person_in_the_same_role():
    person = PersonFactory()
    PersonFactory(institution=person.institution, name=person.name, left_on=DAY)

    with (
        pytest.raises(IntegrityError, match="person_has_a_role_once_at_a_time"),
        transaction.atomic(),
    ):
        PersonFactory(institution=person.institution, name=person.name)


def test_the_database_counts_an_event_once_a_day():
    event = ReportingEventFactory()

    with (
        pytest.raises(IntegrityError, match="reporting_event_counts_once_a_day"),
        transaction.atomic(),
    ):
        ReportingEventFactory(institution=event.institution)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE institutions_reportingevent SET note = 'x'",
        "DELETE FROM institutions_reportingevent",
        "TRUNCATE institutions_reportingevent",
    ],
)
def test_what_was_counted_stays(statement, check_now):
    ReportingEventFactory()
    check_now()

    with (
        pytest.raises(IntegrityError, match="history stays"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert ReportingEvent.objects.count() == 1


def test_current_site_is_the_one_without_an_end():
    shop = InstitutionFactory()
    SiteFactory(institution=shop, valid_until=DAY)
    here = SiteFactory(institution=shop)

    assert shop.current_site == here
    assert InstitutionFactory().current_site is None

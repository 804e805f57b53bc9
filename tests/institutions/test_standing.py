"""Licence terms, annual checks, lists, grades and points."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from audit.models import AuditEvent
from common.errors import BadInput, NotAllowed
from institutions import errors, services
from institutions.models import AnnualCheck, CreditGrade, ListEntry
from institutions.queries import grades_on, lists_on
from institutions.rules.standing import grade_of, last_day
from tests.factories.accounts import UserFactory
from tests.factories.institutions import InstitutionFactory, ListEntryFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("county")
OCTOBER = date(2021, 10, 1)


@pytest.fixture
def clerk():
    return UserFactory(registry_clerk=True)


def test_renewal_shows_the_new_term_and_keeps_the_old_one(clerk):
    first, last = date(2019, 1, 1), date(2021, 12, 31)
    shop = InstitutionFactory(licence_no="143", licence_from=first, licence_until=last)
    term = {"number": "143", "valid_from": date(2022, 1, 1), "valid_until": date(2024, 12, 31)}

    services.renew_licence(shop.pk, **term, by=clerk, at=NOON)

    shop.refresh_from_db()
    assert shop.licence_until == date(2024, 12, 31)
    until = [row.valid_until for row in shop.licence_terms.order_by("valid_from")]
    assert until == [last, date(2024, 12, 31)]
    with pytest.raises(errors.EntryTaken):
        services.renew_licence(shop.pk, **term, by=clerk, at=NOON)


def test_renewal_that_ends_before_it_begins_is_refused(clerk):
    shop = InstitutionFactory(licence_no="143")

    with pytest.raises(errors.LicenceTermBackwards):
        services.renew_licence(
            shop.pk, number="143", valid_from=DAY, valid_until=OCTOBER, by=clerk, at=NOON
        )

    assert not shop.licence_terms.exists()


@pytest.mark.parametrize(
    ("score", "vetoes", "result"),
    [
        ("90", [], "excellent"),
        ("89.9", [], "passed"),
        ("60", [], "passed"),
        ("59.9", [], "failed"),
        ("95", ["聘用在职中小学（幼儿园）教师"], "failed"),
        (None, ["聘用在职中小学（幼儿园）教师"], "failed"),
    ],
)
def test_annual_check_follows_score_and_vetoes(clerk, score, vetoes, result):
    check = services.record_annual_check(
        InstitutionFactory().pk,
        year=2020,
        score=score and Decimal(score),
        vetoes=vetoes,
        checked_on=DAY,
        by=clerk,
        at=NOON,
    )

    assert check.result == result


def test_annual_check_of_a_year_is_given_once_and_again_after_it_was_voided(clerk):
    shop = InstitutionFactory()
    said = {"year": 2020, "checked_on": DAY, "by": clerk, "at": NOON}
    wrong = services.record_annual_check(shop.pk, score=Decimal(50), **said)

    with pytest.raises(errors.AnnualCheckTaken):
        services.record_annual_check(shop.pk, score=Decimal(70), **said)
    services.void_annual_check(wrong.pk, because="录入错误", by=clerk, at=NOON)
    with pytest.raises(errors.AlreadyVoided):
        services.void_annual_check(wrong.pk, because="录入错误", by=clerk, at=NOON)
    services.record_annual_check(shop.pk, score=Decimal(70), **said)

    assert AnnualCheck.objects.count() == 2
    assert AnnualCheck.objects.get(voided_at__isnull=True).result == "passed"


@pytest.mark.parametrize(
    "odd",
    [{"score": None}, {"score": Decimal(101)}, {"vetoes": ["不存在"]}, {"year": 2022}],
)
def test_annual_check_that_cannot_be_is_refused(clerk, odd):
    said = {"year": 2020, "score": Decimal(70), "checked_on": DAY} | odd

    with pytest.raises(BadInput):
        services.record_annual_check(InstitutionFactory().pk, **said, by=clerk, at=NOON)

    assert not AnnualCheck.objects.exists()


def test_another_list_ends_the_one_before(clerk):
    shop = InstitutionFactory()
    said = {"reason": "年检合格", "by": clerk, "at": NOON}
    services.enter_list(shop.pk, kind="white", valid_from=OCTOBER, **said)

    black = services.enter_list(shop.pk, kind="black", valid_from=DAY, **said)

    assert lists_on(date(2021, 11, 9)) == {shop.pk: "white"}
    assert lists_on(DAY, [shop.pk]) == {shop.pk: "black"}
    assert ListEntry.objects.get(kind="white").ended_because == "转列黑名单"
    with pytest.raises(errors.ListedSameDay):
        services.enter_list(shop.pk, kind="white", valid_from=DAY, **said)
    services.leave_list(black.pk, on=DAY, because="整改完毕", by=clerk, at=NOON)
    with pytest.raises(errors.NotOnList):
        services.leave_list(black.pk, on=DAY, because="整改完毕", by=clerk, at=NOON)
    assert lists_on(date(2021, 11, 11)) == {}


def test_two_lists_on_one_day_are_refused_by_the_database():
    entry = ListEntryFactory(valid_from=OCTOBER, valid_until=DAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        ListEntryFactory(institution=entry.institution, valid_from=DAY)
    ListEntryFactory(institution=entry.institution, valid_from=date(2021, 11, 11))


def test_points_of_a_year_are_settled_once(clerk):
    shop = InstitutionFactory()
    services.settle_points(shop.pk, 2021, on=OCTOBER, by=clerk, at=NOON)

    with pytest.raises(errors.PointsAlreadySettled):
        services.settle_points(shop.pk, 2021, on=DAY, by=clerk, at=NOON)

    assert ListEntry.objects.get().kind == "white"


def test_grade_follows_the_score_and_ends_the_one_before(clerk):
    shop = InstitutionFactory()
    services.assign_grade(shop.pk, on=OCTOBER, score=Decimal("79.9"), by=clerk, at=NOON)

    services.assign_grade(shop.pk, on=DAY, grade="A", by=clerk, at=NOON)

    assert grades_on(OCTOBER) == {shop.pk: "C"}
    assert grades_on(DAY) == {shop.pk: "A"}
    assert CreditGrade.objects.get(grade="A").scheme == "信用等级及起点分（随系统载入）"
    with pytest.raises(errors.GradeUnknown, match="可选：A、B、C、D、E"):
        services.assign_grade(shop.pk, on=DAY, grade="Z", by=clerk, at=NOON)
    with pytest.raises(errors.EntryBeforeFormer):
        services.assign_grade(shop.pk, on=DAY, grade="B", by=clerk, at=NOON)


def test_nobody_without_the_right_says_how_an_institution_stands():
    shop, stranger = InstitutionFactory(), UserFactory(inspector=True)

    with pytest.raises(NotAllowed):
        services.note_points(shop.pk, delta=1, reason="表扬", on=DAY, by=stranger, at=NOON)
    with pytest.raises(NotAllowed):
        services.enter_list(
            shop.pk, kind="white", reason="合格", valid_from=DAY, by=stranger, at=NOON
        )

    assert not AuditEvent.objects.exists()


@given(st.decimals(min_value=0, max_value=100, places=1))
def test_grade_is_the_highest_that_the_score_reaches(score):
    grades = {"A": 90, "B": 80, "C": 70}

    grade = grade_of(score, grades)

    reached = [name for name, least in grades.items() if score >= least]
    assert grade == (min(reached) if reached else "C")


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2021, 11, 10), 6, date(2022, 5, 9)),
        (date(2021, 8, 31), 6, date(2022, 2, 28)),
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2021, 12, 1), 1, date(2021, 12, 31)),
    ],
)
def test_months_end_on_the_day_before_the_same_day(first, months, last):
    assert last_day(first, months) == last

"""What the database itself refuses, by the name of the rule."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from policies.models import CalendarDay, CalendarYear, Law, Parameter, Violation
from tests.factories.accounts import UserFactory
from tests.factories.policies import (
    BasisFactory,
    BenchmarkFactory,
    LawFactory,
    PackageArrivalFactory,
    ParameterFactory,
    PenaltyKindFactory,
    PowerHolderFactory,
    RoutedMatterFactory,
    ViolationFactory,
)
from tests.times import DAY, NOON

pytestmark = pytest.mark.django_db

EARLY = date(2000, 1, 1)


def refused(name):
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.parametrize(
    ("factory", "values", "rule"),
    [
        (LawFactory, {"in_force_until": EARLY}, "law_ends_after_it_begins"),
        (LawFactory, {"confidence": "sure"}, "law_confidence_is_a_mark"),
        (ViolationFactory, {"valid_until": EARLY}, "violation_ends_after_it_begins"),
        (ViolationFactory, {"confidence": "sure"}, "violation_confidence_is_a_mark"),
        (ViolationFactory, {"kinds": ["school"]}, "violation_kinds_are_known"),
        (ViolationFactory, {"also_article": "第一条"}, "violation_second_article_has_a_law"),
        (ViolationFactory, {"confirmed_at": NOON}, "violation_confirmation_has_a_person"),
        (BasisFactory, {"valid_until": EARLY}, "basis_ends_after_it_begins"),
        (BasisFactory, {"confidence": "sure"}, "basis_confidence_is_a_mark"),
        (BasisFactory, {"confirmed_by_name": "张三"}, "basis_confirmation_has_a_person"),
        (RoutedMatterFactory, {"valid_until": EARLY}, "routedmatter_ends_after_it_begins"),
        (RoutedMatterFactory, {"confidence": "sure"}, "routedmatter_confidence_is_a_mark"),
        (ParameterFactory, {"confidence": "sure"}, "parameter_confidence_is_a_mark"),
        (PenaltyKindFactory, {"hearing": "perhaps"}, "penaltykind_hearing_is_known"),
        (PenaltyKindFactory, {"measured_in": "pages"}, "penaltykind_measure_is_known"),
        (PenaltyKindFactory, {"valid_until": EARLY}, "penaltykind_ends_after_it_begins"),
        (PenaltyKindFactory, {"confirmed_at": NOON}, "penaltykind_confirmation_has_a_person"),
        (BenchmarkFactory, {"tier": "huge"}, "benchmark_tier_is_known"),
        (BenchmarkFactory, {"level": "rumour"}, "benchmark_level_is_known"),
        (BenchmarkFactory, {"manner": "never"}, "benchmark_manner_is_known"),
        (BenchmarkFactory, {"min_fen": 9_000_000}, "benchmark_fen_in_order"),
        (BenchmarkFactory, {"min_fen": -1}, "benchmark_fen_in_order"),
        (BenchmarkFactory, {"max_months": 3}, "benchmark_measures_one_thing"),
        (
            BenchmarkFactory,
            {"max_fen": None, "multiple_min_tenths": 9, "multiple_max_tenths": 1},
            "benchmark_multiples_in_order",
        ),
        (
            BenchmarkFactory,
            {"max_fen": None, "min_months": 9, "max_months": 1},
            "benchmark_months_in_order",
        ),
        (PowerHolderFactory, {"kind": "army"}, "powerholder_kind_is_known"),
        (PowerHolderFactory, {"way": "bought"}, "powerholder_way_is_known"),
        (PowerHolderFactory, {"name": ""}, "powerholder_has_a_name"),
        (PowerHolderFactory, {"covers": ""}, "powerholder_covers_something"),
        (PowerHolderFactory, {"kind": "township"}, "powerholder_township_has_its_own_area"),
        (PackageArrivalFactory, {"state": "lost"}, "package_arrival_state_is_known"),
        (PackageArrivalFactory, {"state": "taken"}, "package_arrival_taken_as_its_state_says"),
        (
            PackageArrivalFactory,
            {"state": "taken", "taken_at": NOON},
            "package_arrival_taken_by_somebody",
        ),
    ],
)
def test_a_row_against_its_rule_is_refused_by_the_database(county, factory, values, rule):
    with refused(rule):
        factory(**values)


@pytest.mark.parametrize(
    ("factory", "values", "rule"),
    [
        (ViolationFactory, {"code": "V01"}, "violation_code_begins_once_on_a_day"),
        (BasisFactory, {}, "basis_code_begins_once_on_a_day"),
        (RoutedMatterFactory, {"code": "R01"}, "routedmatter_code_begins_once_on_a_day"),
        (ParameterFactory, {}, "parameter_begins_once_on_a_day"),
        (LawFactory, {"code": "one_law"}, "policies_law_code"),
    ],
)
def test_a_second_row_of_one_beginning_is_refused_by_the_database(county, factory, values, rule):
    factory(**values)

    with refused(rule):
        factory(**values)


@pytest.mark.parametrize(
    ("factory", "first", "second", "rule"),
    [
        (PenaltyKindFactory, {}, {"valid_from": DAY}, "penaltykind_holds_alone"),
        (BenchmarkFactory, {"code": "one"}, {"code": "one", "valid_from": DAY},
         "benchmark_line_holds_alone"),
        (PowerHolderFactory, {}, {"code": "other", "valid_from": DAY}, "powerholder_holds_alone"),
        (PackageArrivalFactory, {"digest": "d"}, {"digest": "d", "taken": True},
         "package_arrival_once_per_package"),
    ],
)  # fmt: skip
def test_two_rows_of_one_thing_on_one_day_are_refused_by_the_database(
    county, factory, first, second, rule
):
    factory(**first)

    with refused(rule):
        factory(**second)


def test_one_calendar_row_per_day_and_year(county):
    CalendarDay.objects.create(date=DAY, is_working=False, note="")
    CalendarYear.objects.create(year=2021, source="", loaded_at=NOON)

    with refused("policies_calendarday_date"), transaction.atomic():
        CalendarDay.objects.create(date=DAY, is_working=True, note="")
    with refused("policies_calendaryear_year"):
        CalendarYear.objects.create(year=2021, source="", loaded_at=NOON)


@pytest.mark.parametrize(
    ("factory", "change"),
    [
        (LawFactory, {"title": "《别的法》"}),
        (ViolationFactory, {"article": "第一条"}),
        (ViolationFactory, {"confidence": "known"}),
        (BasisFactory, {"article": "第一条"}),
        (RoutedMatterFactory, {"law_text": "《别的法》"}),
        (ParameterFactory, {"value": "桤教"}),
        (ParameterFactory, {"valid_from": EARLY}),
        (PenaltyKindFactory, {"title": "罚金"}),
        (BenchmarkFactory, {"max_fen": 1}),
        (PowerHolderFactory, {"name": "别的局"}),
        (PackageArrivalFactory, {"content": b"other"}),
    ],
)
def test_an_edited_rule_is_refused_by_the_database(county, factory, change):
    row = factory()

    with refused("a rule changes by a new row"):
        type(row).objects.filter(pk=row.pk).update(**change)


@pytest.mark.parametrize(
    "factory",
    [
        LawFactory,
        ViolationFactory,
        BasisFactory,
        RoutedMatterFactory,
        ParameterFactory,
        PenaltyKindFactory,
        BenchmarkFactory,
        PowerHolderFactory,
        PackageArrivalFactory,
    ],
)
def test_a_deleted_rule_is_refused_by_the_database(county, factory):
    row = factory()

    with refused("DELETE on policies_.* is not allowed"):
        row.delete()


def test_an_end_and_a_confirmation_are_what_may_change(county):
    law, violation = LawFactory(), ViolationFactory(uncertain=True)
    person = UserFactory()

    Law.objects.filter(pk=law.pk).update(in_force_until=DAY)
    Violation.objects.filter(pk=violation.pk).update(
        valid_until=DAY, confirmed_at=NOON, confirmed_by=person, confirmed_by_name="张三"
    )
    Parameter.objects.update()

    assert Law.objects.get(pk=law.pk).in_force_until == DAY
    assert Violation.objects.get().confirmed_by == person


def test_rows_name_themselves(county):
    violation = ViolationFactory(code="V35", law__title="《法》")

    assert str(violation) == "V35 未取得办学许可擅自举办校外培训机构"
    assert violation.version == "V35@2018-12-29"
    assert violation.citation == "《法》第六十四条"
    assert str(BasisFactory()) == "PL28 《中华人民共和国行政处罚法》第二十八条"
    assert str(ParameterFactory()) == "organ.code（2018-12-29起）"
    assert str(CalendarYear(year=2021)) == "2021年工作日历"
    assert str(CalendarDay(date=DAY, note="国庆节")) == "2021-11-10 国庆节"

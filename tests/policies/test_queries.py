"""What held on a day. The first group reads the real catalogue as a replay of 2021 does."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from policies.errors import (
    ArticleNotConfirmed,
    CatalogueItemMissing,
    LawNotInForce,
    ParameterMissing,
)
from policies.queries import (
    articles_to_confirm,
    basis_on,
    calendar,
    get_routed_matter_on,
    get_violation_on,
    parameter,
    parameter_history,
    parameters_on,
    require_quotable,
    routed_matters_on,
    values_on,
    values_through,
    violations_on,
)
from policies.rules import due_date
from policies.services import load_calendar, load_catalogue
from tests.factories.policies import (
    BasisFactory,
    LawFactory,
    ParameterFactory,
    RoutedMatterFactory,
    ViolationFactory,
)
from tests.times import DAY, NOON

pytestmark = pytest.mark.django_db

ORDER_53_IN_FORCE = date(2023, 10, 15)


def codes(rows):
    return [row.code for row in rows]


def quotable_codes(day, kind=None):
    return [row.code for row in violations_on(day, kind) if row.is_quotable_on(day)]


def test_in_november_2021_unlicensed_tutoring_rests_on_v35_and_staff_checks_on_v40(county):
    load_catalogue(at=NOON)

    childcare = quotable_codes(DAY, "childcare")

    assert childcare == ["V35", "V40", "V41", "V42", "V43"]
    assert get_violation_on("V35", DAY).citation == (
        "《中华人民共和国民办教育促进法》第六十四条、《中华人民共和国教育法》第七十五条"
    )
    assert basis_on("PL28", DAY).is_quotable_on(DAY)


def test_no_row_of_order_53_holds_before_its_first_day(county):
    load_catalogue(at=NOON)

    before = [row for row in violations_on(date(2023, 10, 14)) if row.part == "A"]
    after = [row for row in violations_on(ORDER_53_IN_FORCE) if row.part == "A"]

    assert (len(before), len(after)) == (0, 22)


def test_of_order_53_only_articles_17_and_18_may_be_cited_unconfirmed(county):
    load_catalogue(at=NOON)

    quotable = [
        row.code
        for row in violations_on(ORDER_53_IN_FORCE)
        if row.part == "A" and row.is_quotable_on(ORDER_53_IN_FORCE)
    ]

    assert quotable == ["V01", "V02a", "V02b", "V02c"]
    assert codes(articles_to_confirm(ORDER_53_IN_FORCE)) == [
        "V02d",
        *(f"V{n:02d}" for n in range(3, 20)),
    ]


def test_a_matter_routed_to_education_changes_its_wording_with_order_53(county):
    load_catalogue(at=NOON)

    matter = get_routed_matter_on("R02", DAY)

    assert (matter.department_kind, matter.law_text) == (
        "education",
        "《无证无照经营查处办法》第五条、第十二条",
    )
    assert len(routed_matters_on(DAY)) == 20
    assert "校外培训" in get_routed_matter_on("R02", ORDER_53_IN_FORCE).law_text


def test_public_notice_took_sixty_days_in_2021_and_takes_thirty_since_2022(county):
    load_catalogue(at=NOON)

    assert parameter("deadline.t10", DAY)["count"] == 60
    assert parameter("deadline.t10", date(2022, 1, 1))["count"] == 30


def test_calendar_carries_a_deadline_from_the_database(county):
    load_calendar([2021], at=NOON)

    due = due_date(date(2021, 9, 30), count=2, unit="working_day", calendar=calendar())

    assert (due.due_on, due.is_provisional) == (date(2021, 10, 9), False)


def test_calendar_without_years_knows_nothing(county):
    assert calendar().known_until is None


def test_violations_on_asks_the_laws_too(county):
    ended = LawFactory(in_force_until=date(2021, 11, 9))
    ViolationFactory(code="T1", law=ended)
    ViolationFactory(code="T2", also_law=ended, also_article="第一条")
    ViolationFactory(code="T3")
    ViolationFactory(code="T4", kinds=["subject"])

    assert codes(violations_on(DAY)) == ["T3", "T4"]
    assert codes(violations_on(DAY, "childcare")) == ["T3"]


@pytest.mark.parametrize("count", [1, 3])
def test_violations_on_takes_one_query(county, count):
    ViolationFactory.create_batch(count)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        rows = violations_on(DAY)
        assert [row.is_quotable_on(DAY) for row in rows] == [True] * count
        assert all(row.citation for row in rows)

    assert len(queries) == 1


def test_get_violation_on_of_a_code_that_does_not_hold_is_refused(county):
    ViolationFactory(code="T1", valid_from=ORDER_53_IN_FORCE)

    with pytest.raises(CatalogueItemMissing, match="目录中没有在2021年11月10日有效的条目T1"):
        get_violation_on("T1", DAY)


def test_get_routed_matter_on_of_a_code_that_does_not_hold_is_refused(county):
    RoutedMatterFactory(code="Q1", valid_until=date(2021, 11, 9))

    with pytest.raises(CatalogueItemMissing):
        get_routed_matter_on("Q1", DAY)


def test_basis_on_before_its_law_is_refused(county):
    BasisFactory(law=LawFactory(in_force_from=date(2021, 7, 15)))

    with pytest.raises(CatalogueItemMissing, match="2021年7月14日有效的条目PL28"):
        basis_on("PL28", date(2021, 7, 14))


def test_require_quotable_lets_a_checked_article_pass(county):
    require_quotable(ViolationFactory(), DAY)
    require_quotable(ViolationFactory(uncertain=True, confirmed=True), DAY)


def test_require_quotable_refuses_an_unchecked_article_by_name(county):
    row = ViolationFactory(uncertain=True, code="V03", law__title="《办法》")

    with pytest.raises(
        ArticleNotConfirmed, match=r"《办法》第六十四条（目录项V03）的条文号尚未核实"
    ):
        require_quotable(row, DAY)


def test_require_quotable_refuses_law_of_the_future(county):
    row = ViolationFactory(valid_from=ORDER_53_IN_FORCE, code="V01")

    with pytest.raises(LawNotInForce, match="目录项V01）在2021年11月10日尚未施行或者已经失效"):
        require_quotable(row, DAY)


def test_parameter_of_a_day_without_a_value_is_refused(county):
    ParameterFactory(valid_from=date(2022, 1, 1))

    with pytest.raises(ParameterMissing, match="参数organ.code在2021年11月10日没有有效的取值"):
        parameter("organ.code", DAY)


def test_parameters_on_gives_one_row_per_key_and_history_gives_all(county):
    ParameterFactory(value="甲", valid_from=date(2020, 1, 1))
    ParameterFactory(value="乙", valid_from=date(2021, 1, 1))
    ParameterFactory(value="丙", valid_from=date(2022, 1, 1))
    ParameterFactory(key="organ.name", value="县教育局")

    values = [(row.key, row.value) for row in parameters_on(DAY)]

    assert values == [("organ.code", "乙"), ("organ.name", "县教育局")]
    assert [row.value for row in parameter_history("organ.code")] == ["丙", "乙", "甲"]


def test_many_days_are_asked_of_the_database_once(county, django_assert_num_queries):
    ParameterFactory(value="甲", valid_from=date(2020, 1, 1))
    ParameterFactory(value="乙", valid_from=date(2022, 1, 1))
    key = ParameterFactory(value="丙", valid_from=date(2024, 1, 1)).key
    days = [date(year, month, 1) for year in (2020, 2021, 2022, 2025) for month in (1, 12)]

    with django_assert_num_queries(1):
        on = values_through([key])
        through = [on(day) for day in days]

    assert through == [values_on(day, [key]) for day in days]
    with pytest.raises(ParameterMissing):
        values_through(["no.such"])(DAY)

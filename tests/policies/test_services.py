"""The verbs of policies. Refusals are tested together with nothing having happened."""

from datetime import date

import pytest

from audit.models import AuditEvent
from common.errors import NotAllowed
from policies.errors import (
    ArticleNeedsNoConfirmation,
    ArticleStillOpen,
    CalendarYearLoaded,
    CalendarYearUnknown,
    CatalogueItemMissing,
    ConfirmationNoteMissing,
    ParameterAlreadySet,
    ParameterFixedByLaw,
    ParameterUnknown,
    ParameterValueWrong,
)
from policies.models import CalendarDay, CalendarYear, Parameter, Violation
from policies.published import PublishedDay
from policies.queries import calendar, parameter
from policies.services import (
    change_calendar_day,
    confirm_article,
    enter_calendar_year,
    load_calendar,
    seed_parameters,
    set_parameter,
)
from tests.factories.accounts import UserFactory
from tests.factories.policies import ParameterFactory, ViolationFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.django_db

NOTE = "对照教育部令第53号正式文本第19条"
MAY_DAY_2027 = PublishedDay(date(2027, 5, 3), False, "劳动节")


def test_confirm_article_makes_it_quotable_and_says_who_read_what(county):
    row = ViolationFactory(uncertain=True)
    administrator = UserFactory(security_administrator=True)

    confirm_article(row.pk, by=administrator, at=NOON, note=NOTE)

    stored = Violation.objects.get()
    assert stored.is_quotable_on(DAY)
    assert (stored.confirmed_by, stored.confirmed_by_name, stored.confirmed_at) == (
        administrator,
        administrator.full_name,
        NOON,
    )
    event = AuditEvent.objects.get()
    assert (event.kind, event.before, event.facts["note"]) == (
        "violation.confirm_article",
        "uncertain",
        NOTE,
    )


def test_confirm_article_without_the_permission_is_refused_and_changes_nothing(county):
    row = ViolationFactory(uncertain=True)

    with pytest.raises(NotAllowed):
        confirm_article(row.pk, by=UserFactory(section_head=True), at=NOON, note=NOTE)

    assert not Violation.objects.get().is_quotable_on(DAY)
    assert not AuditEvent.objects.exists()


def test_confirm_article_without_a_note_is_refused(county):
    row = ViolationFactory(uncertain=True)

    with pytest.raises(ConfirmationNoteMissing, match="请写明核对的是哪一份正式文本"):
        confirm_article(row.pk, by=UserFactory(security_administrator=True), at=NOON, note="  ")

    assert Violation.objects.get().confirmed_at is None
    assert not AuditEvent.objects.exists()


def test_confirm_article_twice_is_refused_and_keeps_the_first_name(county):
    row = ViolationFactory(uncertain=True)
    first, second = UserFactory.create_batch(2, security_administrator=True)
    confirm_article(row.pk, by=first, at=NOON, note=NOTE)

    with pytest.raises(ArticleNeedsNoConfirmation, match=f"{first.full_name}已确认"):
        confirm_article(row.pk, by=second, at=NOON, note=NOTE)

    assert Violation.objects.get().confirmed_by == first
    assert AuditEvent.objects.count() == 1


def test_confirm_article_that_was_checked_already_is_refused(county):
    row = ViolationFactory()

    with pytest.raises(ArticleNeedsNoConfirmation, match="已核对原文"):
        confirm_article(row.pk, by=UserFactory(security_administrator=True), at=NOON, note=NOTE)

    assert Violation.objects.get().confirmed_at is None


def test_confirm_article_that_leaves_the_choice_open_is_refused(county):
    row = ViolationFactory(uncertain=True, article="第二十四条或者第二十五条")

    with pytest.raises(ArticleStillOpen, match="尚未确定为哪一条"):
        confirm_article(row.pk, by=UserFactory(security_administrator=True), at=NOON, note=NOTE)

    assert Violation.objects.get().confirmed_at is None


def test_confirm_article_of_a_row_that_is_not_there_is_refused(county):
    with pytest.raises(CatalogueItemMissing):
        confirm_article(4711, by=UserFactory(security_administrator=True), at=NOON, note=NOTE)


def test_load_calendar_knows_six_years_and_twice_changes_nothing(county):
    first = load_calendar(at=NOON)
    days = CalendarDay.objects.count()

    again = load_calendar(at=NOON)

    assert (first, again) == ([2021, 2022, 2023, 2024, 2025, 2026], [])
    assert CalendarDay.objects.count() == days
    assert calendar().known_until == date(2026, 12, 31)
    assert AuditEvent.objects.filter(kind="calendar_year.load").count() == 6


def test_load_calendar_of_an_unpublished_year_is_refused_and_loads_nothing(county):
    with pytest.raises(CalendarYearUnknown):
        load_calendar([2026, 2027], at=NOON)

    assert not CalendarYear.objects.exists()
    assert not CalendarDay.objects.exists()


def test_load_calendar_keeps_a_day_that_the_county_changed(county):
    administrator = UserFactory(system_administrator=True)
    change_calendar_day(
        date(2021, 10, 9), is_working=False, note="暴雨停工", by=administrator, at=NOON
    )

    load_calendar([2021], at=NOON)

    assert not calendar().is_working(date(2021, 10, 9))


def test_load_calendar_by_a_person_asks_permission(county):
    with pytest.raises(NotAllowed):
        load_calendar([2021], by=UserFactory(inspector=True), at=NOON)

    assert not CalendarYear.objects.exists()


def test_enter_calendar_year_makes_a_later_year_known(county):
    administrator = UserFactory(system_administrator=True)

    enter_calendar_year(2027, [MAY_DAY_2027], source="国办发明电", by=administrator, at=NOON)

    known = calendar()
    assert known.knows(date(2027, 5, 3))
    assert not known.is_working(date(2027, 5, 3))


def test_enter_calendar_year_twice_is_refused(county):
    administrator = UserFactory(system_administrator=True)
    enter_calendar_year(2027, [MAY_DAY_2027], source="国办发明电", by=administrator, at=NOON)

    with pytest.raises(CalendarYearLoaded, match="2027年的工作日历已经载入"):
        enter_calendar_year(2027, [], source="另一份", by=administrator, at=NOON)

    assert CalendarYear.objects.get().source == "国办发明电"


def test_change_calendar_day_writes_what_it_was(county):
    load_calendar([2021], at=NOON)
    administrator = UserFactory(system_administrator=True)

    change_calendar_day(
        date(2021, 10, 9), is_working=False, note="暴雨停工", by=administrator, at=NOON
    )

    assert not calendar().is_working(date(2021, 10, 9))
    event = AuditEvent.objects.get(kind="calendar_day.change")
    assert (event.before, event.after) == ("working", "rest")


def test_change_calendar_day_without_the_permission_is_refused(county):
    with pytest.raises(NotAllowed):
        change_calendar_day(DAY, is_working=False, note="", by=UserFactory(inspector=True), at=NOON)

    assert not CalendarDay.objects.exists()


def test_seed_parameters_takes_the_countys_facts_before_the_packages_values(county):
    seed_parameters({"organ.name": "桤木县教育局"}, at=NOON)

    assert parameter("organ.name", DAY) == "桤木县教育局"
    assert parameter("organ.code", DAY) == "县教"
    assert parameter("rectification.limit", DAY) == {"count": 15, "unit": "working_day"}
    assert parameter("notice.number_pattern.stop", DAY) == "{organ}停办字〔{year}〕{n}号"


def test_seed_parameters_twice_keeps_what_is_there(county):
    seed_parameters({"organ.name": "桤木县教育局"}, at=NOON)

    added = seed_parameters({"organ.name": "白桦县教育局"}, at=NOON)

    assert added == []
    assert parameter("organ.name", DAY) == "桤木县教育局"
    assert AuditEvent.objects.count() == 1


def test_seed_parameters_with_an_unknown_key_is_refused_and_seeds_nothing(county):
    with pytest.raises(ParameterUnknown, match="没有名为organ.motto的参数"):
        seed_parameters({"organ.motto": "明德"}, at=NOON)

    assert not Parameter.objects.exists()


def test_set_parameter_holds_from_its_day_and_leaves_the_past(county):
    seed_parameters({}, at=NOON)
    administrator = UserFactory(system_administrator=True)

    set_parameter(
        "organ.code", "桤教", date(2022, 1, 1), by=administrator, at=NOON, source="桤教〔2021〕9号"
    )

    assert parameter("organ.code", date(2021, 12, 31)) == "县教"
    assert parameter("organ.code", date(2022, 1, 1)) == "桤教"
    event = AuditEvent.objects.get(kind="parameter.set")
    assert (event.facts["was"], event.facts["value"]) == ("县教", "桤教")


def test_set_parameter_twice_with_the_same_value_changes_nothing(county):
    administrator = UserFactory(system_administrator=True)
    said = {"by": administrator, "at": NOON, "source": "局务会"}

    first = set_parameter("organ.code", "桤教", DAY, **said)
    again = set_parameter("organ.code", "桤教", DAY, **said)

    assert first == again
    assert AuditEvent.objects.count() == 1


def test_set_parameter_over_another_value_of_that_day_is_refused(county):
    ParameterFactory(key="organ.code", value="县教", valid_from=DAY)

    with pytest.raises(ParameterAlreadySet, match="请另选一个起始日期"):
        set_parameter(
            "organ.code",
            "桤教",
            DAY,
            by=UserFactory(system_administrator=True),
            at=NOON,
            source="局务会",
        )

    assert parameter("organ.code", DAY) == "县教"
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("key", "value", "refusal"),
    [
        ("deadline.t11", {"count": 30, "unit": "calendar_day"}, ParameterFixedByLaw),
        ("organ.motto", "明德", ParameterUnknown),
        ("visit.max_distance_m", -5, ParameterValueWrong),
        ("notice.number_pattern.stop", "停办{n}号", ParameterValueWrong),
    ],
)
def test_set_parameter_that_may_not_be_set_is_refused(county, key, value, refusal):
    with pytest.raises(refusal):
        set_parameter(
            key, value, DAY, by=UserFactory(system_administrator=True), at=NOON, source="局务会"
        )

    assert not Parameter.objects.exists()
    assert not AuditEvent.objects.exists()


def test_set_parameter_without_the_permission_is_refused(county):
    with pytest.raises(NotAllowed):
        set_parameter(
            "organ.code", "桤教", DAY, by=UserFactory(bureau_head=True), at=NOON, source="局务会"
        )

    assert not Parameter.objects.exists()

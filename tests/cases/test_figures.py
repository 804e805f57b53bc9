"""Figures of cases: each counted by the filters with which its list is asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases import figures
from cases.figures import Period, Scope
from cases.models import CaseDeadline, Publication
from common.clock import localdate
from deadlines.services import pause_deadline
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.accounts import UserFactory
from tests.times import DAY, NOON

YEAR = Period(date(2021, 1, 1), date(2021, 12, 31))
LATE = localdate(scenes.days(70))


@pytest.fixture
def scope(people) -> Scope:
    return Scope(people.section, LATE)


def counts(rows: list[figures.Figure]) -> dict[str, int]:
    return {one.label: one.count for one in rows}


def test_a_period_counts_each_event_by_its_own_day(people, scope):
    scenes.clue(people)
    scenes.filed(people)
    endings.closed(people)

    assert counts(figures.happened(scope, YEAR)) == {
        "发现线索": 3,
        "立案": 2,
        "作出决定": 1,
        "结案": 1,
    }
    closing = localdate(scenes.days(40))
    one_day = Period(closing, closing)
    assert list(counts(figures.happened(scope, one_day)).values()) == [0, 0, 0, 1]


def test_stages_come_in_the_order_of_a_case_with_the_oldest_filing(people, scope):
    endings.handed_over(people)
    scenes.filed(people)
    scenes.clue(people)

    told = [(one.label, one.count, one.since) for one in figures.by_stage(scope)]

    assert told == [("线索待核查", 1, None), ("已立案调查中", 1, DAY), ("决定已送达", 1, DAY)]


@pytest.mark.parametrize(
    ("days", "label"),
    [(30, "30日以内"), (31, "31至60日"), (60, "31至60日"), (90, "61至90日"), (91, "超过90日")],
)
def test_age_is_counted_from_the_filing_to_the_day_one_looks(people, days, label):
    scenes.filed(people)
    scenes.decided(people)
    scenes.clue(people)

    told = counts(figures.by_age(Scope(people.section, DAY + timedelta(days=days))))

    assert told.pop(label) == 1  # neither the decided one nor the clue
    assert set(told.values()) == {0}


def test_two_people_of_one_name_are_two_owners(people, scope):
    other = scenes.People()
    type(other.lead).objects.filter(pk=other.lead.pk).update(full_name=people.lead.full_name)
    endings.handed_over(people)
    endings.handed_over(other)

    owners = figures.overdue_by_owner(scope)

    assert [(one.label, one.count) for one in owners] == [(people.lead.full_name, 2)] * 2
    assert len({one.asks["owner"] for one in owners}) == 2  # payment and publication of each


def test_a_deadline_that_stands_still_is_not_overdue(people, scope):
    case = scenes.filed(people)
    late = Scope(people.section, DAY + timedelta(days=200))
    assert (figures.late(late).count, len(figures.overdue_by_owner(late))) == (1, 1)
    for link in CaseDeadline.objects.filter(case=case, deadline__state="running"):
        told = {"cause": "hearing", "basis": "听证", "on": DAY + timedelta(days=1)}
        pause_deadline(link.deadline_id, **told, by=None, at=scenes.days(1))

    assert (figures.late(late).count, figures.overdue_by_owner(late)) == (0, [])


def test_a_deviation_names_its_range_its_reason_and_who_agreed(people, scope):
    decision = endings.deviating(people)
    scenes.decided(people)

    (told,) = figures.deviations(scope, YEAR)

    assert (told.case_id, told.number) == (decision.case_id, decision.case.number)
    assert (told.fine_fen, told.least_fen, told.most_fen) == (300_000, 10_000, 20_000)
    assert (told.reason, told.approved_by) == ("危害严重", people.deputy.full_name)
    assert figures.deviating(scope, YEAR).count == 1
    assert figures.deviations(scope, Period(DAY, DAY)) == []


def test_many_deviations_cost_as_much_as_one(people, scope, django_assert_num_queries):
    endings.deviating(people)
    with django_assert_num_queries(2):
        figures.deviations(scope, YEAR)
    endings.deviating(people)

    with django_assert_num_queries(2):
        assert len(figures.deviations(scope, YEAR)) == 2


def test_publications_are_counted_by_when_they_must_end(people):
    shown = endings.published(endings.handed_over(people))  # its last day is DAY
    assert shown.remove_on == DAY

    def told(as_of):
        return [one.count for one in figures.publicity(Scope(people.section, as_of))]

    assert told(DAY - timedelta(days=31)) == [0, 0, 1]
    assert told(DAY - timedelta(days=30)) == [0, 1, 1]
    assert told(DAY) == [1, 0, 1]
    Publication.objects.update(state="removed")
    assert told(DAY) == [0, 0, 0]


def test_a_publication_whose_decision_fell_must_end_before_its_time(people):
    shown = endings.published(endings.handed_over(people))
    facts = {"reason": "withdrawn", "text": "已被撤销", "due_on": DAY, "listed_at": NOON}
    removal = shown.removals.create(**facts)

    due, _, _ = figures.publicity(Scope(people.section, DAY - timedelta(days=60)))

    assert due.count == 1
    assert Publication.objects.get().waiting == removal


def test_one_officers_figures_hold_nobody_elses(people, scope):
    other = scenes.People()
    endings.handed_over(people)
    endings.handed_over(other)

    mine = Scope(people.section, LATE, officer=other.lead.pk)

    assert counts(figures.happened(mine, YEAR))["作出决定"] == 1
    assert [one.asks["owner"] for one in figures.overdue_by_owner(mine)] == [str(other.lead.pk)]


def test_who_may_not_see_cases_counts_nothing(people):
    endings.handed_over(people)
    scope = Scope(UserFactory(partner_officer=True), LATE)

    assert set(counts(figures.happened(scope, YEAR)).values()) == {0}
    assert (figures.by_stage(scope), figures.overdue_by_owner(scope)) == ([], [])
    assert {one.count for one in figures.publicity(scope)} == {0}

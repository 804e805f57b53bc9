"""The hearing: in time, seven working days before, chaired by a stranger."""

from datetime import date, timedelta

import pytest

from cases import services
from cases.errors import HearingNotPossible, OwnCase, ReviewNeeded
from cases.models import Case, Hearing
from cases.services.hearings import earliest_hearing
from cases.states import CaseState
from common.clock import at_noon
from common.errors import NotAllowed
from tests.cases.guarding import change, refused_by
from tests.factories import cases as scenes
from tests.factories.accounts import UserFactory
from tests.factories.cases import CLOSING
from tests.times import DAY, NOON

HELD = date(2021, 11, 19)  # the seventh working day after the 10th


@pytest.fixture
def notice(people):
    return scenes.served(scenes.ended(people), people, CLOSING)


def ask(people, notice, on=DAY, at=NOON) -> Hearing:
    return services.request_hearing(
        notice.pk, requested_on=on, requested_by="王春梅", by=people.lead, at=at
    )


def call(people, hearing, **facts) -> Hearing:
    told = {
        "chair_id": people.reviewer.pk,
        "clerk_id": UserFactory().pk,
        "call_served_on": DAY,
        "held_on": HELD,
        "place": "局会议室",
        "by": people.reviewer,
        "at": NOON,
    } | facts
    return services.call_hearing(hearing.pk, **told)


def hold(people, hearing, agents=("张律师",)) -> Hearing:
    return services.hold_hearing(
        hearing.pk,
        record="笔录",
        report="建议维持",
        agents=list(agents),
        by=people.reviewer,
        at=at_noon(HELD),
    )


def test_seven_working_days_lie_before_a_hearing(people):
    assert earliest_hearing(DAY) == HELD


def test_a_hearing_is_held_and_the_case_reviewed_again(people, notice, check_now):
    hearing = hold(people, call(people, ask(people, notice)))
    at = scenes.days(30)
    services.finish_answers(notice.case_id, by=people.lead, at=at)
    services.note_fines_checked(notice.case_id, how="函询，无", by=people.lead, at=at)
    case = Case.objects.get()

    with pytest.raises(ReviewNeeded, match="听证"):
        scenes.endorsed(case, people, scenes.penalty(CLOSING), at)

    scenes.pass_review(case, people, at)
    decision = case.decisions.get()
    services.submit_decision(decision.pk, opinion="建议", by=people.lead, at=at)
    services.endorse_decision(decision.pk, opinion="同意", by=people.section, at=at)
    services.approve_decision(decision.pk, opinion="同意", by=people.head, at=at)
    check_now()
    assert hearing.agents == ["张律师"]
    assert case.reviews.get().after_hearing


def test_a_hearing_is_asked_for_within_five_working_days(people, notice):
    last = notice.hearing_until
    assert last == date(2021, 11, 17)

    with pytest.raises(HearingNotPossible, match="届满"):
        ask(people, notice, on=last + timedelta(days=1), at=scenes.days(10))
    assert ask(people, notice, on=last, at=scenes.days(10)).requested_on == last


def test_a_hearing_is_not_called_for_too_early_a_day(people, notice):
    hearing = ask(people, notice)

    with pytest.raises(HearingNotPossible, match="2021年11月19日"):
        call(people, hearing, held_on=HELD - timedelta(days=1))
    early = {"state": "called", "chair": people.reviewer, "place": "会议室"}
    days = {"earliest_on": HELD - timedelta(days=1), "held_on": HELD - timedelta(days=1)}
    with refused_by("hearing_is_called_seven_working_days_before"):
        change(hearing, call_served_on=DAY, **early, **days)


def test_an_officer_neither_leads_nor_records(people, notice):
    hearing = ask(people, notice)

    for role in ("chair_id", "clerk_id"):
        with pytest.raises(HearingNotPossible, match="承办过本案"):
            call(people, hearing, **{role: people.second.pk})
    people.second.roles = ["inspector", "legal_reviewer"]
    people.second.save()
    with pytest.raises(OwnCase):
        call(people, hearing, by=people.second)
    with pytest.raises(NotAllowed):
        call(people, hearing, chair_id=people.section.pk)


def test_a_chair_does_not_become_an_officer_of_the_case(people, notice):
    call(people, ask(people, notice))
    people.reviewer.certificates.create(
        number="HN9", issuer="县", valid_from=date(2020, 1, 1), valid_until=date(2030, 1, 1)
    )

    with pytest.raises(services.officers.NotAnOfficer, match="听证"):
        services.assign_officer(
            notice.case_id, people.reviewer.pk, "assisting", by=people.section, at=NOON
        )


def test_two_agents_at_most(people, notice):
    hearing = call(people, ask(people, notice))

    with pytest.raises(HearingNotPossible, match="两名"):
        hold(people, hearing, agents=("甲", "乙", "丙"))
    with refused_by("hearing_agents_are_two_at_most"):
        change(hearing, agents=["甲", "乙", "丙"])


def test_absence_ends_the_hearing_and_the_case_goes_on(people, notice, check_now):
    hearing = call(people, ask(people, notice))
    end = {"ending": "absent", "text": "无正当理由未到", "by": people.reviewer}

    with pytest.raises(HearingNotPossible, match="没有到"):
        services.end_hearing(hearing.pk, on=DAY, at=NOON, **end)
    services.end_hearing(hearing.pk, on=HELD, at=at_noon(HELD), **end)
    case = services.finish_answers(notice.case_id, by=people.lead, at=scenes.days(30))
    check_now()

    assert case.state == CaseState.ANSWERED

"""The periods of a prior notice are its deadlines: they follow the calendar, pauses, extensions."""

from datetime import date, timedelta

import pytest

from cases import services
from cases.errors import HearingNotPossible, PeriodsRun
from cases.models import CaseDeadline, Hearing, PriorNotice
from common.clock import at_noon
from deadlines.models import Deadline, DeadlineChange
from deadlines.services import extend_deadline, pause_deadline, recompute_deadlines
from policies.services import change_calendar_day
from tests.cases.guarding import change, commit_now, force, refused_by
from tests.factories import cases as scenes
from tests.factories.accounts import UserFactory
from tests.factories.cases import CLOSING
from tests.times import DAY, NOON

LAST = date(2021, 11, 17)  # the fifth working day after the 10th
NEXT = date(2021, 11, 18)


@pytest.fixture
def notice(people) -> PriorNotice:
    return scenes.served(scenes.ended(people), people, CLOSING)


def period(notice: PriorNotice, role: str = "statement") -> Deadline:
    return CaseDeadline.objects.get(case=notice.case_id, role=role).deadline


def make_a_holiday_of_the_last_day() -> None:
    by = UserFactory(system_administrator=True)
    change_calendar_day(LAST, is_working=False, note="临时放假", by=by, at=NOON)
    assert recompute_deadlines(by=by, at=NOON) == 2


def early_decision(people, notice: PriorNotice):
    """A decision on the notice, drafted after another look, its periods running."""
    case = notice.case
    commit_now()
    services.note_fines_checked(case.pk, how="函询，无", by=people.lead, at=NOON)
    services.reopen_investigation(case.pk, reason="核对", by=people.lead, at=NOON)
    scenes.end(case, people)
    return scenes.drafted_decision(case, people, scenes.penalty(CLOSING), at_noon(NEXT))


def test_a_new_holiday_moves_both_periods(people, notice):
    assert (notice.statement_until, notice.hearing_until) == (LAST, LAST)

    make_a_holiday_of_the_last_day()

    assert (notice.statement_until, notice.hearing_until) == (NEXT, NEXT)
    with pytest.raises(PeriodsRun, match="2021年11月18日"):
        services.finish_answers(notice.case_id, by=people.lead, at=at_noon(NEXT))
    services.request_hearing(
        notice.pk, requested_on=NEXT, requested_by="王春梅", by=people.lead, at=at_noon(NEXT)
    )
    commit_now()


def test_by_hand_no_penalty_before_the_moved_day_is_over(people, notice):
    decision = early_decision(people, notice)
    make_a_holiday_of_the_last_day()

    with refused_by("penalty_waits_for_the_periods_of_its_notice"):
        force(decision, people, at=at_noon(NEXT))


def test_an_extension_and_a_pause_count_too(people, notice):
    longer = {"count": 2, "unit": "working_day", "reason": "材料多", "by": people.head}
    extend_deadline(period(notice).pk, **longer, at=NOON)
    assert notice.statement_until == date(2021, 11, 19)
    assert notice.hearing_until == LAST
    told = {"cause": "other", "basis": "不可抗力", "on": date(2021, 11, 12)}
    pause_deadline(period(notice).pk, **told, by=None, at=at_noon(date(2021, 11, 12)))

    with pytest.raises(PeriodsRun):
        services.finish_answers(notice.case_id, by=people.lead, at=scenes.days(60))


def test_by_hand_a_period_that_stands_still_is_not_over(people, notice):
    decision = early_decision(people, notice)
    told = {"cause": "other", "basis": "不可抗力", "on": date(2021, 11, 12)}
    pause_deadline(period(notice).pk, **told, by=None, at=at_noon(date(2021, 11, 12)))

    with refused_by("penalty_waits_for_the_periods_of_its_notice"):
        force(decision, people, at=at_noon(date(2021, 12, 10)))


def test_by_hand_a_period_is_not_made_shorter_than_its_length(people, notice):
    decision = early_decision(people, notice)
    row, day = period(notice), DAY + timedelta(days=1)
    told = {"was_provisional": False, "is_provisional": False, "moved_at": row.changed_at}
    DeadlineChange.objects.create(
        deadline=row, kind="calendar", why="改短", old_due_on=LAST, new_due_on=day, **told
    )
    change(row, due_on=day)

    with refused_by("penalty_waits_for_the_periods_of_its_notice"):
        force(decision, people, at=at_noon(NEXT))


def test_a_service_starts_its_periods_or_is_none(people):
    notice = scenes.approved(scenes.ended(people), people, CLOSING)
    served = {"state": "served", "served_on": DAY}

    with refused_by("prior_notice_served_starts_its_periods"):
        change(notice, **served)
    with refused_by("hearing_may_be_asked_for_five_working_days"):
        services.note_notice_served(notice.pk, served_on=DAY, by=people.lead, at=NOON)
        asked = period(notice, "hearing_request")
        told = {"was_provisional": False, "is_provisional": False, "moved_at": asked.changed_at}
        day = LAST - timedelta(days=1)
        DeadlineChange.objects.create(
            deadline=asked, kind="calendar", why="改短", old_due_on=LAST, new_due_on=day, **told
        )
        change(asked, due_on=day)


def test_a_day_after_the_last_is_too_late_to_ask(people, notice):
    with pytest.raises(HearingNotPossible, match="届满"):
        services.request_hearing(
            notice.pk, requested_on=NEXT, requested_by="王", by=people.lead, at=at_noon(NEXT)
        )
    with refused_by("hearing_is_asked_for_in_time"):
        Hearing.objects.create(
            notice=notice,
            requested_on=NEXT,
            requested_by_name="王",
            registered_at=NOON,
            registered_by=people.lead,
        )

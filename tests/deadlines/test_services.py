"""Starting, pausing, extending, meeting: each with its refusals, which leave nothing behind."""

from datetime import date, datetime, timedelta

import pytest

from audit.models import AuditEvent
from common.clock import CHINA, at_noon
from common.errors import BadInput, NotAllowed, NotFound, WrongState
from deadlines.errors import (
    CannotPause,
    ClockSetBack,
    DayInTheFuture,
    DeadlineOver,
    ExtensionBeyondRule,
    LengthNotOurs,
    MomentMissing,
    NoPeriod,
    PauseOutOfPlace,
    PeriodTooLong,
    ResumedBeforePause,
)
from deadlines.models import Deadline, DeadlineChange, DeadlineExtension, DeadlinePause
from deadlines.services import (
    cancel_deadline,
    extend_deadline,
    meet_deadline,
    pause_deadline,
    resume_deadline,
)
from policies.errors import ParameterMissing
from tests.factories.accounts import UserFactory
from tests.factories.deadlines import started, year_2021
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("county")
SEP1 = date(2021, 9, 1)
SEP = at_noon(SEP1)


@pytest.fixture(autouse=True)
def _year(county):
    year_2021(2022)


def _pause(deadline, on, at=NOON, cause="hearing"):
    return pause_deadline(deadline.pk, cause=cause, basis="听证期间", on=on, by=None, at=at)


def _facts(deadline):
    found = Deadline.objects.get(pk=deadline.pk)
    return found.state, found.due_on, found.changed_at


def test_start_freezes_the_rule_and_computes_the_last_day():
    owner = UserFactory(inspector=True)

    found = started("deadline.t02", owner=owner)

    assert (found.count, found.unit, found.rolls) == (90, "calendar_day", True)
    assert (found.basis, found.mark) == ("行政处罚法第六十条（S1）", "[source: S1]")
    assert (found.due_on, found.is_provisional) == (date(2022, 2, 8), False)
    assert found.calendar_known_until == date(2022, 12, 31)
    assert (found.owner, found.length) == (owner, "90日")
    event = AuditEvent.objects.get(kind="deadline.start")
    assert (event.after, event.facts["due_on"]) == ("running", "2022-02-08")


@pytest.mark.parametrize(
    ("key", "on", "due_on"),
    [
        ("deadline.t03", date(2021, 9, 17), date(2021, 9, 28)),  # 7 WD over a make-up Saturday
        ("deadline.t07", date(2021, 9, 30), date(2021, 10, 13)),  # 5 WD over National Day
        ("deadline.t08", date(2021, 10, 15), date(2021, 9, 30)),  # back, over National Day
        ("deadline.t11", date(2021, 9, 16), date(2021, 10, 8)),  # 15 d, ends in the holidays
        ("deadline.t14", date(2021, 4, 3), date(2021, 10, 8)),  # 6 months
        ("deadline.t31", date(2021, 8, 7), date(2023, 8, 7)),  # 2 years
        ("deadline.t31", date(2021, 10, 2), date(2023, 10, 2)),  # ends in the holidays, stays
        ("deadline.t10", date(2022, 1, 6), date(2022, 2, 5)),  # 30 d, a Saturday, stays
    ],
)
def test_start_counts_each_unit_by_its_rule(key, on, due_on):
    assert started(key, on).due_on == due_on


def test_start_of_hours_ends_at_a_moment():
    since = datetime(2021, 9, 30, 16, 20, tzinfo=CHINA)

    found = started("deadline.t19", since)

    assert (found.due_at, found.due_on) == (since + timedelta(hours=24), date(2021, 10, 1))
    assert found.due_words == "2021年10月1日16:20"


def test_start_takes_a_length_that_the_document_sets():
    found = started("deadline.t04", count=10, unit="working_day")

    assert (found.length, found.due_on) == ("10个工作日", date(2021, 11, 24))


def test_start_takes_another_length_that_the_rule_names():
    assert started("deadline.t31", count=5).length == "5年"
    assert started("deadline.t37", on=date(2026, 5, 6), count=3, unit="month").length == "3个月"


def test_start_by_the_rule_of_the_day_it_counts_from():
    assert started("deadline.t10", date(2021, 11, 1)).count == 60
    assert started("deadline.t10", date(2022, 1, 4)).count == 30


@pytest.mark.parametrize(
    ("key", "facts", "refusal"),
    [
        ("deadline.t02", {"count": 91}, LengthNotOurs),
        ("deadline.t02", {"unit": "working_day"}, LengthNotOurs),
        ("deadline.t04", {}, NoPeriod),
        ("deadline.t12", {}, NoPeriod),
        ("deadline.t04", {"count": 5000}, PeriodTooLong),
        ("deadline.t04", {"count": -1}, PeriodTooLong),
        ("deadline.t19", {}, MomentMissing),
        ("deadline.t99", {}, ParameterMissing),
        ("deadline.t02", {"on": date(2020, 1, 1)}, ParameterMissing),
        ("deadline.t02", {"about": "  "}, BadInput),
    ],
)
def test_start_is_refused_and_leaves_nothing(key, facts, refusal):
    with pytest.raises(refusal):
        started(key, **facts)

    assert not Deadline.objects.exists()
    assert not AuditEvent.objects.filter(kind="deadline.start").exists()


def test_pause_and_resume_move_the_last_day_by_the_days_between():
    deadline = started("deadline.t02", SEP1, at=SEP)
    _pause(deadline, date(2021, 10, 8))
    assert _facts(deadline)[:2] == ("paused", date(2021, 11, 30))

    resume_deadline(deadline.pk, on=date(2021, 10, 28), by=None, at=NOON)

    assert _facts(deadline)[:2] == ("running", date(2021, 12, 20))
    change = DeadlineChange.objects.get()
    assert (change.old_due_on, change.new_due_on) == (date(2021, 11, 30), date(2021, 12, 20))
    assert (change.kind, change.moved_at) == ("pause", NOON)
    assert change.why == "2021年10月8日至2021年10月28日中止（听证）"


def test_pause_of_working_days_gives_back_working_days():
    deadline = started("deadline.t03", date(2021, 9, 17), at=SEP)
    _pause(deadline, date(2021, 9, 22))

    resume_deadline(deadline.pk, on=date(2021, 9, 24), by=None, at=NOON)

    assert _facts(deadline)[1] == date(2021, 9, 30)


def test_pause_twice_is_refused():
    deadline = started("deadline.t02", SEP1, at=SEP)
    _pause(deadline, date(2021, 10, 8))

    with pytest.raises(WrongState, match="中止"):
        _pause(deadline, date(2021, 10, 9))

    assert DeadlinePause.objects.count() == 1


@pytest.mark.parametrize(
    ("on", "refusal"),
    [
        (SEP1, PauseOutOfPlace),
        (date(2021, 12, 1), DayInTheFuture),
        (date(2021, 9, 10), PauseOutOfPlace),
    ],
)
def test_pause_out_of_place_is_refused_and_changes_nothing(on, refusal):
    deadline = started("deadline.t02", SEP1, at=SEP)
    _pause(deadline, date(2021, 9, 8))
    resume_deadline(deadline.pk, on=date(2021, 9, 20), by=None, at=NOON)
    before = _facts(deadline)

    with pytest.raises(refusal):
        _pause(deadline, on)

    assert (_facts(deadline), DeadlinePause.objects.count()) == (before, 1)


def test_pause_after_the_last_day_is_refused():
    deadline = started("deadline.t03", SEP1, at=SEP)

    with pytest.raises(PauseOutOfPlace, match="届满"):
        _pause(deadline, date(2021, 10, 11))


@pytest.mark.parametrize(
    ("key", "on"),
    [("deadline.t19", SEP), ("deadline.t08", date(2021, 12, 1))],
)
def test_pause_of_hours_or_of_a_period_counted_back_is_refused(key, on):
    deadline = started(key, on)

    with pytest.raises(CannotPause):
        _pause(deadline, date(2021, 9, 2))

    assert _facts(deadline)[0] == "running"


def test_pause_without_cause_or_basis_is_refused():
    deadline = started("deadline.t02", SEP1, at=SEP)

    with pytest.raises(BadInput, match="事由"):
        _pause(deadline, date(2021, 10, 8), cause="holiday")
    with pytest.raises(BadInput, match="依据"):
        pause_deadline(
            deadline.pk, cause="hearing", basis=" ", on=date(2021, 10, 8), by=None, at=NOON
        )

    assert not DeadlinePause.objects.exists()


def test_resume_before_the_pause_is_refused():
    deadline = started("deadline.t02", SEP1, at=SEP)
    _pause(deadline, date(2021, 10, 8))

    with pytest.raises(ResumedBeforePause):
        resume_deadline(deadline.pk, on=date(2021, 10, 7), by=None, at=NOON)

    assert DeadlinePause.objects.get().resumed_on is None
    assert _facts(deadline)[0] == "paused"


def test_resume_of_what_runs_is_refused():
    with pytest.raises(WrongState):
        resume_deadline(started().pk, on=DAY, by=None, at=NOON)


@pytest.mark.parametrize("verb", ["pause", "extend", "meet", "cancel"])
def test_a_clock_set_back_is_refused(verb):
    deadline = started("deadline.t02", SEP1, at=NOON)
    before, head = NOON - timedelta(seconds=1), UserFactory(bureau_head=True)
    verbs = {
        "pause": lambda: _pause(deadline, date(2021, 10, 8), at=before),
        "extend": lambda: extend_deadline(
            deadline.pk, count=1, unit="month", reason="案情复杂", by=head, at=before
        ),
        "meet": lambda: meet_deadline(deadline.pk, on=DAY, by=None, at=before),
        "cancel": lambda: cancel_deadline(deadline.pk, reason="撤案", by=None, at=before),
    }

    with pytest.raises(ClockSetBack, match="系统时间"):
        verbs[verb]()

    assert _facts(deadline) == ("running", date(2021, 11, 30), NOON)


def test_extend_counts_on_as_one_period_and_says_who_approved():
    deadline, head = started("deadline.t24", date(2022, 5, 10)), UserFactory(bureau_head=True)

    extend_deadline(deadline.pk, count=30, unit="calendar_day", reason="案情复杂", by=head, at=NOON)

    assert _facts(deadline)[1] == date(2022, 8, 8)
    one = DeadlineExtension.objects.get()
    assert (one.old_due_on, one.new_due_on) == (date(2022, 7, 11), date(2022, 8, 8))
    assert (one.approved_by, one.approved_at, one.reason) == (head, NOON, "案情复杂")
    assert DeadlineChange.objects.get().kind == "extension"


def test_extend_beyond_what_the_rule_allows_is_refused():
    deadline, head = started("deadline.t24", date(2022, 5, 10)), UserFactory(bureau_head=True)
    given = {"reason": "案情复杂", "by": head, "at": NOON}
    extend_deadline(deadline.pk, count=20, unit="calendar_day", **given)

    with pytest.raises(ExtensionBeyondRule, match="已延长20日"):
        extend_deadline(deadline.pk, count=11, unit="calendar_day", **given)
    with pytest.raises(ExtensionBeyondRule):
        extend_deadline(deadline.pk, count=1, unit="month", **given)

    assert DeadlineExtension.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"reason": " "}, BadInput),
        ({"unit": "week"}, BadInput),
        ({"count": 0}, PeriodTooLong),
        ({"unit": "hour"}, CannotPause),
        ({"at": at_noon(date(2022, 2, 9))}, DeadlineOver),
    ],
)
def test_extend_is_refused_and_changes_nothing(facts, refusal):
    deadline, head = started(), UserFactory(bureau_head=True)
    given = {"count": 30, "unit": "calendar_day", "reason": "案情复杂", "at": NOON} | facts

    with pytest.raises(refusal):
        extend_deadline(deadline.pk, by=head, **given)

    assert _facts(deadline) == ("running", date(2022, 2, 8), NOON)
    assert not DeadlineExtension.objects.exists()


def test_extend_without_the_right_is_refused():
    deadline = started()

    with pytest.raises(NotAllowed):
        extend_deadline(
            deadline.pk,
            count=30,
            unit="calendar_day",
            reason="案情复杂",
            by=UserFactory(section_head=True),
            at=NOON,
        )

    assert not DeadlineExtension.objects.exists()


def test_meet_in_time_and_late():
    in_time, late = started(), started("deadline.t03", SEP1, at=SEP)

    meet_deadline(in_time.pk, on=DAY, by=None, at=NOON)
    meet_deadline(late.pk, on=DAY, by=None, at=NOON)

    rows = Deadline.objects.in_bulk()
    assert [rows[one.pk].was_late for one in (in_time, late)] == [False, True]
    assert rows[late.pk].met_on == DAY
    assert AuditEvent.objects.filter(kind="deadline.meet").count() == 2


def test_meet_while_it_stands_still_counts_until_then():
    deadline = started("deadline.t03", date(2021, 10, 28), at=SEP)
    _pause(deadline, date(2021, 11, 1), cause="public_notice")

    met = meet_deadline(deadline.pk, on=DAY, by=None, at=NOON)

    assert (met.state, met.due_on, met.was_late) == ("met", date(2021, 11, 17), False)
    assert DeadlinePause.objects.get().resumed_on == DAY


def test_meet_twice_or_tomorrow_is_refused():
    deadline = started()
    with pytest.raises(DayInTheFuture):
        meet_deadline(deadline.pk, on=DAY + timedelta(days=1), by=None, at=NOON)
    meet_deadline(deadline.pk, on=DAY, by=None, at=NOON)

    with pytest.raises(WrongState):
        meet_deadline(deadline.pk, on=DAY, by=None, at=NOON)


def test_cancel_says_why_and_ends_the_pause(check_now):
    deadline = started("deadline.t02", SEP1, at=SEP)
    _pause(deadline, date(2021, 10, 8))

    cancel_deadline(deadline.pk, reason="案件撤销", by=None, at=NOON)

    check_now()
    found = Deadline.objects.get()
    assert (found.state, found.cancel_reason) == ("cancelled", "案件撤销")
    assert DeadlinePause.objects.get().resumed_on == DAY
    with pytest.raises(WrongState):
        cancel_deadline(deadline.pk, reason="案件撤销", by=None, at=NOON)


def test_what_is_not_there_is_not_found():
    with pytest.raises(NotFound):
        cancel_deadline(1, reason="撤案", by=None, at=NOON)

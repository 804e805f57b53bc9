"""The prior notice, what the party answers, and when the case may go on."""

from datetime import date, timedelta

import pytest

from cases import services
from cases.errors import (
    AlreadyWaived,
    CaseDayWrong,
    HearingOpen,
    HeavierForDefence,
    NoticeDraftOpen,
    NoticeMissing,
    PaperMissing,
    PenaltiesWrong,
    PeriodsRun,
    ReviewNeeded,
    SamePerson,
    StatementOpen,
    UnderAge,
)
from cases.models import Case, PriorNotice
from cases.rules import Proposed
from cases.states import CaseState, NoticeState
from common.errors import NotAllowed, WrongState
from deadlines.models import Deadline
from tests.cases.guarding import commit_now
from tests.factories import cases as scenes
from tests.factories.cases import CLOSING, FACTS, FINE
from tests.times import DAY, NOON

LATE = scenes.days(30)
FACTS_OF_NOTICE = services.NoticeFacts(FACTS, "依据", "理由")


def test_an_approved_notice_is_dated_by_its_paper(people, check_now):
    notice = scenes.approved(scenes.ended(people), people)
    check_now()

    paper = notice.papers.get().paper
    assert (notice.state, notice.issued_on) == (NoticeState.APPROVED, paper.dated_on)
    assert paper.number == "县教罚告字〔2021〕1号"
    assert paper.payload["facts"]["penalties"] == [
        {"no": "1", "kind": "罚款", "content": "人民币3,000元"}
    ]
    assert Case.objects.get().state == CaseState.NOTICED


def test_a_served_notice_starts_exactly_its_clocks(people, check_now):
    case = scenes.ended(people)
    notice = scenes.served(case, people, CLOSING)
    check_now()

    running = {one.key: one.due_on for one in Deadline.objects.running()}
    week_later = date(2021, 11, 17)  # five working days after Wednesday the 10th
    assert running == {
        "deadline.t02": date(2022, 2, 8),
        "deadline.t06": week_later,
        "deadline.t07": week_later,
    }
    assert (notice.statement_until, notice.hearing_until) == (week_later, week_later)


@pytest.mark.parametrize(
    ("penalty", "offered"),
    [
        (Proposed("P1"), False),
        (Proposed("P3", 999_999), False),
        (Proposed("P3", 1_000_000), True),
        (Proposed("P4", 1_000_000), True),
        (Proposed("P6"), True),
        (CLOSING, True),
        (Proposed("P8"), True),
        (Proposed("P9", months=12, text="举办者"), True),
    ],
)
def test_a_hearing_is_offered_by_kind_or_amount(people, penalty, offered):
    case = scenes.ended(people)

    notice = services.draft_prior_notice(
        case.pk, FACTS_OF_NOTICE, [penalty], by=people.lead, at=NOON
    )

    assert notice.hearing_offered is offered


def test_a_notice_is_not_approved_without_its_paper(people):
    case = scenes.ended(people)
    notice = services.draft_prior_notice(case.pk, FACTS_OF_NOTICE, [FINE], by=people.lead, at=NOON)

    with pytest.raises(PaperMissing, match="行政处罚事先告知书"):
        services.approve_prior_notice(notice.pk, by=people.section, at=NOON)

    assert PriorNotice.objects.get().state == NoticeState.DRAFT
    assert Case.objects.get().state == CaseState.ENDED


def test_an_officer_does_not_approve_his_own_notice(people):
    notice = scenes.drafted(scenes.ended(people), people)

    with pytest.raises(NotAllowed):
        services.approve_prior_notice(notice.pk, by=people.lead, at=NOON)
    with pytest.raises(WrongState):
        services.note_notice_served(notice.pk, served_on=DAY, by=people.lead, at=NOON)


def test_a_review_that_is_needed_comes_before_the_notice(people):
    case = scenes.ended(people, is_public_interest=True)
    notice = scenes.drafted(case, people)

    with pytest.raises(ReviewNeeded, match="重大公共利益"):
        services.approve_prior_notice(notice.pk, by=people.section, at=NOON)

    scenes.pass_review(case, people)
    services.approve_prior_notice(notice.pk, by=people.section, at=NOON)
    assert case.reviews.get().grounds == ["涉及重大公共利益"]


def test_a_notice_is_not_served_before_it_is_issued(people):
    notice = scenes.approved(scenes.ended(people), people)

    with pytest.raises(CaseDayWrong, match="不能早于"):
        services.note_notice_served(
            notice.pk, served_on=DAY - timedelta(days=1), by=people.lead, at=NOON
        )


@pytest.mark.parametrize(
    "penalties",
    [
        [],
        [Proposed("P3")],
        [Proposed("P3", 0)],
        [Proposed("P3", 1.5)],
        [Proposed("P1", 100)],
        [Proposed("P5")],
        [FINE, FINE],
        [Proposed("P99")],
    ],
)
def test_penalties_that_cannot_be_are_refused(people, penalties):
    case = scenes.ended(people)

    with pytest.raises(PenaltiesWrong):
        services.draft_prior_notice(case.pk, FACTS_OF_NOTICE, penalties, by=people.lead, at=NOON)

    assert not PriorNotice.objects.exists()


def test_a_child_of_thirteen_gets_no_notice(people):
    child = scenes.person(date(2007, 11, 10))
    case = scenes.end(scenes.filed(people, party=child), people)

    with pytest.raises(UnderAge, match="13周岁"):
        scenes.drafted(case, people)


def test_the_case_waits_for_the_periods(people):
    case = scenes.ended(people)
    scenes.served(case, people)

    with pytest.raises(PeriodsRun, match="陈述、申辩"):
        services.finish_answers(case.pk, by=people.lead, at=NOON + timedelta(days=7))

    case = services.finish_answers(case.pk, by=people.lead, at=NOON + timedelta(days=8))
    assert case.state == CaseState.ANSWERED


def test_a_waived_right_need_not_be_waited_for(people, check_now):
    case = scenes.ended(people)
    notice = scenes.served(case, people, CLOSING)
    for right in ("statement", "hearing"):
        services.record_waiver(
            notice.pk,
            right=right,
            text="自愿放弃",
            waived_by="王春梅",
            waived_on=DAY,
            by=people.lead,
            at=NOON,
        )

    case = services.finish_answers(case.pk, by=people.lead, at=NOON)
    check_now()

    assert case.state == CaseState.ANSWERED


def test_a_right_is_waived_once_and_a_second_click_is_no_second_waiver(people):
    notice = scenes.served(scenes.ended(people), people, CLOSING)
    said = {"right": "hearing", "text": "放弃", "waived_by": "王春梅", "waived_on": DAY}

    first = services.record_waiver(notice.pk, **said, by=people.lead, at=NOON)
    again = services.record_waiver(notice.pk, **said, by=people.lead, at=LATE)

    assert again == first
    other = said | {"waived_on": LATE.date()}
    with pytest.raises(AlreadyWaived, match="王春梅已于2021年11月10日放弃听证"):
        services.record_waiver(notice.pk, **other, by=people.lead, at=LATE)


def test_a_statement_is_rechecked_before_the_case_goes_on(people):
    case = scenes.ended(people)
    notice = scenes.served(case, people)
    said = services.record_statement(
        notice.pk, text="请求从轻", made_by="王春梅", made_on=DAY, by=people.lead, at=NOON
    )

    with pytest.raises(StatementOpen):
        services.finish_answers(case.pk, by=people.lead, at=LATE)

    services.recheck_statement(
        said.pk, recheck="经复核属实", adoption="partly", by=people.lead, at=NOON
    )
    assert services.finish_answers(case.pk, by=people.lead, at=LATE).state == "answered"


def test_a_hearing_that_was_asked_for_is_waited_for(people):
    case = scenes.ended(people)
    notice = scenes.served(case, people, CLOSING)
    services.request_hearing(
        notice.pk, requested_on=DAY, requested_by="王春梅", by=people.lead, at=NOON
    )

    with pytest.raises(HearingOpen):
        services.finish_answers(case.pk, by=people.lead, at=LATE)


def test_words_before_service_answer_nothing(people):
    notice = scenes.approved(scenes.ended(people), people)

    with pytest.raises(NoticeMissing):
        services.record_statement(
            notice.pk, text="请求", made_by="王", made_on=DAY, by=people.lead, at=NOON
        )


def test_a_heavier_penalty_needs_a_new_notice_and_never_for_the_defence(people):
    case = scenes.ended(people)
    old = scenes.served(case, people)
    heavier = scenes.approved(case, people, Proposed("P3", 400_000))
    commit_now()

    old.refresh_from_db()
    assert (old.state, heavier.supersedes) == (NoticeState.SUPERSEDED, old)
    assert not Deadline.objects.running().filter(key="deadline.t06").exists()

    services.note_notice_served(heavier.pk, served_on=DAY, by=people.lead, at=NOON)
    services.record_statement(
        heavier.pk, text="太重", made_by="王春梅", made_on=DAY, by=people.lead, at=NOON
    )
    with pytest.raises(HeavierForDefence, match="500,000|5,000"):
        scenes.drafted(case, people, Proposed("P3", 500_000))


def test_nobody_approves_what_he_drafted(people):
    people.section.roles = ["section_head", "inspector"]
    people.section.save()
    notice = scenes.drafted(scenes.ended(people), people)
    PriorNotice.objects.filter(pk=notice.pk).update(drafted_by=people.section)

    with pytest.raises(SamePerson):
        services.approve_prior_notice(notice.pk, by=people.section, at=NOON)


def test_a_second_draft_waits_for_the_first(people):
    case = scenes.ended(people)
    first = services.draft_prior_notice(case.pk, FACTS_OF_NOTICE, [FINE], by=people.lead, at=NOON)

    with pytest.raises(NoticeDraftOpen):
        services.draft_prior_notice(case.pk, FACTS_OF_NOTICE, [FINE], by=people.lead, at=NOON)

    services.discard_prior_notice(first.pk, by=people.lead, at=NOON)
    services.draft_prior_notice(case.pk, FACTS_OF_NOTICE, [FINE], by=people.lead, at=NOON)

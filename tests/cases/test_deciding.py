"""The decision: what it refuses in words, and what it leaves behind."""

from datetime import date, timedelta

import pytest

from audit.models import AuditEvent
from cases import services
from cases.errors import (
    DiscussionNeeded,
    FinedBefore,
    FinesNotAnswered,
    HeavierThanNotice,
    LeniencyWrong,
    NotOneDecision,
    OtherFacts,
    OutsideRange,
    OwnCase,
    PaperDisagrees,
    PaperMissing,
    PeriodsRun,
    SamePerson,
    UnderAge,
)
from cases.models import Case, Decision
from cases.rules import Proposed
from cases.services import Benchmark
from cases.states import CaseState, DecisionState
from common.errors import NotAllowed, WrongState
from deadlines.models import Deadline
from tests.cases.guarding import commit_now
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.cases import CLOSING, FINE
from tests.times import NOON

LATE = scenes.days(30)


def approve(decision, people, by=None):
    return services.approve_decision(decision.pk, opinion="同意", by=by or people.head, at=LATE)


def test_a_decision_is_dated_numbered_and_ends_the_ninety_days(people, check_now):
    decision = scenes.decided(people, FINE)
    check_now()

    papers = {link.paper.code: link.paper for link in decision.papers.all()}
    assert (decision.state, decision.decided_on) == (
        DecisionState.APPROVED,
        papers["D36"].dated_on,
    )
    assert papers["D36"].number == "县教罚字〔2021〕1号"
    assert papers["D39"].payload["facts"]["decision"]["number"] == papers["D36"].number
    ninety = Deadline.objects.get(key="deadline.t02")
    assert (ninety.met_on, ninety.was_late) == (decision.decided_on, False)
    assert AuditEvent.objects.filter(kind="decision.approve").count() == 1
    assert [one.level for one in decision.case.opinions.filter(matter="decision")] == [
        *("officer", "section", "head")
    ]


def test_approving_twice_is_refused_and_takes_no_second_number(people):
    decision = scenes.decided(people, FINE)

    with pytest.raises(WrongState):
        approve(decision, people, by=people.deputy)

    assert decision.papers.count() == 2
    assert Case.objects.get().state == CaseState.DECIDED


def test_each_level_is_another_person(people):
    case = scenes.answered(people)
    people.section.roles = ["section_head", "bureau_head"]
    people.section.save()
    decision = scenes.endorsed(case, people, scenes.penalty(), LATE)

    with pytest.raises(SamePerson):
        approve(decision, people, by=people.section)
    with pytest.raises(NotAllowed):
        approve(decision, people, by=people.reviewer)


def test_an_officer_who_left_does_not_decide_either(people):
    people.second.roles = ["inspector", "bureau_head"]
    people.second.save()
    case = scenes.answered(people)
    decision = scenes.endorsed(case, people, scenes.penalty(), LATE)

    with pytest.raises(OwnCase):
        approve(decision, people, by=people.second)

    assert Decision.objects.get().state == DecisionState.ENDORSED


@pytest.mark.parametrize("penalty", [Proposed("P3", 300_001), CLOSING])
def test_a_heavier_or_other_penalty_is_refused_at_the_draft(people, penalty):
    case = scenes.answered(people)

    with pytest.raises(HeavierThanNotice):
        services.draft_decision(case.pk, scenes.penalty(penalty), by=people.lead, at=LATE)

    assert not Decision.objects.exists()


def test_other_facts_need_another_notice(people):
    case = scenes.answered(people)
    decision = services.draft_decision(
        case.pk, scenes.penalty(facts="另有一处场所"), by=people.lead, at=LATE
    )

    with pytest.raises(OtherFacts):
        services.submit_decision(decision.pk, opinion="建议", by=people.lead, at=LATE)


def test_a_decision_waits_for_the_periods(people):
    case = scenes.ended(people)
    scenes.served(case, people)
    services.note_fines_checked(case.pk, how="函询，无", by=people.lead, at=NOON)
    commit_now()

    with pytest.raises(WrongState):
        scenes.drafted_decision(case, people, scenes.penalty(), NOON)

    services.reopen_investigation(case.pk, reason="核对", by=people.lead, at=NOON)
    scenes.end(Case.objects.get(), people)
    decision = scenes.drafted_decision(case, people, scenes.penalty(), NOON)
    with pytest.raises(PeriodsRun):
        services.submit_decision(decision.pk, opinion="建议", by=people.lead, at=NOON)


def test_without_its_papers_nothing_is_decided(people):
    case = scenes.answered(people)
    decision = services.draft_decision(case.pk, scenes.penalty(), by=people.lead, at=LATE)
    services.submit_decision(decision.pk, opinion="建议", by=people.lead, at=LATE)
    services.endorse_decision(decision.pk, opinion="同意", by=people.section, at=LATE)

    with pytest.raises(PaperMissing, match="行政处罚决定书"):
        approve(decision, people)

    decision.refresh_from_db()
    assert (decision.state, decision.approved_at) == (DecisionState.ENDORSED, None)


def test_a_case_has_one_decision(people):
    case = scenes.answered(people)
    first = services.draft_decision(case.pk, scenes.penalty(), by=people.lead, at=LATE)

    with pytest.raises(NotOneDecision):
        services.draft_decision(case.pk, scenes.penalty(), by=people.lead, at=LATE)

    services.discard_decision(first.pk, by=people.lead, at=LATE)
    services.draft_decision(case.pk, scenes.penalty(), by=people.lead, at=LATE)


def test_complex_cases_are_discussed_by_two_heads(people, check_now):
    case = scenes.ended(people, is_major=True)
    decision = scenes.drafted_decision(case, people, scenes.mercy(), NOON)
    submit = {"opinion": "建议", "by": people.lead, "at": NOON}

    with pytest.raises(DiscussionNeeded):
        services.submit_decision(decision.pk, **submit)

    services.record_discussion(
        case.pk,
        {people.head.pk: "同意", people.deputy.pk: "同意"},
        held_on=NOON.date(),
        place="会议室",
        conclusion="不予处罚",
        by=people.head,
        at=NOON,
    )
    services.submit_decision(decision.pk, **submit)
    check_now()


def test_fines_of_others_are_looked_for_and_answered(people):
    case = scenes.ended(people)
    scenes.served(case, people)
    services.finish_answers(case.pk, by=people.lead, at=LATE)
    decision = scenes.drafted_decision(case, people, scenes.penalty(), LATE)
    submit = {"opinion": "建议", "by": people.lead, "at": LATE}

    with pytest.raises(FinesNotAnswered, match="还没有核对"):
        services.submit_decision(decision.pk, **submit)
    services.note_fines_checked(case.pk, how="函询", by=people.lead, at=LATE)
    told = {"department": "县市监局", "decision_no": "1号", "about": "同一场所"}
    fine = services.record_other_fine(
        case.pk, decided_on=NOON.date(), amount_fen=1, by=people.lead, at=LATE, **told
    )
    with pytest.raises(FinesNotAnswered, match="还没有认定"):
        services.submit_decision(decision.pk, **submit)
    answer = {"is_same_act": True, "answer": "同一行为", "by": people.lead, "at": LATE}
    services.answer_other_fine(fine.pk, **answer)
    with pytest.raises(FinedBefore, match="县市监局"):
        services.submit_decision(decision.pk, **submit)


def test_a_fine_outside_the_range_takes_two_heads(people, check_now):
    case = scenes.answered(people)
    range_ = {"least_fen": 10_000, "most_fen": 20_000, "text": "较轻档"}
    plain = scenes.penalty(benchmark=Benchmark(**range_))
    decision = scenes.drafted_decision(case, people, plain, LATE)
    with pytest.raises(OutsideRange, match="100元至200元"):
        services.submit_decision(decision.pk, opinion="建议", by=people.lead, at=LATE)
    services.discard_decision(decision.pk, by=people.lead, at=LATE)

    why = scenes.penalty(benchmark=Benchmark(**range_, deviation_reason="危害严重"))
    decision = scenes.endorsed(case, people, why, LATE)
    with pytest.raises(OutsideRange, match="另一名"):
        approve(decision, people)
    services.approve_deviation(decision.pk, opinion="同意", by=people.deputy, at=LATE)
    with pytest.raises(OutsideRange, match="另一名"):
        approve(decision, people, by=people.deputy)
    approve(decision, people)
    check_now()


def test_who_was_under_eighteen_is_punished_less(people, check_now):
    party = scenes.person(date(2004, 11, 10))
    case = scenes.end(scenes.filed(people, party=party), people)
    scenes.served(case, people)
    services.finish_answers(case.pk, by=people.lead, at=LATE)
    services.note_fines_checked(case.pk, how="函询，无", by=people.lead, at=LATE)
    decision = scenes.drafted_decision(case, people, scenes.penalty(), LATE)

    with pytest.raises(UnderAge, match="16周岁"):
        services.submit_decision(decision.pk, opinion="建议", by=people.lead, at=LATE)

    services.discard_decision(decision.pk, by=people.lead, at=LATE)
    lighter = scenes.penalty(lighter_reason="违法时未满十八周岁")
    approve(scenes.endorsed(case, people, lighter, LATE), people)
    check_now()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"is_corrected": False}, "及时改正"),
        ({"first_checked_how": ""}, "如何核实"),
        ({"education": ""}, "教育"),
        ({"ground": "under_age"}, "不满十四周岁"),
    ],
)
def test_mercy_needs_its_conditions_and_the_record_of_education(people, change, why):
    case = scenes.ended(people)
    facts = scenes.mercy(spared=scenes.spared(**change))

    with pytest.raises(LeniencyWrong, match=why):
        services.draft_decision(case.pk, facts, by=people.lead, at=NOON)

    assert not Decision.objects.exists()


def test_mercy_for_the_first_time_only(people, check_now):
    case = scenes.ended(people)
    decision = scenes.endorsed(case, people, scenes.mercy(), NOON)
    services.approve_decision(decision.pk, opinion="同意", by=people.head, at=NOON)
    check_now()
    assert (Case.objects.get().state, decision.penalties.count()) == (CaseState.DECIDED, 0)


def test_who_was_punished_before_is_not_spared_as_first(people):
    scenes.decided(people, FINE)
    again = scenes.ended(scenes.People())
    officer = again.officers.order_by("pk").first().user

    with pytest.raises(LeniencyWrong, match="此前已被处罚"):
        services.draft_decision(again.pk, scenes.mercy(), by=officer, at=NOON)


def test_a_penalty_on_the_spot_was_a_penalty_too(people):
    scenes.spot(people)
    case = scenes.ended(people)

    with pytest.raises(LeniencyWrong, match="此前已被处罚"):
        services.draft_decision(case.pk, scenes.mercy(), by=people.lead, at=NOON)


def test_periods_of_the_party_that_ran_out_are_nobody_s_delay(people):
    scenes.answered(people)

    period = Deadline.objects.get(key="deadline.t06")

    assert (period.met_on, period.was_late) == (period.due_on, False)


def test_a_decision_given_back_comes_again(people, check_now):
    case = scenes.answered(people)
    decision = scenes.endorsed(case, people, scenes.penalty(), LATE)

    services.return_decision(decision.pk, reason="补充理由", by=people.head, at=LATE)
    services.submit_decision(decision.pk, opinion="已补充", by=people.lead, at=LATE)
    services.endorse_decision(decision.pk, opinion="同意", by=people.section, at=LATE)
    later = LATE + timedelta(hours=1)
    services.approve_decision(decision.pk, opinion="同意", by=people.head, at=later)
    check_now()

    rounds = case.opinions.filter(matter="decision").values_list("round", flat=True)
    assert list(rounds) == [1, 1, 2, 2, 2]


def test_a_suspected_crime_goes_to_the_police_within_a_day(people, check_now):
    case = endings.for_the_police(people)
    running = Deadline.objects.running().get()
    assert (running.key, running.due_at) == ("deadline.t19", NOON + timedelta(hours=24))

    case = services.hand_to_police(
        case.pk,
        receipt="公安回执1号",
        signer="赵民警",
        by=people.lead,
        at=NOON + timedelta(hours=3),
    )
    check_now()

    assert case.state == CaseState.TRANSFERRED
    assert not Deadline.objects.open().exists()


@pytest.mark.parametrize(
    ("other", "label"),
    [
        ({"fine_fen": 900_000}, "罚款金额"),
        ({"gains_fen": 1}, "没收违法所得金额"),
        ({"facts": "另有一处场所"}, "违法事实"),
        ({"penalties": [{"no": "1", "kind": "责令停止举办", "content": "立即停办"}]}, "处罚种类"),
        ({"notice_served_on": "2021-11-01"}, "事先告知送达日期"),
    ],
)
def test_a_paper_cannot_say_more_than_was_decided(people, other, label):
    case = scenes.answered(people)
    decision = scenes.endorsed(case, people, scenes.penalty(), LATE)
    told = {**scenes.rest_of("D36"), "gains": "按退费后余额计算", **other}
    services.draft_decision_paper(decision.pk, "D36", told, by=people.lead, at=LATE)

    with pytest.raises(PaperDisagrees, match=label):
        approve(decision, people)

    decision.refresh_from_db()
    numbered = decision.papers.filter(paper__number__isnull=False)
    assert (decision.state, numbered.count()) == (DecisionState.ENDORSED, 0)


def test_nothing_is_asked_of_a_decided_case(people):
    decision = scenes.decided(people, FINE, CLOSING)
    notice, by = decision.notice_id, {"by": people.lead, "at": LATE}
    said = {"text": "已改正", "made_by": "王春梅", "made_on": LATE.date()}
    waived = {"right": "hearing", "text": "放弃", "waived_by": "王春梅", "waived_on": LATE.date()}

    with pytest.raises(WrongState):
        services.record_statement(notice, **said, **by)
    with pytest.raises(WrongState):
        services.record_waiver(notice, **waived, **by)
    with pytest.raises(WrongState):
        services.request_hearing(notice, requested_on=NOON.date(), requested_by="王", **by)

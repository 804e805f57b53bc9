"""Guards 2 to 6 by the shell: a decision that is approved behind the verbs' back.

The papers are approved with it, so that only the rule in question can say no.
"""

from datetime import date, timedelta

import pytest

from cases import services
from cases.models import Case, DecidedPenalty, Decision
from cases.rules import Proposed
from papers.services import approve_paper
from tests.cases.guarding import change, commit_now, force, refused_by
from tests.factories import cases as scenes
from tests.times import DAY, NOON

LATE = scenes.days(30)


def early(people, case: Case) -> Decision:
    """A decision drafted while the periods of its notice still run: after another look."""
    commit_now()
    services.note_fines_checked(case.pk, how="函询，无", by=people.lead, at=NOON)
    services.reopen_investigation(case.pk, reason="核对", by=people.lead, at=NOON)
    return drafted(people, scenes.end(case, people), at=NOON)


def drafted(people, case: Case, *penalties: Proposed, at=LATE) -> Decision:
    facts = scenes.penalty(*penalties)
    return scenes.drafted_decision(case, people, facts, at)


def test_a_lawful_decision_passes_by_hand_too(people, check_now):
    """So that the refusals below are refusals of their own rule."""
    decision = drafted(people, scenes.answered(people))

    force(decision, people)
    check_now()


def test_no_penalty_before_its_notice_is_served(people):
    case = scenes.ended(people)
    scenes.approved(case, people)
    decision = early(people, case)

    with refused_by("penalty_follows_a_served_notice"):
        force(decision, people, at=LATE, papers=())


def test_no_penalty_while_the_periods_run(people):
    case = scenes.ended(people)
    notice = scenes.served(case, people)
    decision = early(people, case)

    with refused_by("penalty_waits_for_the_periods_of_its_notice"):
        force(decision, people, at=NOON + (notice.statement_until - DAY))


def test_no_penalty_on_an_unheard_statement(people):
    case = scenes.ended(people)
    notice = scenes.served(case, people)
    services.record_statement(
        notice.pk, text="请求从轻", made_by="王春梅", made_on=DAY, by=people.lead, at=NOON
    )

    with refused_by("every_statement_is_rechecked_before_a_penalty"):
        force(early(people, case), people)


def test_no_penalty_above_or_beside_its_notice(people):
    case = scenes.answered(people)
    decision = drafted(people, case)

    with refused_by("penalty_is_not_above_its_notice"):
        decision.penalties.update(amount_fen=300_001)
        force(decision, people)
    with refused_by("penalty_is_not_above_its_notice"):
        DecidedPenalty.objects.create(decision=decision, kind="P7")
        force(decision, people)
    with refused_by("penalty_rests_on_the_facts_of_its_notice"):
        change(decision, facts_digest="f" * 64)
        force(decision, people)


def test_a_closing_order_stands_in_no_other_decision(people):
    case = scenes.ended(people)
    facts = scenes.mercy()
    decision = scenes.drafted_decision(case, people, facts, NOON)
    DecidedPenalty.objects.create(decision=decision, kind="P7")

    with refused_by("decided_penalty_has_penalties"):
        force(decision, people, at=NOON)
    with refused_by("decision_counts_its_penalties"):
        force(decision, people, at=NOON, penalty_count=0)


def test_legal_review_and_discussion_where_the_law_asks(people):
    case = scenes.ended(people, is_complex=True)
    decision = scenes.drafted_decision(case, people, scenes.mercy(), NOON)

    with refused_by("legal_review_is_passed_where_the_law_asks_for_it"):
        force(decision, people, at=NOON)
    scenes.pass_review(case, people)
    with refused_by("complex_and_major_cases_are_discussed_by_the_heads"):
        force(decision, people, at=NOON)


def test_one_act_is_fined_once(people):
    case = scenes.answered(people)
    fine = services.record_other_fine(
        case.pk,
        department="县市场监管局",
        decision_no="市监罚1号",
        decided_on=DAY,
        amount_fen=100,
        about="同一场所无照经营",
        by=people.lead,
        at=LATE,
    )
    decision = drafted(people, case)

    with refused_by("fines_of_others_are_answered_before_a_fine"):
        force(decision, people)
    services.answer_other_fine(
        fine.pk, is_same_act=True, answer="同一经营行为", by=people.lead, at=LATE
    )
    with refused_by("one_act_is_fined_once"):
        force(decision, people)


@pytest.mark.parametrize(
    ("born", "rule"),
    [
        (date(2007, 11, 10), "nobody_under_fourteen_is_punished"),
        (date(2007, 11, 9), "who_is_under_eighteen_is_punished_less"),
        (date(2003, 11, 10), "who_is_under_eighteen_is_punished_less"),
    ],
)
def test_children_are_not_punished_and_the_young_less(people, born, rule):
    case = scenes.answered(people)
    decision = drafted(people, case)
    commit_now()
    party = {"kind": "person", "born_on": born, "credit_code": "", "representative": ""}
    change(case.party, **party)

    with refused_by(rule):
        force(decision, people)


def test_no_officer_approves_and_nobody_decides_ahead_of_the_paper(people):
    case = scenes.answered(people)
    decision = drafted(people, case)

    with refused_by("decision_is_approved_by_no_officer"):
        force(decision, people, approved_by=people.second)
    with refused_by("decision_is_dated_on_its_approval"):
        force(decision, people, decided_on=DAY)
    with refused_by("penalty_is_dated_by_its_paper"):
        force(decision, people, approved_at=LATE + timedelta(seconds=1))
    with refused_by("penalty_is_dated_by_its_paper"):
        force(decision, people, papers=())
    with refused_by("penalty_is_within_the_limitation"):
        change(case, acted_from=date(2019, 1, 1), acted_until=date(2019, 1, 1))
        force(decision, people)


def test_a_paper_is_not_approved_without_its_decision(people):
    decision = drafted(people, scenes.answered(people))
    paper = decision.papers.get(paper__code="D36").paper

    with refused_by("paper_is_approved_with_what_it_says"):
        approve_paper(paper.pk, by=people.head, at=LATE, prints=False)


def test_a_fine_outside_the_range_is_marked_and_approved_twice(people):
    decision = drafted(people, scenes.answered(people))
    change(decision, fine_min_fen=10_000, fine_max_fen=20_000)

    with refused_by("fine_outside_the_range_is_marked"):
        force(decision, people)
    with refused_by("fine_outside_the_range_has_reason_and_second_approval"):
        force(decision, people, deviates=True, deviation_reason="危害严重")
    with refused_by("fine_outside_the_range_has_reason_and_second_approval"):
        force(
            decision,
            people,
            deviates=True,
            deviation_reason="危害严重",
            deviation_approved_at=LATE,
            deviation_approved_by=people.head,
        )


def test_mercy_for_the_first_time_has_three_conditions_and_education(people):
    case = scenes.ended(people)
    decision = scenes.drafted_decision(case, people, scenes.mercy(), NOON)

    with refused_by("first_violation_is_spared_on_three_conditions"):
        change(decision, is_corrected=False)
    with refused_by("who_is_spared_is_educated_and_that_is_recorded"):
        force(decision, people, at=NOON, education="")

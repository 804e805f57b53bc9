"""Art. 37: the law of the act, or a later one that is lighter; where nobody can say, a person does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases import services
from cases.errors import FineBeyondLaw, PaperDisagrees
from cases.law_errors import DraftOutdated, LawInTimeWrong
from cases.models import CaseViolation, PriorNotice
from cases.rules import Proposed
from papers.services import approve_paper
from policies.models import Benchmark, Violation
from tests.cases.guarding import change, commit_now, force, refused_by
from tests.factories import cases as scenes
from tests.factories.policies import IN_FORCE, BenchmarkFactory, ViolationFactory
from tests.times import DAY

SINCE = DAY + timedelta(days=5)
AFTER = scenes.days(12)
OLD = f"T900@{IN_FORCE.isoformat()}"
NEW = f"T900@{SINCE.isoformat()}"
BY_GAINS = {"min_fen": None, "max_fen": None, "multiple_max_tenths": 50}


def a_line(since: date = IN_FORCE, **facts) -> Benchmark:
    told = {"min_fen": 0, "max_fen": 500_000} | facts
    return BenchmarkFactory(
        violation_code="T900", code="T900-P3", tier="any", valid_from=since, **told
    )


def new_law(**later) -> None:
    """Since five days after the act another article; its fine as told."""
    last = SINCE - timedelta(days=1)
    Violation.objects.filter(code="T900").update(valid_until=last)
    ViolationFactory(code="T900", article="第七十条", valid_from=SINCE)
    a_line(valid_until=last)
    a_line(SINCE, **later)


def said_on(notice: PriorNotice) -> str:
    return str(notice.papers.get(paper__code="D29").paper.facts.get("law", ""))


def test_a_rule_that_did_not_change_is_named_and_not_printed(people, check_now):
    notice = scenes.approved(scenes.ended(people), people)
    check_now()

    assert notice.law == [f"{OLD}:same"]
    assert said_on(notice) == ""


def test_a_lighter_new_law_applies_and_is_printed(people, check_now):
    case = scenes.ended(people)
    new_law(max_fen=400_000)

    notice = scenes.approved(case, people, at=AFTER)
    check_now()

    assert notice.law == [f"{NEW}:now"]
    assert "第七十条适用作出决定时的规定" in said_on(notice)
    paper = notice.papers.get(paper__code="D29").paper
    assert "第七十条适用作出决定时的规定" in "".join(paper.view["paragraphs"])


def test_the_limit_is_that_of_the_lighter_law(people):
    case = scenes.ended(people)
    new_law(max_fen=400_000)

    with pytest.raises(FineBeyondLaw, match="法定上限为4,000元"):
        scenes.drafted(case, people, Proposed("P3", 450_000), at=AFTER)


def test_a_heavier_new_law_does_not_reach_back(people, check_now):
    case = scenes.ended(people)
    new_law(max_fen=900_000)

    assert scenes.approved(case, people, at=AFTER).law == [f"{OLD}:then"]
    check_now()
    with pytest.raises(FineBeyondLaw, match="法定上限为5,000元"):
        scenes.drafted(case, people, Proposed("P3", 600_000), at=AFTER)


def chosen(case, people, law: str, reason: str = "按倍数计算更重") -> CaseViolation:
    one = case.violations.get()
    return services.choose_law(one.pk, law=law, reason=reason, by=people.lead, at=AFTER)


def test_what_cannot_be_compared_is_chosen_with_a_reason_that_is_printed(people, check_now):
    case = scenes.ended(people)
    new_law(**BY_GAINS)
    with pytest.raises(LawInTimeWrong, match="请先选择适用的规定并写明理由"):
        scenes.drafted(case, people, at=AFTER)
    assert not PriorNotice.objects.exists()

    chosen(case, people, "then")

    notice = scenes.approved(case, people, at=AFTER)
    check_now()
    assert notice.law == [f"{OLD}:then"]
    assert "适用行为发生时的规定（按倍数计算更重）" in said_on(notice)


def test_what_can_be_compared_nobody_chooses(people):
    case = scenes.ended(people)
    new_law(max_fen=900_000)

    with pytest.raises(LawInTimeWrong, match="不能另行选择"):
        chosen(case, people, "now")

    assert case.violations.get().chosen == ""


def test_a_choice_that_contradicts_what_can_be_compared_is_refused(people):
    case = scenes.ended(people)
    new_law(**BY_GAINS)
    chosen(case, people, "now")
    Benchmark.objects.filter(valid_from=SINCE).update(valid_until=SINCE)
    a_line(SINCE + timedelta(days=1), max_fen=900_000)

    with pytest.raises(LawInTimeWrong, match="依法适用行为发生时的规定"):
        scenes.drafted(case, people, at=AFTER)


def test_a_draft_that_a_new_law_outran_is_not_approved(people):
    notice = scenes.drafted(scenes.ended(people), people)
    new_law(max_fen=400_000)

    with pytest.raises(DraftOutdated, match="适用的规定有变化"):
        services.approve_prior_notice(notice.pk, by=people.section, at=AFTER)

    notice.refresh_from_db()
    assert notice.state == "draft"


def test_a_paper_cannot_claim_another_law(people):
    notice = scenes.drafted(scenes.ended(people), people)
    paper = notice.papers.get().paper
    change(paper, facts={**paper.facts, "law": "适用作出决定时的规定。"})

    with pytest.raises(PaperDisagrees, match="适用的规定"):
        services.approve_prior_notice(notice.pk, by=people.section, at=scenes.NOON)


@pytest.mark.parametrize("law", [[], [f"{OLD}:now", f"{OLD}:then"], ["T900@2030-01-01:then"]])
def test_by_hand_no_notice_names_no_law_or_a_third_one(people, law):
    notice = scenes.drafted(scenes.ended(people), people)

    with refused_by("notice_names_the_law_that_applies"):
        _approve_by_hand(notice, people, law)
    _approve_by_hand(notice, people, [f"{OLD}:same"])
    commit_now()


def _approve_by_hand(notice: PriorNotice, people, law: list[str]) -> None:
    told = {"state": "approved", "approved_at": scenes.NOON, "approved_by": people.section}
    change(notice, **told, issued_on=DAY, penalty_count=1, law=law)
    approve_paper(notice.papers.get().paper_id, by=people.section, at=scenes.NOON, prints=False)


def test_by_hand_no_penalty_names_another_law(people):
    case = scenes.answered(people)
    decision = scenes.drafted_decision(case, people, scenes.penalty(), scenes.days(30))

    with refused_by("penalty_names_the_law_that_applies"):
        force(decision, people, law=["T901@2018-12-29:then"])

"""The law's own limit of a fine: no reason and no second head opens it."""

from __future__ import annotations

import pytest

from cases import services
from cases.errors import FineBeyondLaw
from cases.models import Decision, PriorNotice
from cases.rules import Proposed
from cases.services import Benchmark, Gains
from cases.states import DecisionState
from tests.factories import cases as scenes
from tests.factories.cases import FINE
from tests.factories.policies import BenchmarkFactory

LATE = scenes.days(30)
WARNING = Proposed("P1")


def limit(**facts) -> None:
    """The law's line for the violation of the scenes."""
    BenchmarkFactory(violation_code="T900", code="T900-P3", tier="any", **facts)


def test_a_fine_at_the_limit_is_announced_and_one_above_is_not(people):
    limit(max_fen=FINE.amount_fen)
    case = scenes.ended(people)

    with pytest.raises(FineBeyondLaw, match="3,000.01元超出法律规定的幅度：法定上限为3,000元"):
        scenes.drafted(case, people, Proposed("P3", 300_001))
    assert not PriorNotice.objects.exists()

    assert scenes.drafted(case, people, FINE).penalties.get().amount_fen == FINE.amount_fen


def test_neither_a_reason_nor_a_second_head_opens_the_limit(people):
    case = scenes.answered(people)
    limit(max_fen=100_000)  # known only after the notice
    told = Benchmark(1, 100_000, "一般档", deviation_reason="危害严重", line="T900/any")
    decision = scenes.drafted_decision(case, people, scenes.penalty(benchmark=told), LATE)

    with pytest.raises(FineBeyondLaw, match="法定上限为1,000元"):
        services.submit_decision(decision.pk, opinion="建议处罚", by=people.lead, at=LATE)

    assert Decision.objects.get().state == DecisionState.DRAFT


def test_where_the_law_names_no_fine_none_is_imposed(people):
    BenchmarkFactory(
        violation_code="T900", code="T900-P1", tier="any", penalty_kind="P1", min_fen=None,
        max_fen=None,
    )  # fmt: skip
    case = scenes.ended(people)

    with pytest.raises(FineBeyondLaw, match="没有为本案的违法情形规定罚款"):
        scenes.drafted(case, people, FINE)

    assert scenes.drafted(case, people, WARNING).penalties.get().kind == "P1"


def test_five_times_the_recognised_gains_are_the_limit(people):
    limit(min_fen=None, max_fen=None, multiple_min_tenths=10, multiple_max_tenths=50)
    case = scenes.filed(people)
    services.add_evidence(
        case.pk,
        services.EvidenceFacts("record", "现场笔录", case.found_on, "现场", "收费"),
        by=people.lead,
        at=scenes.NOON,
    )
    facts = services.ReportFacts("事实", "证据", "依据", "裁量", "建议", "penalty")
    services.end_investigation(
        case.pk, facts, by=people.lead, at=scenes.NOON, gains=Gains(collected_fen=60_000)
    )

    with pytest.raises(FineBeyondLaw, match="法定上限为3,000元"):
        scenes.drafted(case, people, Proposed("P3", 300_001))
    assert scenes.drafted(case, people, FINE).penalties.exists()


def test_what_the_catalogue_does_not_know_is_not_asked(people):
    limit(min_fen=None, max_fen=None, multiple_min_tenths=10, multiple_max_tenths=50)

    notice = scenes.drafted(scenes.ended(people), people, FINE)  # nobody recognised gains

    assert notice.penalties.exists()

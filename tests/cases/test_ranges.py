"""The range of a fine comes from the row of the catalogue; what is typed beyond it asks two heads."""

from __future__ import annotations

import pytest

from cases import services
from cases.errors import OutsideRange
from cases.models import Decision
from cases.services import Benchmark
from common.errors import BadInput
from policies.models import Benchmark as BenchmarkRow
from tests.cases.guarding import commit_now, force, refused_by
from tests.factories import cases as scenes
from tests.factories.policies import BenchmarkFactory

LATE = scenes.days(30)


def a_line(least: int = 100_000, most: int = 500_000, **facts) -> BenchmarkRow:
    told = {"tier": "serious", "min_fen": least, "max_fen": most} | facts
    return BenchmarkFactory(violation_code="T900", code="T900-serious-P3", **told)


def drafted(case, people, benchmark: Benchmark | None) -> Decision:
    told = scenes.penalty(benchmark=benchmark)
    return scenes.drafted_decision(case, people, told, LATE)


def test_least_and_most_come_from_the_row_that_is_named(people, check_now):
    row = a_line()
    case = scenes.answered(people)
    wanted = Benchmark(text="情节严重", line="T900/serious")

    decision = scenes.endorsed(case, people, scenes.penalty(benchmark=wanted), LATE)
    services.approve_decision(decision.pk, opinion="同意", by=people.head, at=LATE)
    check_now()

    decision.refresh_from_db()
    assert (decision.fine_min_fen, decision.fine_max_fen) == (100_000, 500_000)
    assert (decision.ranges, decision.deviates) == ([row.version], False)


@pytest.mark.parametrize("benchmark", [None, Benchmark(1, 2, "x"), Benchmark(line="T900/slight")])
def test_a_fine_that_names_no_row_is_refused_where_there_are_rows(people, benchmark):
    a_line()
    case = scenes.answered(people)

    with pytest.raises(BadInput, match="请选择适用的裁量阶次"):
        drafted(case, people, benchmark)

    assert not Decision.objects.exists()


def test_a_draft_from_before_the_row_is_not_submitted(people):
    case = scenes.answered(people)
    decision = drafted(case, people, None)
    a_line()

    with pytest.raises(BadInput, match="请选择适用的裁量阶次"):
        services.submit_decision(decision.pk, opinion="建议", by=people.lead, at=LATE)


def test_a_range_typed_beyond_its_row_takes_two_heads(people, check_now):
    a_line()
    case = scenes.answered(people)
    wider = {"least_fen": 100_000, "most_fen": 600_000, "text": "严重", "line": "T900/serious"}
    decision = drafted(case, people, Benchmark(**wider))
    with pytest.raises(OutsideRange, match="1,000元至6,000元"):
        services.submit_decision(decision.pk, opinion="建议", by=people.lead, at=LATE)
    services.discard_decision(decision.pk, by=people.lead, at=LATE)

    why = scenes.penalty(benchmark=Benchmark(**wider, deviation_reason="危害严重"))
    decision = scenes.endorsed(case, people, why, LATE)
    with pytest.raises(OutsideRange, match="另一名"):
        services.approve_decision(decision.pk, opinion="同意", by=people.head, at=LATE)
    services.approve_deviation(decision.pk, opinion="同意", by=people.deputy, at=LATE)
    services.approve_decision(decision.pk, opinion="同意", by=people.head, at=LATE)
    check_now()


def test_a_narrower_table_of_the_county_needs_no_second_head(people, check_now):
    a_line()
    case = scenes.answered(people)
    typed = Benchmark(200_000, 400_000, "县裁量表第三档", line="T900/serious")

    decision = scenes.endorsed(case, people, scenes.penalty(benchmark=typed), LATE)
    services.approve_decision(decision.pk, opinion="同意", by=people.head, at=LATE)
    check_now()


def test_by_hand_no_fine_is_decided_that_names_no_row(people):
    case = scenes.answered(people)
    decision = drafted(case, people, None)
    row = a_line()

    with refused_by("fine_names_the_row_of_its_range"):
        force(decision, people)
    with refused_by("fine_names_the_row_of_its_range"):
        force(decision, people, ranges=["T901-serious-P3@2018-12-29"])
    force(decision, people, ranges=[row.version])
    commit_now()


def test_by_hand_a_fine_by_the_gains_is_not_asked_for_a_row(people):
    case = scenes.answered(people)
    decision = drafted(case, people, None)
    by_gains = {"min_fen": None, "max_fen": None, "multiple_max_tenths": 50}
    BenchmarkFactory(violation_code="T900", code="T900-any-P3", tier="any", **by_gains)

    force(decision, people)
    commit_now()

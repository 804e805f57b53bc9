"""Ranges, law in time and limitation as pure rules."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.ranges import PenaltyRange, beyond_law, fine_of, lighter_of, limitation_of

SERIOUS = PenaltyRange("V02a", "serious", "P3", 2, min_fen=0, max_fen=5_000_000, line="law-s")
GRAVE = replace(SERIOUS, tier="grave", min_fen=5_000_000, max_fen=10_000_000, line="law-g")
TIMES = PenaltyRange(
    "V01", "any", "P3", 2, multiple_min_tenths=10, multiple_max_tenths=50, line="law-x"
)
WARNING = PenaltyRange("V02a", "ordinary", "P1", 1)
CLOSE = PenaltyRange("V01", "any", "P7", 3)

amounts = st.integers(0, 10**9)
fines = st.builds(
    lambda low, more: replace(SERIOUS, min_fen=low, max_fen=low + more), amounts, amounts
)


def own(**numbers):
    blank = {"min_fen": None, "max_fen": None, **numbers}
    return replace(SERIOUS, is_law=False, line="own", **blank)


def test_a_fine_lies_in_the_tier_that_was_chosen():
    lines = [WARNING, SERIOUS, GRAVE]

    assert fine_of(lines, tier="ordinary", gains_fen=None) is None
    assert fine_of(lines, tier="serious", gains_fen=None).max_fen == 5_000_000
    grave = fine_of(lines, tier="grave", gains_fen=None)
    assert (grave.min_fen, grave.max_fen, grave.lines) == (5_000_000, 10_000_000, ("law-g",))


def test_a_fine_by_multiples_of_the_gains_of_the_worked_example():
    """湘潭县: gains of 3,000 yuan, one to five times."""
    found = fine_of([TIMES, CLOSE], tier="serious", gains_fen=300_000)

    assert (found.min_fen, found.max_fen) == (300_000, 1_500_000)


def test_a_fine_by_multiples_waits_for_the_gains():
    found = fine_of([TIMES], tier="any", gains_fen=None)

    assert (found.min_fen, found.max_fen) == (None, None)
    assert "须先认定违法所得" in found.lacks


def test_a_benchmark_narrows_the_law_and_never_passes_it():
    inside = fine_of([SERIOUS, own(min_fen=100, max_fen=200)], tier="serious", gains_fen=None)
    beyond = fine_of([SERIOUS, own(min_fen=100, max_fen=10**8)], tier="serious", gains_fen=None)

    assert (inside.min_fen, inside.max_fen, inside.law_max_fen) == (100, 200, 5_000_000)
    assert beyond.max_fen == 5_000_000


def test_a_table_with_more_tiers_than_the_law_lies_in_the_laws_whole():
    heavier = replace(own(min_fen=100, max_fen=6_000_000), tier="heavier")

    found = fine_of([SERIOUS, GRAVE, heavier], tier="heavier", gains_fen=None)

    assert (found.max_fen, found.law_min_fen, found.law_max_fen) == (6_000_000, 0, 10_000_000)


@given(gains=amounts, low=st.integers(0, 60), more=st.integers(0, 60))
def test_a_fine_is_whole_fen_inside_the_multiples(gains, low, more):
    line = replace(TIMES, multiple_min_tenths=low, multiple_max_tenths=low + more)

    found = fine_of([line], tier="any", gains_fen=gains)

    assert found.min_fen <= found.max_fen
    assert 10 * found.max_fen <= gains * (low + more)
    if 10 * found.max_fen >= gains * low:
        assert 10 * found.min_fen >= gains * low


@given(line=fines, benchmark=fines)
def test_no_benchmark_leads_beyond_the_law(line, benchmark):
    lines = [line, replace(benchmark, is_law=False)]

    found = fine_of(lines, tier="serious", gains_fen=None)

    assert line.min_fen <= found.min_fen <= found.max_fen <= line.max_fen


def test_gains_below_zero_are_a_mistake():
    with pytest.raises(ValueError, match="below zero"):
        fine_of([TIMES], tier="any", gains_fen=-1)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (own(min_fen=0, max_fen=10_000_000), ""),
        (own(min_fen=0, max_fen=10_000_001), "金额上限超过法定上限"),
        (replace(own(max_fen=1), kind="P8"), "法律没有为该违法情形规定这种处罚"),
        (own(multiple_max_tenths=99), ""),
    ],
)
def test_a_benchmark_beyond_the_law_is_named(line, why):
    assert beyond_law(line, [SERIOUS, GRAVE]) == why


def test_a_benchmark_below_the_law_is_named():
    assert beyond_law(own(min_fen=1, max_fen=6_000_000), [GRAVE]) == "金额下限低于法定下限"


@pytest.mark.parametrize(
    ("old", "new", "lighter"),
    [
        ([SERIOUS], [replace(SERIOUS, line="other")], "same"),
        ([SERIOUS], [replace(SERIOUS, max_fen=1_000_000)], "new"),
        ([SERIOUS], [replace(SERIOUS, min_fen=1)], "old"),
        ([SERIOUS, WARNING], [WARNING], "new"),
        ([WARNING], [SERIOUS], "old"),
        ([SERIOUS, CLOSE], [SERIOUS], "new"),
        ([TIMES], [SERIOUS], "unknown"),
        ([CLOSE], [replace(CLOSE, kind="P8")], "unknown"),
        ([SERIOUS], [replace(SERIOUS, severity=0, kind="P10")], "unknown"),
        ([], [SERIOUS], "unknown"),
        ([SERIOUS], [SERIOUS, WARNING], "unknown"),
    ],
)
def test_the_lighter_law_is_found_or_left_to_a_person(old, new, lighter):
    found = lighter_of(old, new)

    assert found.lighter == lighter
    assert found.why.endswith("。")


@given(old=fines, new=fines)
def test_who_is_lighter_does_not_depend_on_the_order(old, new):
    turned = {"old": "new", "new": "old", "same": "same", "unknown": "unknown"}

    assert lighter_of([new], [old]).lighter == turned[lighter_of([old], [new]).lighter]


@pytest.mark.parametrize(
    ("ended", "years", "last"),
    [
        (date(2023, 3, 10), 2, date(2025, 3, 10)),
        (date(2023, 3, 10), 5, date(2028, 3, 10)),
        (date(2024, 2, 29), 2, date(2026, 2, 28)),
    ],
)
def test_limitation_ends_on_the_same_day_of_the_year(ended, years, last):
    assert limitation_of(ended, last, years=years).last_day == last
    assert not limitation_of(ended, last, years=years).is_over
    assert limitation_of(ended, last + timedelta(days=1), years=years).is_over


@given(ended=st.dates(date(2000, 1, 1), date(2050, 1, 1)), years=st.integers(1, 9))
def test_limitation_is_never_shorter_than_its_years(ended, years):
    found = limitation_of(ended, ended, years=years)

    assert 365 * years <= (found.last_day - ended).days <= 366 * years
    assert not found.is_over


def test_limitation_without_a_length_is_a_mistake():
    with pytest.raises(ValueError, match="1 or more"):
        limitation_of(date(2023, 1, 1), date(2023, 1, 1), years=0)

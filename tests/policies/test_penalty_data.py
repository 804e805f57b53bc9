"""Penalty kinds, ranges and deadlines of the package, read against the domain facts."""

import re

import pytest

from policies.catalogue import county_parameters, read_edition
from policies.states import HearingRight, Manner, Measure, RangeLevel, Tier

KINDS = read_edition("penalty_kinds").rows
LINES = read_edition("benchmarks").rows
VIOLATIONS = {row["code"] for row in read_edition("violations").rows}
STATUTORY = read_edition("statutory").rows
DEADLINES = [row for row in STATUTORY if row["key"].startswith("deadline.")]
UNITS = {"working_day", "calendar_day", "month", "year", "hour"}
# No article is known for these: an older version (known, not re-checked), or a rule by its title.
WITHOUT_ARTICLE = {
    *(("deadline.t10", 2017), ("deadline.t13", 2018)),
    *(("deadline.t37", 2021), ("deadline.t37", 2026)),
}
LADDER = {f"V{n:02d}" for n in (*range(5, 17), *range(20, 34))}


def lines_of(code):
    return {
        (row["tier"], row["penalty_kind"]): row for row in LINES if row["violation_code"] == code
    }


def test_penalty_kinds_are_all_there_with_their_hearing_rights():
    since_53 = [row for row in KINDS if row["law"] == "measures_53_2023"]

    assert [(row["code"], row["hearing"]) for row in since_53] == [
        ("P1", "no"), ("P2", "no"), ("P3", "if_large"), ("P4", "if_large"), ("P5", "if_large"),
        ("P6", "yes"), ("P7", "yes"), ("P8", "yes"), ("P9", "yes"), ("P10", "by_case"),
    ]  # fmt: skip
    derived = [row["code"] for row in since_53 if "[D]" in row["hearing_mark"]]
    assert derived == ["P6", "P7"]


def test_choices_of_kinds_and_lines_are_those_of_the_models():
    assert {row["hearing"] for row in KINDS} <= set(HearingRight.values)
    assert {row["measured_in"] for row in KINDS} <= set(Measure.values)
    assert {row["tier"] for row in LINES} <= set(Tier.values)
    assert {row["level"] for row in LINES} == {RangeLevel.LAW}
    assert {row["manner"] for row in LINES} == set(Manner.values)


def test_every_violation_with_a_penalty_of_its_own_has_lines():
    assert {row["violation_code"] for row in LINES} == VIOLATIONS - {"V41", "V42", "V43"}
    assert {row["penalty_kind"] for row in LINES} <= {row["code"] for row in KINDS}


def test_lines_begin_with_their_violation_and_carry_a_mark():
    begins = {row["code"]: row["valid_from"] for row in read_edition("violations").rows}
    for row in LINES:
        assert row["valid_from"] == begins[row["violation_code"]], row["code"]
        assert row["mark"], row["code"]
        assert row["code"] == f"{row['violation_code']}-{row['tier']}-{row['penalty_kind']}"


@pytest.mark.parametrize("code", ["V02a", "V02b", "V02c", "V02d", "V17"])
def test_disguised_tutoring_and_contests_rise_by_tiers(code):
    found = lines_of(code)

    assert set(found) == {
        ("ordinary", "P1"), ("ordinary", "P2"), ("serious", "P3"), ("grave", "P3"),
    }  # fmt: skip
    assert found["serious", "P3"]["max_fen"] == 50_000_00
    grave = found["grave", "P3"]
    assert (grave["min_fen"], grave["max_fen"]) == (50_000_00, 100_000_00)


@pytest.mark.parametrize("code", sorted(LADDER))
def test_the_ladder_of_article_62_has_four_rungs(code):
    assert set(lines_of(code)) == {
        ("any", "P1"), ("any", "P4"), ("serious", "P6"), ("serious", "P8"),
    }  # fmt: skip


def test_the_contest_of_the_top_tier_is_known_only():
    marks = {row["tier"]: row["confidence"] for row in lines_of("V17").values()}

    assert marks == {"ordinary": "uncertain", "serious": "uncertain", "grave": "known"}


def test_bars_last_as_long_as_the_law_says():
    heads = lines_of("V18")
    assert (heads["serious", "P9"]["min_months"], heads["serious", "P9"]["max_months"]) == (12, 60)
    assert heads["grave", "P9"]["is_permanent"]
    assert lines_of("V19")["serious", "P9"]["max_months"] == 120


@pytest.mark.parametrize("row", DEADLINES, ids=lambda row: row["key"])
def test_every_deadline_has_unit_article_source_and_mark(row):
    parts = [row["value"], *(one for one in row["value"].values() if isinstance(one, dict))]
    units = {part["unit"] for part in parts if "unit" in part}

    assert units <= UNITS
    assert units or row["key"] == "deadline.t12"
    assert row["mark"].startswith("[")
    if (row["key"], row["valid_from"].year) not in WITHOUT_ARTICLE:
        assert re.search(r"第[〇零一二三四五六七八九十百]+条", row["source"])


def test_ten_days_or_less_of_the_compulsion_law_are_working_days():
    rows = [row for row in DEADLINES if "行政强制法" in row["source"]]

    units = {row["key"]: (row["value"]["count"], row["value"]["unit"]) for row in rows}
    assert units == {"deadline.t16": (10, "working_day"), "deadline.t17": (3, "month")}


def test_what_nobody_has_to_do_by_a_day_does_not_roll():
    still = {row["key"] for row in DEADLINES if row["value"].get("rolls") is False}

    assert still == {f"deadline.t{no}" for no in (10, 31, 35, 36, 37)}


def test_what_no_source_settles_is_the_countys_and_says_so():
    uncertain = [
        "hearing.large_fine", "hearing.large_gains", "hearing.large_property", "legal_review.also",
        "case.closing_conditions", "publication.class_by_kind", "publication.huge_fine",
        "archive.class",
    ]  # fmt: skip
    for key in uncertain:
        assert county_parameters()[key].confidence == "uncertain", key
        assert "[U]" in county_parameters()[key].mark, key


def test_publication_has_three_classes():
    value = next(row["value"] for row in STATUTORY if row["key"] == "publication.classes")

    assert {name: (one["min_months"], one["max_months"]) for name, one in value.items()} == {
        "minor": (0, 3), "ordinary": (3, 12), "grave": (12, 36),
    }  # fmt: skip

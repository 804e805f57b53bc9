"""The package's own catalogue files, read as a person checks them against the domain facts."""

from collections import Counter
from datetime import date

import pytest

from accounts.models import DepartmentKind
from policies.catalogue import county_parameters, read_edition, statutory_labels
from policies.models import Confidence, Hearing, InstitutionKind
from policies.rules import value_problem

ORDER_53_IN_FORCE = date(2023, 10, 15)

PENALTY_WORDS = (
    "罚款", "没收", "吊销", "责令停止举办", "警告", "通报批评", "处罚", "停业整顿", "拘留", "取缔",
    "限制从业", "责令停止招",
)  # fmt: skip

VIOLATIONS = read_edition("violations").rows
ROUTED = read_edition("routed").rows
LAWS = {row["code"]: row for row in read_edition("laws").rows}


def by_mark(rows, confidence):
    return [row["code"] for row in rows if row["confidence"] == confidence]


def test_violations_are_all_there():
    codes = [row["code"] for row in VIOLATIONS]

    assert codes == [
        "V01", "V02a", "V02b", "V02c", "V02d",
        *(f"V{n:02d}" for n in range(3, 37)), "V40", "V41", "V42", "V43",
    ]  # fmt: skip


def test_routed_matters_are_all_there():
    assert sorted({row["code"] for row in ROUTED}) == [f"R{n:02d}" for n in range(1, 21)]


def test_violations_are_marked_as_the_domain_facts_mark_their_articles():
    assert by_mark(VIOLATIONS, "known") == ["V02d"]
    assert by_mark(VIOLATIONS, "uncertain") == [f"V{n:02d}" for n in range(3, 20)]
    assert by_mark(VIOLATIONS, "derived") == []
    assert by_mark(VIOLATIONS, "source") == [
        "V01", "V02a", "V02b", "V02c",
        *(f"V{n:02d}" for n in range(20, 37)), "V40", "V41", "V42", "V43",
    ]  # fmt: skip


def test_violations_with_a_doubtful_number_are_marked_in_words_too():
    for row in VIOLATIONS:
        if row["confidence"] in ("known", "uncertain"):
            assert any(sign in row["mark"] for sign in ("[K]", "[U]", "as V05")), row["code"]


def test_violations_of_order_53_begin_with_it_and_no_other_row_is_later():
    for row in VIOLATIONS:
        is_part_a = row["law"] == "measures_53_2023"
        assert is_part_a == (row["part"] == "A")
        assert (row["valid_from"] == ORDER_53_IN_FORCE) == is_part_a


def test_violations_and_bases_do_not_begin_before_the_laws_they_cite():
    for row in (*VIOLATIONS, *read_edition("bases").rows):
        cited = [LAWS[row[name]] for name in ("law", "also_law") if name in row]
        assert row["valid_from"] >= max(law["in_force_from"] for law in cited), row["code"]


@pytest.mark.parametrize("field", ["title", "requirement", "remedy"])
def test_words_for_papers_hold_no_penalty_and_no_final_stop(field):
    for row in VIOLATIONS:
        found = [word for word in PENALTY_WORDS if word in row[field]]
        assert found == [], row["code"]
        assert row[field][-1] not in "。；，;. ", row["code"]


def test_childcare_meets_unlicensed_tutoring_and_minors_duties_only():
    kinds = {row["code"]: row["kinds"] for row in VIOLATIONS}

    childcare = [code for code, of in kinds.items() if "childcare" in of]
    assert childcare == [
        "V01", "V02a", "V02b", "V02c", "V02d", "V03", "V35", "V40", "V41", "V42", "V43",
    ]  # fmt: skip
    assert all({"subject", "non_subject"} <= set(of) for of in kinds.values())


def test_choices_are_those_of_the_models():
    assert {row["hearing"] for row in VIOLATIONS} == set(Hearing.values)
    assert {kind for row in VIOLATIONS for kind in row["kinds"]} == set(InstitutionKind.values)
    marks = {row["confidence"] for row in (*VIOLATIONS, *ROUTED, *LAWS.values())}
    assert marks <= set(Confidence.values)


def test_routed_matters_go_to_departments_that_exist():
    kinds = {row["department_kind"] for row in ROUTED}
    kinds |= {kind for row in ROUTED for kind in row.get("further_department_kinds", [])}

    assert kinds <= set(DepartmentKind.values)


def test_routed_matters_hold_one_wording_on_any_day():
    for code, times in Counter(row["code"] for row in ROUTED).items():
        versions = [row for row in ROUTED if row["code"] == code]
        assert len(versions) == times
        for earlier, later in zip(versions, versions[1:], strict=False):
            assert earlier["valid_until"] < later["valid_from"], code


def test_deadlines_of_the_table_are_all_there():
    keys = {*county_parameters(), *statutory_labels()}

    assert {f"deadline.t{n:02d}" for n in range(1, 39)} <= keys
    assert not county_parameters().keys() & statutory_labels().keys()


def test_deadlines_of_the_penalty_law_count_the_right_kind_of_days():
    """Art. 85: two, three, five and seven days are working days; the others are plain."""
    every = [row for row in read_edition("statutory").rows if row["key"].startswith("deadline.")]
    rows = [row for row in every if "行政处罚法" in row["source"]]
    for row in rows:
        count, unit = row["value"].get("count"), row["value"].get("unit")
        if unit in ("working_day", "calendar_day") and count:
            assert (unit == "working_day") == (count in (2, 3, 5, 7)), row["key"]


def test_county_parameters_begin_with_values_that_may_be_saved():
    problems = {
        key: value_problem(definition.kind, definition.value)
        for key, definition in county_parameters().items()
    }

    assert set(problems.values()) == {""}

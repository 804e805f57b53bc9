import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from common.credit_code import CREDIT_CODE_SIGNS, credit_check_digit, organisation_check_digit
from institutions.rules import (
    credit_code_problem,
    is_on_earth,
    move_when_corrected,
    move_when_stopped,
    register_of_credit_code,
)
from institutions.states import INSTITUTION, InstitutionState, RegisterKind
from tests.factories.institutions import BUSINESS_CODE, CIVIL_CODE, TRADER_CODE


@pytest.mark.parametrize("code", [CIVIL_CODE, BUSINESS_CODE, TRADER_CODE])
def test_a_right_credit_code_has_no_problem(code):
    assert credit_code_problem(code) == ""


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("", "应为18位，现为0位"),
        (BUSINESS_CODE[:-1], "应为18位，现为17位"),
        ("91999901MA1TEK10IF", "含有不允许的字符“I”（不使用I、O、S、V、Z）"),
        ("9199990XMA1TEK102F", "第3至8位应为6位数字的登记机关行政区划码"),
        ("91999901MA1TEK103F", "第17位校验码不符"),
        ("91999901MA1TEK102G", "第18位校验码不符"),
        ("91999902MA1TEK102F", "第18位校验码不符"),
    ],
)
def test_a_wrong_credit_code_says_what_is_wrong(code, problem):
    assert credit_code_problem(code) == problem


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8), st.integers(0, 999999))
def test_codes_made_with_the_check_digits_are_right_and_one_changed_sign_is_not(body, division):
    first_17 = f"91{division:06d}{body}{organisation_check_digit(body)}"
    code = first_17 + credit_check_digit(first_17)

    assert credit_code_problem(code) == ""
    for place in range(18):
        other = CREDIT_CODE_SIGNS[(CREDIT_CODE_SIGNS.index(code[place]) + 1) % 31]
        assert credit_code_problem(code[:place] + other + code[place + 1 :]) != ""


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9), st.integers(0, 999999))
def test_the_outer_check_digit_agrees_with_another_implementation(rest, division):
    first_17 = f"52{division:06d}{rest}"

    assert uscc.is_valid(first_17 + credit_check_digit(first_17))


@pytest.mark.parametrize(
    ("code", "register"),
    [
        (BUSINESS_CODE, RegisterKind.BUSINESS),
        (TRADER_CODE, RegisterKind.BUSINESS),
        (CIVIL_CODE, RegisterKind.CIVIL),
        ("12999901MJX000018K", None),
    ],
)
def test_register_of_a_credit_code_follows_its_prefix(code, register):
    assert register_of_credit_code(code) == register


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        (111.6, 25.0, True),
        (180, -90, True),
        (25.0, 111.6, False),
        (float("nan"), 25.0, False),
        (111.6, float("inf"), False),
    ],
)
def test_a_reading_is_on_earth_or_not(x, y, expected):
    assert is_on_earth(x, y) is expected


@pytest.mark.parametrize("state", InstitutionState.values)
@pytest.mark.parametrize("has_licence", [True, False])
def test_the_move_when_stopped_starts_where_the_institution_is(state, has_licence):
    action = move_when_stopped(state, has_licence=has_licence)

    assert action is None or state in INSTITUTION.moves[action].sources


@pytest.mark.parametrize(
    ("state", "has_licence", "action"),
    [
        ("lead", False, "note_stopped"),
        ("unlicensed", False, "note_stopped"),
        ("registered", False, "note_stopped"),
        ("rectifying", False, "note_stopped"),
        ("rectifying", True, "note_suspended"),
        ("licensed", True, "note_suspended"),
        ("preparing", False, None),
        ("suspended", True, None),
        ("stopped", False, None),
        ("deregistered", True, None),
    ],
)
def test_the_move_when_stopped_depends_on_the_licence(state, has_licence, action):
    assert move_when_stopped(state, has_licence=has_licence) == action


def test_the_move_when_corrected_leads_back_to_where_the_papers_stand():
    assert move_when_corrected(has_licence=True) == "note_corrected_licensed"
    assert move_when_corrected(has_licence=False) == "note_corrected_registered"

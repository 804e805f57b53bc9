"""The 40 worked cases and BC-01, by the functions that the pages use."""

from __future__ import annotations

import pytest

from tests.funds import worked_balances, worked_charges, worked_refunds  # noqa: F401 -- players
from tests.funds.worked import CASES, PLAYERS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("case_id", CASES)
def test_a_worked_case_comes_out_as_written(case_id, law):
    case = CASES[case_id]

    found = PLAYERS[case_id](case["given"])

    expected = {key: value for key, value in case["expect"].items() if key != "note"}
    assert {key: found[key] for key in expected} == expected


def test_each_of_the_41_cases_has_a_player_of_its_own():
    assert len(CASES) == 41
    assert PLAYERS.keys() == CASES.keys()

"""A parameter that changes on a day changes exactly what is done from that day on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from funds.rules.charging import Charge, over_caps
from funds.states import Breach
from funds.terms import caps_on, fen, last_day, opening_on, presets_on, withdrawal_days_on
from tests.factories.policies import ParameterFactory

pytestmark = pytest.mark.django_db
CHANGE = date(2025, 9, 1)
BEFORE = CHANGE - timedelta(days=1)


def test_a_lower_cap_holds_from_its_day(county):
    ParameterFactory(key="funds.cap_lessons", value="40", valid_from=CHANGE)
    charge = Charge(fee_fen=100, lessons=50)

    assert over_caps(charge, caps_on(BEFORE, is_subject=True)) == []
    assert over_caps(charge, caps_on(CHANGE, is_subject=True)) == [Breach.LESSON_CAP]


def test_a_rule_that_is_taken_away_holds_up_to_its_day(county):
    ParameterFactory(key="funds.early_months", value="", valid_from=CHANGE)

    assert opening_on(BEFORE).months_ahead == 1
    assert opening_on(CHANGE).months_ahead is None
    assert presets_on(CHANGE) == presets_on(BEFORE)


def test_a_period_is_the_one_of_the_day_on_which_it_began(law):
    period = {"count": 10, "unit": "calendar_day"}
    ParameterFactory(key="funds.refund_after_days", value=period, valid_from=CHANGE)

    assert last_day("refund_after_days", BEFORE) == BEFORE + timedelta(days=15)
    assert last_day("refund_after_days", CHANGE) == CHANGE + timedelta(days=10)


def test_the_seven_days_hold_for_payments_from_may_2025_on(law):
    assert withdrawal_days_on(date(2025, 4, 30)) is None
    assert withdrawal_days_on(date(2025, 5, 1)) == 7


def test_an_amount_with_three_decimals_is_no_money():
    assert fen("10.01") == 1001
    with pytest.raises(ValueError, match="no whole fen"):
        fen("10.001")

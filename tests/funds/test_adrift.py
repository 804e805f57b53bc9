"""What keeps a line from its place, by the numbers in its remark."""

from __future__ import annotations

import pytest

from funds.rules.reconciling import Adrift, KnownOrder, why_adrift
from funds.states import ReasonKind


@pytest.mark.parametrize("number", ["T7-1", "T1234-12"])
def test_an_order_paid_twice_is_told_however_short_its_number(number):
    order = KnownOrder(account_id=7, number=number, amount_fen=350000, is_paid=True)

    why = why_adrift(Adrift(7, -350000, f"退费 {number}"), {}, {number: order})

    assert why.kind == ReasonKind.PAID_TWICE
    assert number in why.sentence

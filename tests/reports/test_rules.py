"""Ratios, as reports print them."""

from decimal import Decimal

import pytest

from reports.rules import agrees, fits, per, share_pct


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(4, 3, "133.3"), (4, 53, "7.5"), (25, 53, "47.2"), (1, 5, "20.0"), (0, 5, "0.0")],
)
def test_share_is_rounded_half_up_and_may_pass_a_hundred(part, whole, share):
    assert share_pct(part, whole) == Decimal(share)


def test_share_of_nothing_is_no_number():
    assert share_pct(3, 0) is None


def test_amount_per_head():
    assert per(620000, 5169, places=2) == Decimal("119.95")
    assert per(1, 0, places=2) is None


@pytest.mark.parametrize(
    ("computed", "printed", "same"),
    [
        ("133.333", "133", True),
        ("7.547", "9", False),
        ("12.0218", "12.02", True),
        ("4.24", "4", True),
    ],
)
def test_a_printed_share_agrees_when_rounded_as_it_was_printed(computed, printed, same):
    assert agrees(Decimal(computed), Decimal(printed)) is same


def test_what_a_printed_share_would_fit():
    assert fits(9, 4, 53) == (44, 5)

"""The drawings as numbers: what stands where."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from funds.queries import DayEnd, Streams
from staff.funds.charts import curve_of, flow_of, short
from tests.times import DAY

NOTHING = Streams(0, 0, 0, 0, 0, 0, 0, 0)


def _days(*held):
    return [DayEnd(DAY + timedelta(days=no), 0, fen) for no, fen in enumerate(held)]


def test_a_balance_is_a_stair_from_edge_to_edge_between_round_heights():
    curve = curve_of(_days(0, 500000, 200000), 300000)

    assert curve.line == "M78 222H392V16H706V140"
    assert [mark.label for mark in curve.heights] == [
        "0",
        "1,000",
        "2,000",
        "3,000",
        "4,000",
        "5,000",
    ]
    assert curve.minimum == 98
    assert [mark.label for mark in curve.days] == ["11月10日", "11月11日", "11月12日"]


@pytest.mark.parametrize("held", [(0,), (0, 0), (-100, -5000), (1, 2), (10**13, 3)])
def test_any_balance_can_be_drawn_within_the_picture(held):
    curve = curve_of(_days(*held), None)

    heights = [int(number) for number in re.findall(r"V(\d+)", curve.line)]
    assert all(16 <= height <= 222 for height in [*heights, curve.zero])
    assert 2 <= len(curve.heights) <= 8


def test_fees_flow_into_what_became_of_them():
    flow = flow_of(Streams(360000, 75000, 30000, 40000, 0, 0, 0, 0))

    words = [(block.label, block.amount) for block in flow.blocks]
    assert words == [
        ("家长缴费", "3,600"),
        ("已消课", "750"),
        ("已拨付", "400"),
        ("待拨付", "350"),
        ("退费", "300"),
        ("待退", "300"),
        ("未消课", "2,550"),
    ]
    assert len(flow.bands) == 6
    assert max(block.y + block.height for block in flow.blocks) <= 315


def test_without_fees_there_is_no_flow():
    assert flow_of(NOTHING) is None


def test_amounts_of_a_drawing_are_short():
    assert [short(fen) for fen in (0, 99, 360000, 1000000, 12345600)] == [
        "0",
        "1",
        "3,600",
        "1万",
        "12.3万",
    ]

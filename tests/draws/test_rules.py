"""The draw's rules: fixed by list and seed, fair by weight, and the same in the other script."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draws import rules

KEYS = st.integers(min_value=1, max_value=10**6)


@st.composite
def lists(draw):
    """A list that can be drawn from: three of education come for every institution."""
    keys = draw(st.lists(KEYS, min_size=1, max_size=30, unique=True))
    weights = st.integers(min_value=1, max_value=16)
    partners = draw(st.integers(min_value=0, max_value=3))
    officers = [(key, "edu") for key in range(1, 6)]
    officers += [(key, "fire") for key in range(6, 6 + partners)]
    pairs = st.tuples(st.sampled_from([4, 5]), st.sampled_from(keys))
    return {
        "institutions": [{"key": key, "name": "甲", "weight": draw(weights)} for key in keys],
        "wanted": draw(st.integers(min_value=1, max_value=len(keys))),
        "seats": [["edu"], ["edu"]] + [["fire"]] * bool(partners),
        "officers": [
            {"key": key, "department": code, "load": draw(st.integers(0, 3))}
            for key, code in officers
        ],
        "recusals": [list(pair) for pair in draw(st.lists(pairs, unique=True, max_size=6))],
    }


@settings(max_examples=60, deadline=None)
@given(lists(), st.text(max_size=20))
def test_other_script_draws_the_same(verifier, listed, seed):
    ours = rules.draw(listed, seed)

    theirs, _ = verifier.draw(listed, seed, [])

    assert theirs == [list(visit) for visit in ours]


@settings(max_examples=40, deadline=None)
@given(lists(), st.text(max_size=20))
def test_other_script_redraws_the_same(verifier, listed, seed):
    visits = rules.draw(listed, seed)
    outs = [(len(visits), visits[-1][1][0]), (1, visits[0][1][1])]

    ours = rules.redraw(listed, seed, outs[:1])
    theirs = verifier.draw(listed, seed, [{"visit": outs[0][0], "out": outs[0][1]}])[1]

    assert theirs == ours


@settings(max_examples=60, deadline=None)
@given(lists(), st.text(max_size=20))
def test_nobody_is_drawn_twice_nor_where_barred(listed, seed):
    visits = rules.draw(listed, seed)

    assert len({institution for institution, _ in visits}) == listed["wanted"]
    for institution, people in visits:
        assert len(set(people)) == len(listed["seats"])
        assert not [one for one in people if [one, institution] in listed["recusals"]]


@given(st.lists(st.integers(min_value=1, max_value=9), min_size=1, max_size=40), st.data())
def test_weights_take_what_a_walk_along_them_finds(weights, data):
    tree, left = rules.Weights(weights), list(enumerate(weights))
    while left:
        point = data.draw(st.integers(0, tree.total - 1))
        walked = point
        for place, (_, weight) in enumerate(left):  # noqa: B007 -- where the walk ended
            walked -= weight
            if walked < 0:
                break
        assert tree.take(point) == left.pop(place)[0]
    assert tree.total == 0


def test_a_weight_of_three_is_drawn_three_times_as_often():
    pool = [{"key": 1, "weight": 3}, {"key": 2, "weight": 1}]

    drawn = Counter(rules.draw_institutions(str(no), pool, 1)[0] for no in range(4000))

    assert 2880 < drawn[1] < 3120  # 3000, four standard deviations


def test_number_is_the_same_for_ever():
    assert rules.number("a", "institution 1", 10**6) == 861085
    assert rules.digest("育监").startswith("8b164dffeb64716236d208196bc3743d270a65b1")


def test_idle_officers_come_first():
    officers = [
        {"key": key, "department": "edu", "load": load} for key, load in enumerate((9, 0, 0))
    ]
    listed = {"officers": officers, "recusals": []}

    crew = rules.Crew.of(listed)

    assert {crew.take("s", str(no), ["edu"], 1, ()) for no in range(2)} == {1, 2}


@pytest.mark.parametrize(
    ("seats", "recusals", "short"),
    [
        ([["edu"], ["edu"]], [], None),
        ([["edu"], ["fire"]], [], None),
        ([["edu"], ["edu"], ["edu"]], [], ("甲校", 3)),
        ([["edu"], ["edu"]], [[2, 8]], ("乙校", 2)),
        ([["edu"], ["fire"]], [[3, 8]], ("乙校", 2)),
    ],
)
def test_seat_that_could_stay_empty_is_told_before_the_freezing(seats, recusals, short):
    officers = [(1, "edu"), (2, "edu"), (3, "fire")]
    listed = {
        "institutions": [{"key": 7, "name": "甲校"}, {"key": 8, "name": "乙校"}],
        "officers": [{"key": key, "department": code, "load": 0} for key, code in officers],
        "recusals": recusals,
        "seats": seats,
    }

    assert rules.seats_short_of(listed) == short


# A real round of the beacon, as its addresses publish it.
ROUND = SimpleNamespace(
    no=1000,
    signature=(
        "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125"
        "e342b73a8dd2bacbe47e4b6b63ed5e39"
    ),
    randomness="fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd",
)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, ""),
        ({"round": 1001}, "不是第1000轮"),
        ({"randomness": "00" * 32}, "随机数与签名不符"),
        ({"signature": "zz"}, "签名不是十六进制"),
    ],
)
def test_beacon_answer_is_checked_without_the_network(changes, fault):
    answer = {"round": 1000, "randomness": ROUND.randomness, "signature": ROUND.signature}

    assert rules.beacon_fault(answer | changes, ROUND.no) == fault


def test_beacon_round_is_the_first_after_the_moment():
    for moment in range(1_700_000_000, 1_700_000_010):
        round_no = rules.beacon_round_at(moment)
        assert rules.beacon_time_s(round_no) > moment >= rules.beacon_time_s(round_no - 1)

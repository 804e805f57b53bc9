"""Surcharge and gains: arithmetic against a calendar that counts day by day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cases.rules import collected, gains, surcharge

START = date(2026, 1, 5)
DAYS = st.integers(0, 40).map(lambda n: START + timedelta(days=n))
FEN = st.integers(1, 500_000)
STOP = st.tuples(DAYS, st.one_of(st.none(), st.integers(0, 20))).map(
    lambda pair: (pair[0], None if pair[1] is None else pair[0] + timedelta(days=pair[1]))
)


def brute(parts, paid, stops, permille, as_of) -> int:
    """One day after the other."""
    total, day = 0, START
    while day <= as_of:
        runs = not any(first <= day <= (last or as_of) for first, last in stops)
        late = sum(fen for on, fen in parts if on < day) - sum(fen for on, fen in paid if on < day)
        total += max(0, late) if runs else 0
        day += timedelta(days=1)
    return min(sum(fen for _, fen in parts), total * permille // 1000)


@given(
    parts=st.lists(st.tuples(DAYS, FEN), min_size=1, max_size=4),
    paid=st.lists(st.tuples(DAYS, FEN), max_size=4),
    stops=st.lists(STOP, max_size=2),
    permille=st.integers(1, 50),
    as_of=DAYS,
)
def test_surcharge_equals_counting_day_by_day(parts, paid, stops, permille, as_of):
    counted = brute(parts, paid, stops, permille, as_of)

    assert surcharge(parts, paid, stops, permille=permille, as_of=as_of) == counted


def test_three_percent_a_day_and_never_more_than_the_fine():
    due, fine = START, 1_000_000

    def after(days: int) -> int:
        day = due + timedelta(days=days)
        return surcharge([(due, fine)], [], [], permille=30, as_of=day)

    assert [after(0), after(1), after(33), after(34), after(900)] == [
        *(0, 30_000, 990_000, fine, fine)
    ]


def test_a_lawsuit_stops_it():
    stop = (START + timedelta(days=3), START + timedelta(days=12))

    day = START + timedelta(days=14)
    assert surcharge([(START, 100_000)], [], [stop], permille=30, as_of=day) == 4 * 3_000


def test_both_worked_examples_of_gains():
    assert gains(46_580_00, 43_580_00, deducts=True) == 3_000_00
    assert collected(9, 60_00, 5) == 2_700_00
    assert gains(collected(9, 60_00, 5), 0, deducts=False) == 2_700_00
    assert gains(83_789_00, 0, deducts=False) == 83_789_00  # before Order 53

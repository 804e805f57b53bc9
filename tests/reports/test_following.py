"""Was a violation followed up in time? The days of both steps, one by one."""

from datetime import date, timedelta

import pytest

from reports.following import LATE, Facts, Stage, stage_of

ORDER_BY, DUE, RECHECK_BY = date(2021, 11, 19), date(2021, 12, 1), date(2021, 12, 8)
DAY = timedelta(days=1)
S = Stage


def facts(served=None, rechecked=None) -> Facts:
    if served is None:
        return Facts(order_by=ORDER_BY)
    return Facts(ORDER_BY, served, DUE, RECHECK_BY, rechecked)


@pytest.mark.parametrize(
    ("known", "as_of", "stage"),
    [
        (facts(), ORDER_BY, S.ORDER_DUE),
        (facts(), ORDER_BY + DAY, S.NO_ORDER),
        (facts(ORDER_BY), DUE, S.RUNNING),
        (facts(ORDER_BY + DAY), DUE, S.ORDER_LATE),
        (facts(ORDER_BY), DUE + DAY, S.REINSPECTION_DUE),
        (facts(ORDER_BY), RECHECK_BY, S.REINSPECTION_DUE),
        (facts(ORDER_BY), RECHECK_BY + DAY, S.NOT_REINSPECTED),
        (facts(ORDER_BY + DAY), RECHECK_BY + DAY, S.NOT_REINSPECTED),
        (facts(ORDER_BY, RECHECK_BY), RECHECK_BY, S.DONE),
        (facts(ORDER_BY, RECHECK_BY), RECHECK_BY + 99 * DAY, S.DONE),
        (facts(ORDER_BY, RECHECK_BY + DAY), RECHECK_BY + DAY, S.REINSPECTED_LATE),
        (facts(ORDER_BY + DAY, DUE), RECHECK_BY, S.ORDER_LATE),
    ],
)
def test_each_step_has_its_last_day(known, as_of, stage):
    assert stage_of(known, as_of) == stage


def test_whatever_was_late_once_stays_late():
    """No later day and no later deed makes a missed day good."""
    for served in (ORDER_BY, ORDER_BY + DAY):
        for rechecked in (None, RECHECK_BY, RECHECK_BY + DAY):
            known = facts(served, rechecked)
            late = [stage_of(known, ORDER_BY + n * DAY) in LATE for n in range(60)]
            first = late.index(True) if True in late else len(late)
            assert all(late[first:])

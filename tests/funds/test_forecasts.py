"""What the last weeks give reason to expect: a sentence with figures, and an alert that ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from funds.models import Alert
from funds.rules.forecasting import Outlook, Weeks, days_left, forecasts, is_unusual
from funds.services import Line, watch_account
from funds.states import AlertState, BookCode, Breach, EntryKind
from policies.services import seed_parameters
from tests.factories import funds
from tests.times import DAY, NOON

B = Breach
OUTLOOK = Outlook(weeks=4, days=21, percent=200, least_fen=2000000, least_disputes=5)
QUIET = Weeks((0,) * 4, (0,) * 4, (0,) * 4, (0,) * 4, known=4)


def weeks(**said):
    return Weeks(**({name: getattr(QUIET, name) for name in QUIET.__slots__} | said))


def rules(told, balance_fen=10000000, minimum_fen=None):
    found = forecasts(told, OUTLOOK, balance_fen=balance_fen, minimum_fen=minimum_fen)
    return [one.rule for one in found]


def test_days_until_a_balance_falls_under_its_floor():
    assert days_left(10000, 3000, lost_fen=1400, days=14) == 71
    assert days_left(3000, 3000, lost_fen=1400, days=14) == 1
    assert days_left(2999, 3000, lost_fen=1400, days=14) is None
    assert days_left(10000, 3000, lost_fen=0, days=14) is None


def test_a_fall_within_the_days_is_told_in_one_sentence():
    told = weeks(came=(100000,) * 4, left=(800000,) * 4)

    (found,) = forecasts(told, OUTLOOK, balance_fen=2600000, minimum_fen=1000000)
    assert (found.rule, found.amount_fen) == (B.MINIMUM_AHEAD, 500000)
    assert found.sentence == (
        "近4周净流出28,000元，平均每天1,000元；现余额26,000元，照此约17天后低于最低余额10,000元。"
    )
    assert rules(told, 3100000, 1000000) == []
    assert rules(weeks(came=(100000,) * 4, left=(800000,) * 4, known=1), 2600000, 1000000) == []


@pytest.mark.parametrize(
    ("last", "before", "unusual"), [(21, (10, 10), True), (20, (10, 10), False), (5, (), False)]
)
def test_unusual_is_over_the_mean_by_the_countys_per_cent(last, before, unusual):
    assert is_unusual(last, before, percent=200) is unusual


def test_outflow_refunds_and_disputes_out_of_the_usual():
    sums = (1000000, 1000000, 1000000, 2000001)
    assert rules(weeks(left=sums, came=sums)) == [B.OUTFLOW_UNUSUAL]
    assert rules(weeks(refunds=sums)) == [B.REFUNDS_UNUSUAL]
    assert rules(weeks(refunds=(0, 0, 0, 1999999))) == []
    assert rules(weeks(disputes=(1, 0, 1, 5))) == [B.DISPUTES_UNUSUAL]
    assert rules(weeks(disputes=(1, 0, 1, 4))) == []


@pytest.mark.django_db
def test_the_alert_comes_before_the_balance_is_low_and_ends_with_the_flow(county):
    seed_parameters({}, at=NOON)
    clerk = funds.supervisor()
    opened = DAY - timedelta(days=40)
    account = funds.account(clerk, own_minimum_fen=1000000, opened_on=opened)
    funds.booked(account, clerk, amount_fen=4000000, occurred_on=opened)
    out = (Line(BookCode.BANK, -2800000), Line(BookCode.SUSPENSE, 2800000))
    funds.booked(account, clerk, kind=EntryKind.OTHER_OUT, lines=out, occurred_on=DAY)

    for _ in range(2):
        watch_account(account.pk, day=DAY, at=NOON)
    alert = Alert.objects.get(rule=B.MINIMUM_AHEAD)
    assert "照此约3天后低于最低余额10,000元" in alert.sentence
    assert (alert.state, alert.basis) == (AlertState.OPEN, "本系统的选择；本县设定")

    funds.booked(account, clerk, amount_fen=2800000)
    watch_account(account.pk, day=DAY, at=NOON)
    alert.refresh_from_db()
    assert alert.state == AlertState.CLOSED

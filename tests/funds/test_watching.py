"""Alerts: one a rule, deepening and not repeating, ended by the figures or by a person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.models import AuditEvent
from common.errors import NotAllowed
from funds.errors import AlertWordsMissing
from funds.models import Alert
from funds.services import (
    Line,
    close_alert,
    handle_alert,
    import_statement,
    watch_account,
    watch_accounts,
)
from funds.states import AlertLevel, AlertState, BookCode, Breach, EntryKind
from policies.services import seed_parameters
from tests.factories import funds
from tests.factories.accounts import UserFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.django_db
LATER = timedelta(days=1)


@pytest.fixture
def clerk(county):
    seed_parameters({}, at=NOON)
    return funds.supervisor()


@pytest.fixture
def account(clerk):
    return funds.account(clerk, own_minimum_fen=100000)


def out(account, clerk, amount_fen, **said):
    lines = (Line(BookCode.BANK, -amount_fen), Line(BookCode.SUSPENSE, amount_fen))
    return funds.booked(account, clerk, kind=EntryKind.OTHER_OUT, lines=lines, **said)


def told():
    rows = Alert.objects.order_by("pk")
    return list(rows.values_list("rule", "level", "state", "amount_fen", "worst_fen"))


def test_one_alert_deepens_and_ends_by_itself(account, clerk):
    funds.booked(account, clerk, amount_fen=90000)
    for _ in range(2):
        watch_account(account.pk, day=DAY, at=NOON)
    assert told() == [(Breach.BELOW_MINIMUM, AlertLevel.RED, AlertState.OPEN, 10000, 10000)]

    out(account, clerk, 5000)
    watch_account(account.pk, day=DAY, at=NOON)
    assert told()[0][3:] == (15000, 15000)

    funds.booked(account, clerk, amount_fen=50000)
    watch_account(account.pk, day=DAY + LATER, at=NOON + LATER)
    assert told() == [(Breach.BELOW_MINIMUM, AlertLevel.RED, AlertState.CLOSED, 15000, 15000)]
    kinds = AuditEvent.objects.filter(kind__startswith="fund_alert").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        "fund_alert.open",
        "fund_alert.deepen",
        "fund_alert.end",
    ]


def test_a_large_payment_stays_until_somebody_has_judged_it(account, clerk):
    funds.booked(account, clerk, amount_fen=30000000)
    out(account, clerk, 3000001)

    watch_account(account.pk, day=DAY, at=NOON)
    watch_account(account.pk, day=DAY + LATER, at=NOON + LATER)

    (alert,) = Alert.objects.open()
    assert alert.sentence == "当日有1笔大额异动，最大一笔支出30,000.01元，此前余额300,000元。"
    assert "粤教督〔2021〕9号" in alert.basis
    handle_alert(alert.pk, by=clerk, at=NOON)
    head = UserFactory(section_head=True)
    with pytest.raises(AlertWordsMissing):
        close_alert(alert.pk, because=" ", by=head, at=NOON)
    with pytest.raises(NotAllowed):
        close_alert(alert.pk, because="已核实为退费", by=clerk, at=NOON)
    close_alert(alert.pk, because="已核实为退费", by=head, at=NOON)
    assert not Alert.objects.open().exists()


def test_one_fen_apart_from_the_bank_is_yellow_and_red_from_the_second_day(account, clerk):
    funds.booked(account, clerk, amount_fen=200001)
    text = "日期,交易金额,余额,摘要\n2021-11-10,2000.00,2000.00,缴费\n"
    import_statement(account.pk, text.encode(), name="流水.csv", layout="signed", by=clerk, at=NOON)

    watch_account(account.pk, day=DAY, at=NOON)
    assert told() == [(Breach.MISMATCH, AlertLevel.YELLOW, AlertState.OPEN, 1, 1)]

    watch_account(account.pk, day=DAY + LATER, at=NOON + LATER)
    assert told() == [(Breach.MISMATCH, AlertLevel.RED, AlertState.OPEN, 1, 1)]


def test_a_payment_that_the_bank_told_days_later_is_judged_then_and_once(account, clerk):
    funds.booked(account, clerk, amount_fen=30000000)
    watch_account(account.pk, day=DAY + 2 * LATER, at=NOON + 3 * LATER)
    out(account, clerk, 3000001, occurred_on=DAY, at=NOON + 3 * LATER)

    for _ in range(2):
        watch_account(account.pk, day=DAY + 3 * LATER, at=NOON + 4 * LATER)

    (alert,) = Alert.objects.open()
    assert (alert.rule, alert.opened_on) == (Breach.LARGE_MOVEMENT, DAY)
    head = UserFactory(section_head=True)
    close_alert(alert.pk, because="已核实", by=head, at=NOON + 4 * LATER)
    watch_account(account.pk, day=DAY + 3 * LATER, at=NOON + 4 * LATER)
    assert not Alert.objects.open().exists()


def test_what_somebody_closed_for_a_day_opens_anew_only_later_or_deeper(account, clerk):
    funds.booked(account, clerk, amount_fen=90000)
    head = UserFactory(section_head=True)
    (alert,) = watch_account(account.pk, day=DAY, at=NOON)
    close_alert(alert.pk, because="已约谈", by=head, at=NOON)
    assert watch_account(account.pk, day=DAY, at=NOON) == []

    out(account, clerk, 100)
    (deeper,) = watch_account(account.pk, day=DAY, at=NOON)
    assert deeper.amount_fen == 10100


def test_a_lost_night_is_made_up_for(account, clerk):
    funds.booked(account, clerk, amount_fen=200000)
    watch_accounts(at=NOON + LATER)
    out(account, clerk, 150000, occurred_on=DAY + LATER, at=NOON + LATER)
    back = {"amount_fen": 150000, "occurred_on": DAY + 2 * LATER, "at": NOON + 2 * LATER}
    funds.booked(account, clerk, **back)

    watch_accounts(at=NOON + 3 * LATER)

    below = Alert.objects.get(rule=Breach.BELOW_MINIMUM)
    assert (below.opened_on, below.state) == (DAY + LATER, AlertState.CLOSED)

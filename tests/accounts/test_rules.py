"""Decisions of the door, without a database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.permissions import Permission as P
from accounts.roles import OPERATOR, ROLES
from accounts.rules import (
    Count,
    Limit,
    accepted_step,
    asks_second_factor,
    counted,
    device_family,
    given_back,
)
from tests.factories.accounts import SECRET, code_at
from tests.times import NOON

MINUTE = timedelta(minutes=1)
LIMIT = Limit(5, 15 * MINUTE, 60 * MINUTE, timedelta(days=1))
NONE_YET = Count(0, 0, NOON, None)


def test_whoever_approves_or_administers_is_asked_for_the_second_factor():
    working = {"inspector", "registry_clerk", "partner_officer", "bureau_system"}
    asked = {code for code, role in ROLES.items() if asks_second_factor(role.permissions)}

    assert asked == set(ROLES) - working
    assert asks_second_factor(OPERATOR.permissions)
    assert not asks_second_factor([])
    assert asks_second_factor([P.VISIT_VIEW, P.NOTICE_APPROVE_STOP])


def test_code_is_good_half_a_minute_early_and_late_and_no_longer():
    code = code_at(NOON)
    step = int(NOON.timestamp()) // 30

    for drift in (-1, 0, 1):
        assert accepted_step(SECRET, code, at=NOON + drift * MINUTE / 2, after=0) == step
    for drift in (-2, 2):
        assert accepted_step(SECRET, code, at=NOON + drift * MINUTE / 2, after=0) is None


def test_code_of_a_step_that_was_used_is_worth_nothing():
    step = int(NOON.timestamp()) // 30

    assert accepted_step(SECRET, code_at(NOON), at=NOON, after=step) is None
    assert accepted_step(SECRET, code_at(NOON + MINUTE / 2), at=NOON, after=step) == step + 1


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２３４５６", "0000000"])
def test_odd_codes_are_wrong_and_no_error(code):
    assert accepted_step(SECRET, code, at=NOON, after=0) is None


def _after(tries: int, count: Count = NONE_YET, at=NOON) -> Count:
    for _ in range(tries):
        count = counted(count, LIMIT, at=at)
    return count


def test_fifth_try_begins_a_pause_of_fifteen_minutes():
    assert _after(4).locked_until is None
    assert _after(5) == Count(5, 1, NOON, NOON + 15 * MINUTE)


def test_each_pause_is_twice_as_long_up_to_the_longest():
    count, at, lengths = NONE_YET, NOON, []
    for _ in range(4):
        count = _after(5, count, at)
        lengths.append((count.locked_until - at) / MINUTE)
        at = count.locked_until

    assert lengths == [15, 30, 60, 60]


def test_after_a_quiet_day_everything_is_forgotten():
    later = NOON + timedelta(days=1, minutes=1)

    assert counted(_after(5), LIMIT, at=later) == Count(1, 0, later, None)


def test_a_right_try_takes_back_itself_and_the_pause_that_it_began():
    assert given_back(_after(3), LIMIT) == _after(2)
    assert given_back(_after(5), LIMIT) == _after(4)


@pytest.mark.parametrize(
    ("agent", "family"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/120 Safari/537", "Windows 电脑 · Chrome"),
        ("Mozilla/5.0 (Linux; Android 13) MicroMessenger/8.0 Chrome/9", "安卓设备 · 微信"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/6", "iPhone · Safari"),
        ("curl/8", "其他设备"),
    ],
)
def test_device_is_named_as_people_call_it(agent, family):
    assert device_family(agent) == family

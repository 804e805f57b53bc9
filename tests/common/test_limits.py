"""How often one address may ask, and that nobody is stopped when nothing can be counted."""

from __future__ import annotations

import logging

import pytest

from common import limits
from common.errors import TooManyRequests

AT_S = 1_636_516_800.0  # the first second of a minute


@pytest.fixture
def two_a_minute(settings, county):
    settings.YUJIAN_RATES = {"verify": 2}


def ask(times: int, *, who: str = "192.0.2.7", at_s: float = AT_S) -> None:
    for _ in range(times):
        limits.count("verify", who, at_s)


def test_one_more_than_the_rate_is_refused_and_says_when_to_come_back(two_a_minute):
    ask(2)

    with pytest.raises(TooManyRequests, match="请在45秒后再试") as refusal:
        ask(1, at_s=AT_S + 15)

    assert (refusal.value.http_status, refusal.value.facts) == (429, {"retry_after": 45})


def test_the_next_minute_begins_anew(two_a_minute):
    ask(2)
    ask(2, at_s=AT_S + 60)


def test_another_address_is_counted_by_itself(two_a_minute):
    ask(2)
    ask(2, who="192.0.2.8")


def test_another_county_counts_by_itself(two_a_minute, next_door):
    ask(2)
    with next_door():
        ask(2)


def test_without_the_cache_nobody_is_stopped_and_the_log_says_so(two_a_minute, settings, caplog):
    away = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1:1/0",
    }
    settings.CACHES = {"default": settings.CACHES["default"] | away}

    with caplog.at_level(logging.WARNING):
        ask(3)

    assert len([line for line in caplog.messages if "the cache is away" in line]) == 3


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_one_subscriber_is_one_visitor(address, network):
    assert limits.network_of(address) == network

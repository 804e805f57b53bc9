"""How often one address may ask: a counter per page, address and minute, in the county's cache."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from redis.exceptions import RedisError

from common.client import client_address
from common.errors import TooManyRequests

View = Callable[..., Any]
_WINDOW_S = 60
_ALL = ("GET", "HEAD", "POST")
_log = logging.getLogger(__name__)


def limited(name: str, *, methods: tuple[str, ...] = _ALL) -> Callable[[View], View]:
    """A page that one address may ask for ``YUJIAN_RATES[name]`` times a minute.

    It stops those who try every code in turn, not a flood: that is the front's work. A cache that
    is away stops nobody (decision 0022).

    Raises:
        TooManyRequests: 429 with Retry-After.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.method in methods:
                count(name, network_of(client_address(request.META)), timezone.now().timestamp())
            return view(request, *args, **kwargs)

        counted.rate_name = name  # type: ignore[attr-defined]  # a mark that tests read
        return counted

    return mark


def count(name: str, who: str, now_s: float) -> None:
    """One more request of ``who`` in the minute of ``now_s`` (seconds since 1970).

    Raises TooManyRequests for one above the rate.
    """
    count_up_to(settings.YUJIAN_RATES[name], name, who, now_s)


def count_up_to(most: int, name: str, who: str, now_s: float) -> int:
    """The same with a rate of one's own; how many requests are left in this minute.

    Raises TooManyRequests.
    """
    window, passed_s = divmod(int(now_s), _WINDOW_S)
    counted = _counted(f"rate:{name}:{who}:{window}")
    if counted > most:
        _log.warning("rate limit %s reached by %s", name, who or "an unknown address")
        raise TooManyRequests(retry_after=_WINDOW_S - passed_s)
    return most - counted


def _counted(key: str) -> int:
    try:
        cache.add(key, 0, timeout=2 * _WINDOW_S)
        return cache.incr(key)
    except RedisError as trouble:
        _log.warning("rate limits do not count, the cache is away: %s", trouble)
    except ValueError:
        pass  # thrown out between the two lines: the next request begins anew
    return 0


def network_of(address: str) -> str:
    """What counts as one visitor: an IPv4 address, or the /64 that one IPv6 subscriber has."""
    if address and isinstance(ip_address(address), IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return address

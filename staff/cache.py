"""Things that take long to draw, kept in the county's cache; without a cache only slower."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from redis.exceptions import RedisError

Drawn = TypeVar("Drawn")
_log = logging.getLogger(__name__)


def kept(key: str, draw: Callable[[], Drawn], *, keep_s: int) -> Drawn:
    """What lies under ``key``, or what ``draw`` makes. A cache that is away fails no page."""
    try:
        found: Drawn | None = cache.get(key)
    except RedisError as trouble:
        _log.warning("cache is away: %s", trouble)
        return draw()
    if found is not None:
        return found
    drawn = draw()
    try:
        cache.set(key, drawn, keep_s)
    except RedisError as trouble:
        _log.warning("cache is away: %s", trouble)
    return drawn

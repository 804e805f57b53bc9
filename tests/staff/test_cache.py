"""Drawings kept in the cache, and what happens without one."""

from __future__ import annotations

from django.core.cache import cache

from staff.cache import kept

NOBODY = "redis://127.0.0.1:1/0"
_AWAY = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": NOBODY}}


def test_drawing_is_made_once(county):
    cache.delete("drawing")
    drawn = []

    for _ in range(2):
        kept("drawing", lambda: drawn.append(1) or b"picture", keep_s=60)

    assert drawn == [1]


def test_without_a_cache_it_is_drawn_each_time(county, settings):
    settings.CACHES = _AWAY

    assert [kept("drawing", lambda: b"picture", keep_s=60) for _ in range(2)] == [b"picture"] * 2

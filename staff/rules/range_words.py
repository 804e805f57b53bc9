"""Ranges in words: what the columns of a benchmark's line say to a person."""

from __future__ import annotations

from collections.abc import Callable

from common.money import yuan
from policies.models import Benchmark

_TENTHS = 10
_MONTHS = 12


def range_in_words(row: Benchmark) -> str:
    """50,000元以上100,000元以下; empty for a penalty without a range."""
    if row.max_fen is not None:
        return _from_to(row.min_fen, row.max_fen, _yuan)
    if row.multiple_max_tenths is not None:
        return f"违法所得{_from_to(row.multiple_min_tenths, row.multiple_max_tenths, _times)}"
    if row.is_permanent:
        return "永久"
    if row.max_months is not None:
        return _from_to(row.min_months, row.max_months, _time)
    return ""


def _from_to(low: int | None, high: int, words: Callable[[int], str]) -> str:
    if not low:
        return f"{words(high)}以下"
    if low == high:
        return words(high)
    return f"{words(low)}以上{words(high)}以下"


def _yuan(fen: int) -> str:
    return f"{yuan(fen)}元"


def _times(tenths: int) -> str:
    whole, rest = divmod(tenths, _TENTHS)
    return f"{whole}.{rest}倍" if rest else f"{whole}倍"


def _time(months: int) -> str:
    years, rest = divmod(months, _MONTHS)
    return f"{months}个月" if rest else f"{years}年"

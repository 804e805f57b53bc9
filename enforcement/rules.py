"""Decisions about notices: values in, values out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from common.clock import chinese_date
from common.penalty_words import PENALTY_WORDS, penalty_words_in
from enforcement.states import LimitUnit

__all__ = ["PENALTY_WORDS", "penalty_words_in"]
# Running without a licence: the only facts that carry a stop notice (Non-State Education
# Promotion Law art. 64; from 2023-10-15 also Order 53 art. 17).
STOPPING_VIOLATIONS = frozenset({"V01", "V35"})
OFFICERS_LEAST = 2  # whom a paper names: Penalty Law art. 42


def may_be_stopped_for(violation_codes: Iterable[str]) -> bool:
    """At least one finding is running without a licence."""
    return any(code in STOPPING_VIOLATIONS for code in violation_codes)


def days_late(due_on: date, as_of: date) -> int:
    """Calendar days since the last day of the limit; 0 while there is time."""
    return max(0, (as_of - due_on).days)


def limit_words(count: int, unit: str) -> str:
    """``15个工作日`` or ``15日``."""
    return f"{count}{LimitUnit(unit).label}"


def counting_words(unit: str) -> str:
    """How a party counts this kind of days.

    Source: Penalty Law art. 85 (working days leave out legal holidays); Civil Procedure Law
    art. 85 (the first day is not counted; a last day that is a holiday moves on).
    """
    if unit == LimitUnit.WORKING_DAY:
        return "送达当日不计算在内，法定节假日和休息日不计入工作日"
    return "送达当日不计算在内，期间最后一日是法定休假日的，顺延至休假日后的第一日"


def extension_start(due_on: date, *, today: date) -> date:
    """A limit still running is lengthened from its end; one that failed begins anew today."""
    return max(due_on, today)


def state_words(label: str, effective_on: date | None, as_of: date) -> str:
    """The state for the public: a public notice that still hangs out is not yet a service."""
    if effective_on is not None and effective_on > as_of:
        return f"公告送达中，{chinese_date(effective_on)}视为送达"
    return label

"""Decisions about a case: values in, values out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from itertools import pairwise

from cases.states import HEARD_ALWAYS, HEARD_IF_LARGE, PenaltyKind
from common.clock import months_after
from common.money import yuan

DatedFen = tuple[date, int]

NO_PENALTY_BELOW, LIGHTER_BELOW = 14, 18
# How long ago a case was filed: key -> words, first and last day counted from the filing.
AGES: dict[str, tuple[str, int, int | None]] = {
    "30": ("30日以内", 0, 30),
    "60": ("31至60日", 31, 60),
    "90": ("61至90日", 61, 90),
    "older": ("超过90日", 91, None),
}
SAID_IN_WORDS = (PenaltyKind.P5, PenaltyKind.P9, PenaltyKind.P10)


def age_on(born: date, day: date) -> int:
    """Full years on a day: a year is full on the day after the birthday.

    Source: counting by the day after the birthday follows the Supreme People's Court's reading
    for "已满" ages; Penalty Law art. 30 uses the same words. [K]
    """
    before = (day.month, day.day) <= (born.month, born.day)
    return day.year - born.year - before


def years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 28 February."""
    return months_after(day, 12 * years)


def is_barred(acted_until: date, found_on: date, years: int) -> bool:
    """Not found within the limitation, counted from the end of the act (Penalty Law art. 36)."""
    return found_on > years_after(acted_until, years)


@dataclass(frozen=True, slots=True)
class Proposed:
    """One penalty as a rule sees it. ``months`` None on P9 is for ever."""

    kind: str
    amount_fen: int | None = None
    multiple: str | None = None
    months: int | None = None
    text: str = ""

    @property
    def label(self) -> str:
        money = f"{yuan(self.amount_fen)}元" if self.amount_fen is not None else ""
        return f"{PenaltyKind(self.kind).label}{money}"


def hearing_ground(penalties: Iterable[Proposed], threshold_fen: int) -> str:
    """Which of these opens the right to a hearing; empty when none does.

    Always for P6 to P9; for a fine, gains or property from ``threshold_fen`` on. P5 has no
    amount here, so it is offered whenever things are to be confiscated.

    Source: Penalty Law art. 63; domain 1.9 "Safe default" [D].
    """
    for one in penalties:
        label = PenaltyKind(one.kind).label
        if one.kind in HEARD_ALWAYS or (one.kind in HEARD_IF_LARGE and one.amount_fen is None):
            return label
        if one.kind in HEARD_IF_LARGE and (one.amount_fen or 0) >= threshold_fen:
            return f"{label}达到较大数额（{yuan(threshold_fen)}元以上）"
    return ""


def heavier_than(decided: Iterable[Proposed], proposed: Iterable[Proposed]) -> str:
    """The first decided penalty that goes beyond what was proposed, in words; empty when none.

    Another kind, a larger amount, a longer bar or other things than announced: all need a new
    prior notice. Source: guard 4; Penalty Law arts. 44, 62.
    """
    known = {one.kind: one for one in proposed}
    for one in decided:
        told = known.get(one.kind)
        if told is None:
            return f"{one.label}（未经告知）"
        if (one.amount_fen or 0) > (told.amount_fen or 0):
            return f"{one.label}（告知为{yuan(told.amount_fen or 0)}元）"
        is_longer = told.months is not None and (one.months is None or one.months > told.months)
        is_other = one.kind in SAID_IN_WORDS and one.text != told.text
        if is_longer or is_other:
            return f"{one.label}（内容与告知不同）"
    return ""


def gains(collected_fen: int, refunded_fen: int, *, deducts: bool) -> int:
    """Illegal gains: all money obtained, less what had lawfully been refunded where that counts.

    Source: Penalty Law art. 28; Order 53 art. 42 [S55, weak]; domain 1.6.
    """
    return collected_fen - refunded_fen if deducts else collected_fen


def overdue(parts: Iterable[DatedFen], paid: Iterable[DatedFen], day: date) -> int:
    """What is late on a day: due before it, less what was paid before it. In fen."""
    due = sum(fen for on, fen in parts if on < day)
    had = sum(fen for on, fen in paid if on < day)
    return max(0, due - had)


def surcharge(
    parts: Iterable[DatedFen],
    paid: Iterable[DatedFen],
    stops: Iterable[tuple[date, date | None]],
    *,
    permille: int,
    as_of: date,
) -> int:
    """The surcharge (加处罚款) that has grown up to a day, that day included. In fen.

    Each day after a part fell due costs so many thousandths of what is still late that day; the
    day of a payment still counts. Rounded down once, at the end, for the party.

    Args:
        parts: (last day in time, amount) of the fine: one, or the instalments granted.
        paid: (day, amount) of payments on the fine; a reversal is below zero.
        stops: first and last day that do not count; last None: still running.

    Source: Penalty Law arts. 72 (3 % a day, never above the fine), 73 (not during
    reconsideration or litigation). That a part paid costs no more is [D].
    """
    parts, paid, stops = list(parts), list(paid), list(stops)
    day = timedelta(days=1)
    ends = [last or as_of for _, last in stops]
    edges = {on + day for on, _ in (*parts, *paid)}
    edges |= {first for first, _ in stops} | {last + day for last in ends}
    inside = sorted(edge for edge in edges if edge <= as_of)
    total = 0
    for start, end in pairwise([*inside, as_of + day]):
        is_stopped = any(
            first <= start <= last for (first, _), last in zip(stops, ends, strict=True)
        )
        if not is_stopped:
            total += overdue(parts, paid, start) * (end - start).days
    most = sum(fen for _, fen in parts)
    return min(most, total * permille // 1000)


def collected(pupils: int, unit_price_fen: int, sessions: int) -> int:
    """All money obtained, where it follows from pupils, price and sessions: 9 × 60 × 5."""
    return pupils * unit_price_fen * sessions


def draw_files(seed: str, pool: Iterable[str], wanted: int) -> list[str]:
    """The sample of a review: the same seed and pool give the same, here and anywhere.

    Each number gets the SHA-256 of seed, line feed, number; the smallest are drawn.
    """
    drawn = sorted(set(pool), key=lambda number: sha256(f"{seed}\n{number}".encode()).digest())
    return drawn[:wanted]

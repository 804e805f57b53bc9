"""Decisions about a case: values in, values out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cases.states import HEARD_ALWAYS, HEARD_IF_LARGE, PenaltyKind

NO_PENALTY_BELOW, LIGHTER_BELOW = 14, 18
SAID_IN_WORDS = (PenaltyKind.P5, PenaltyKind.P9, PenaltyKind.P10)


def yuan(fen: int) -> str:
    """1234500 → 12,345; 120 → 1.20. What a paper or a sentence shows of fen."""
    whole, rest = divmod(fen, 100)
    return f"{whole:,}" if rest == 0 else f"{whole:,}.{rest:02d}"


def age_on(born: date, day: date) -> int:
    """Full years on a day: a year is full on the day after the birthday.

    Source: counting by the day after the birthday follows the Supreme People's Court's reading
    for "已满" ages; Penalty Law art. 30 uses the same words. [K]
    """
    before = (day.month, day.day) <= (born.month, born.day)
    return day.year - born.year - before


def years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


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

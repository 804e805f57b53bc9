"""What a parent gets back: by the cause, the price at which lessons count, and the days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from funds.rules.shares import half_up
from funds.states import RefundCause


@dataclass(frozen=True, slots=True)
class Owed:
    """A refund and the part of the fee that stays with the institution. Both in fen, sum paid."""

    refund_fen: int
    delivered_fen: int


@dataclass(frozen=True, slots=True)
class Lessons:
    """A contract counted by lessons: what was paid, at which prices, how far it has come.

    ``list_price_fen`` None: the list price is what was paid for a lesson.
    """

    paid_fen: int
    lessons: int
    done: int
    list_price_fen: int | None = None


def by_lessons(contract: Lessons, cause: RefundCause) -> Owed:
    """Paid less what was taught, at the price that the cause decides.

    The institution's fault: lessons count at the price that was paid. The pupil's own reason:
    at the list price, and never more than was paid.

    Source: 法释〔2025〕4号 arts. 15, 18, 19, 20.
    """
    if not 0 <= contract.done <= contract.lessons or contract.lessons < 1:
        raise ValueError(f"{contract.done} of {contract.lessons} lessons cannot be done")
    if cause == RefundCause.CONSUMER and contract.list_price_fen is not None:
        taught = contract.list_price_fen * contract.done
    else:
        taught = half_up(contract.paid_fen * contract.done, contract.lessons)
    return _owed(contract.paid_fen, taught)


def by_credit(paid_fen: int, bonus_fen: int, consumed_fen: int, cause: RefundCause) -> Owed:
    """Credit bought with a bonus: at the institution's fault it is used up in proportion.

    For the pupil's own reason what was consumed counts in full, as at the list price.

    Source: 法释〔2025〕4号 arts. 18 (paid / (paid + bonus)), 19, 20.
    """
    if cause == RefundCause.CONSUMER:
        return _owed(paid_fen, consumed_fen)
    return _owed(paid_fen, half_up(consumed_fen * paid_fen, paid_fen + bonus_fen))


def by_time(paid_fen: int, term_days: int, served_days: int) -> Owed:
    """Unlimited use of a term: by the days that are left. Source: 法释〔2025〕4号 art. 22."""
    if not 0 <= served_days <= term_days or term_days < 1:
        raise ValueError(f"{served_days} of {term_days} days cannot be served")
    return _owed(paid_fen, half_up(paid_fen * served_days, term_days))


def may_withdraw(
    paid_on: date, requested_on: date, *, days: int | None, had_it_before: bool
) -> bool:
    """Whether the whole fee comes back without a reason, some days after it was paid.

    Args:
        days: by the county's parameter; None: no such rule on that day.
        had_it_before: the same service was had from the same institution before.

    Source: 法释〔2025〕4号 art. 14.
    """
    if days is None or had_it_before:
        return False
    return requested_on <= paid_on + timedelta(days=days)


def _owed(paid_fen: int, taught_fen: int) -> Owed:
    """More was taught than paid for: nothing comes back, and nothing is claimed from the pupil."""
    kept = min(paid_fen, taught_fen)
    return Owed(paid_fen - kept, kept)

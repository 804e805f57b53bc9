"""Whose the interest of an account is: by what each held, and for how many days."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from funds.rules.shares import share_out

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Moved:
    """What a book's balance changed by, counting from a day on. Fen, positive: more is owed."""

    on: date
    amount_fen: int


def fen_days(moved: Iterable[Moved], first: date, last: date) -> int:
    """What a book held, day by day, added up over a stretch; never negative.

    Every day counts with its balance at the end; ``first`` and ``last`` are part of it.
    """
    after = last + timedelta(days=1)
    held = sum(
        one.amount_fen * (after - max(one.on, first)).days for one in moved if one.on <= last
    )
    return max(0, held)


def interest_of(
    interest_fen: int, held: Mapping[K, Iterable[Moved]], first: date, last: date
) -> dict[K, int]:
    """One payment of interest over those who held money in its days; the shares sum to it exactly.

    Nobody held anything: nobody has a share.

    Source: 法释〔2025〕4号 art. 16: money in a supervised account comes back with its real
    interest; in proportion to fen and days [interpretation].
    """
    weights = {key: fen_days(moved, first, last) for key, moved in held.items()}
    if not any(weights.values()):
        return {}
    if interest_fen >= sum(weights.values()):
        raise ValueError(f"{interest_fen} fen of interest pass the money of all days")
    return {key: fen for key, fen in share_out(interest_fen, weights).items() if fen}

"""Fen divided so that nothing is lost: half up on totals, and shares whose sum is exact."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def half_up(numerator: int, denominator: int) -> int:
    """A quotient of fen to the whole fen, halves up. Neither may be negative."""
    if numerator < 0 or denominator < 1:
        raise ValueError(f"{numerator}/{denominator} is no share of money")
    return (2 * numerator + denominator) // (2 * denominator)


def share_out(available_fen: int, claims: Mapping[K, int]) -> dict[K, int]:
    """Divide too little money over claims in proportion; the shares sum to it exactly.

    Everybody gets the whole fen of the exact share; the fen that are left go one by one to
    the largest remainders, equal ones in the order in which the claims stand. No share passes
    its claim. With enough money everybody gets the claim.

    Source: 民办教育促进法 art. 59 sets the order of classes, not the division inside one;
    in proportion to the fen [choice].
    """
    total = sum(claims.values())
    if available_fen >= total:
        return dict(claims)
    exact = {key: divmod(claim * available_fen, total) for key, claim in claims.items()}
    shares = {key: whole for key, (whole, _) in exact.items()}
    left = available_fen - sum(shares.values())
    for key in sorted(exact, key=lambda one: -exact[one][1])[:left]:
        shares[key] += 1
    return shares

"""Ratios and the checks of a report. Numbers in, numbers out.

Shares may pass 100 % (registry-funds 7.1 notes) and are never clipped; rounding differs by
city, so the full value is kept and only shown rounded, half up.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

Number = int | Decimal


def rounded(value: Decimal, places: int) -> Decimal:
    """Half up, as Chinese reports round."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def share_pct(part: Number, whole: Number, *, places: int = 1) -> Decimal | None:
    """``part`` of ``whole`` in percent; None when there is no whole to take a part of."""
    if whole == 0:
        return None
    return rounded(Decimal(part) * 100 / Decimal(whole), places)


def per(amount: Number, heads: Number, *, places: int) -> Decimal | None:
    """``amount`` for each of ``heads``; None when there are none."""
    if heads == 0:
        return None
    return rounded(Decimal(amount) / Decimal(heads), places)


def agrees(computed: Decimal | None, printed: Number) -> bool:
    """Does a printed share equal the computed one when rounded as it was printed?"""
    if computed is None:
        return False
    places = max(0, -int(Decimal(printed).normalize().as_tuple().exponent))
    return rounded(computed, places) == Decimal(printed)


def fits(printed_pct: Number, part: int, whole: int) -> tuple[int, int]:
    """Which (whole for this part, part of this whole) a printed share would fit.

    9 % of a printed 4 of 53 would fit 4 of 44, or 5 of 53.
    """
    share = Decimal(printed_pct) / 100
    if share == 0:
        return 0, 0
    other_whole = int(rounded(Decimal(part) / share, 0))
    other_part = int(rounded(Decimal(whole) * share, 0))
    return other_whole, other_part

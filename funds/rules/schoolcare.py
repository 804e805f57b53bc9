"""After-school service of the schools: a monthly price by lessons a day, and the half-month rule."""

from __future__ import annotations

from collections.abc import Mapping

from funds.rules.shares import half_up


def monthly_fee(
    prices_fen: Mapping[int, int], *, lessons_per_day: int, working_days: int, attended: int
) -> int:
    """One pupil's fee for a month in fen: by days up to half the month, else the whole price.

    Args:
        prices_fen: the month's price by lessons a day.
        working_days: of the month; ``attended`` of them the pupil came.

    Raises:
        ValueError: no price for so many lessons a day, or more days attended than there were.

    Source: 2021 campaign report, rule 9: under half a month by working days, over half a whole
    month; exactly half by days, which is less for the parents [interpretation].
    """
    if lessons_per_day not in prices_fen:
        raise ValueError(f"no price for {lessons_per_day} lessons a day")
    if not 0 <= attended <= working_days or working_days < 1:
        raise ValueError(f"{attended} of {working_days} days cannot be attended")
    price = prices_fen[lessons_per_day]
    if 2 * attended > working_days:
        return price
    return half_up(price * attended, working_days)

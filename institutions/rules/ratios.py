"""How many people and pupils a rule asks for or allows; plain arithmetic with exact numbers."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

_HUNDRED = Decimal(100)


def share_percent(part: int, whole: int) -> Decimal:
    """``part`` of ``whole`` in percent, to one decimal, half up. Raises ValueError for no whole."""
    if whole <= 0:
        raise ValueError(f"whole must be positive, got {whole}")
    return (_HUNDRED * part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def has_share(part: int, whole: int, least_percent: Decimal) -> bool:
    """Whether ``part`` is at least so many percent of ``whole``, without rounding."""
    return _HUNDRED * part >= least_percent * whole


def least_staff(pupils: int, percent: Decimal) -> int:
    """The least whole number of people that is ``percent`` of the pupils."""
    return int((percent * pupils / _HUNDRED).to_integral_value(ROUND_CEILING))


def most_pupils(area_m2: Decimal, per_pupil_m2: Decimal) -> int:
    """How many pupils at the same time an area allows. Raises ValueError for no area per pupil."""
    if per_pupil_m2 <= 0:
        raise ValueError(f"per_pupil_m2 must be positive, got {per_pupil_m2}")
    return int((area_m2 / per_pupil_m2).to_integral_value(ROUND_FLOOR))

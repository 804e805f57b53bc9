"""Whose power it is to penalise an act; a penalty without power is void (Penalty Law art. 38)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from policies.models import Violation
from policies.queries import power_holder_on
from policies.states import HolderKind, HoldingWay


def held_elsewhere(violations: Iterable[Violation], on: date) -> str:
    """Who else holds the power over one of these acts in the whole county, in words; else empty.

    Who acts for the bureau by delegation acts in its name. Source: Order 53 art. 6, Penalty Law
    arts. 18, 20, 24; enforcement.md 1.2.
    """
    for violation in violations:
        power = power_holder_on(violation.code, on)
        if power.kind != HolderKind.EDUCATION and power.way != HoldingWay.DELEGATED:
            return f"“{violation.title}”由{power.name}行使处罚权（{power.source}），应当移送"
    return ""

"""What nobody may pass, whoever approves: the law's own limit of a fine."""

from __future__ import annotations

from collections.abc import Iterable

from cases.errors import FineBeyondLaw
from cases.models import Case
from cases.rules import Proposed
from cases.services._law import Applied
from cases.states import PenaltyKind
from common.money import yuan
from policies.queries import fine_range, ranges_on
from policies.states import Tier


def require_within_law(case: Case, penalties: Iterable[Proposed], law: list[Applied]) -> None:
    """Go on only if a fine does not go beyond what the law that applies allows for the violations.

    A benchmark may be left with a reason and a second approval, the law may not. Of several
    violations the highest limit counts (art. 29). Where the catalogue does not know a limit, or it
    depends on gains that nobody recognised, this asks nothing. Raises FineBeyondLaw.
    """
    fine = next((one.amount_fen for one in penalties if one.kind == PenaltyKind.P3), None)
    if fine is None:
        return
    report = case.reports.last()
    gains = report.gains_fen if report else None
    limits = [_most(one, gains) for one in law]
    known = [limit for limit in limits if limit is not None]
    if not known or len(known) < len(limits) or fine <= max(known):
        return
    most = max(known)
    why = f"法定上限为{yuan(most)}元" if most else "法律没有为本案的违法情形规定罚款"
    raise FineBeyondLaw(case=case, fine=yuan(fine), why=why)


def _most(applied: Applied, gains_fen: int | None) -> int | None:
    """The law's upper limit over all tiers, in fen; 0: no fine at all; None: not known."""
    code, on = applied.row.code, applied.day
    if not any(line.is_law for line in ranges_on(code, on)):
        return None
    held = [fine_range(code, tier=tier, gains_fen=gains_fen, on=on) for tier in Tier]
    limits = [one.law_max_fen for one in held if one is not None]
    if any(limit is None for limit in limits):
        return None
    return max((limit for limit in limits if limit is not None), default=0)

"""When an institution ends: the order of the law, and what keeps an account from being closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from funds.states import ClosingObstacle


@dataclass(frozen=True, slots=True)
class ClaimClass:
    """All claims of one rank, in fen."""

    name: str
    claimed_fen: int


def pay_in_order(available_fen: int, classes: Sequence[ClaimClass]) -> dict[str, int]:
    """Each rank is paid in full before the next one gets anything.

    Source: 民办教育促进法 art. 59: pupils, then wages and social insurance, then others.
    """
    paid, left = {}, available_fen
    for rank in classes:
        paid[rank.name] = min(left, rank.claimed_fen)
        left -= paid[rank.name]
    return paid


def closing_obstacles(
    *, balance_fen: int, unconsumed_fen: int, open_refunds: int
) -> list[ClosingObstacle]:
    """Why a supervised account may not be closed yet; empty when it may.

    Source: 云南 2022 art. 5; 教监管函〔2021〕2号 [interpretation].
    """
    found = []
    if unconsumed_fen:
        found.append(ClosingObstacle.UNCONSUMED)
    if open_refunds:
        found.append(ClosingObstacle.OPEN_REFUNDS)
    if balance_fen and not unconsumed_fen:
        found.append(ClosingObstacle.BALANCE)
    return found

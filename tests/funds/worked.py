"""The worked cases of funds-cases.yaml: what is given goes in, what the functions say comes out.

Each player answers with the keys that the case expects, in the file's own shapes. A case of
one place sets that place's rule as the county's parameter first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from funds.states import Breach
from funds.terms import fen

FILE = yaml.safe_load((Path(__file__).parents[1] / "data/funds-cases.yaml").read_text())
CASES = {case["id"]: case for case in [*FILE["cases"], *FILE["bonus_cases"][:1]]}

CODES = {
    Breach.LESSON_CAP: "LESSON_CAP_60",
    Breach.SPAN_CAP: "SPAN_CAP_3_MONTHS",
    Breach.AMOUNT_CAP: "AMOUNT_CAP_5000",
    Breach.BELOW_MINIMUM: "BELOW_MINIMUM_BALANCE",
    Breach.RELEASE_AHEAD: "RELEASE_AHEAD_OF_TEACHING",
    Breach.MISMATCH: "RECONCILIATION_MISMATCH",
}
"""The file's codes that carry a figure, or are longer than ours; all others are equal."""

Given = Mapping[str, Any]
Player = Callable[[Given], dict[str, Any]]
PLAYERS: dict[str, Player] = {}


def plays(*ids: str) -> Callable[[Player], Player]:
    def keep(player: Player) -> Player:
        PLAYERS.update(dict.fromkeys(ids, player))
        return player

    return keep


def said(breaches: list[Breach]) -> list[str]:
    return sorted(CODES.get(breach, breach.name) for breach in breaches)


def verdict(breaches: list[Breach], word: str = "violation") -> dict[str, Any]:
    return {"verdict": word if breaches else "allowed", "violations": said(breaches)}


def plain(amount_fen: int) -> str:
    """123450 → 1234.50, as the file writes money."""
    return f"{amount_fen // 100}.{amount_fen % 100:02d}"


def total(amounts: list[str]) -> list[str]:
    """The running total, as the file writes money."""
    sums, so_far = [], 0
    for amount in amounts:
        so_far += fen(amount)
        sums.append(plain(so_far))
    return sums

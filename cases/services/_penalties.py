"""A list of penalties as it was handed in, checked and made comparable."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from cases.errors import PenaltiesWrong
from cases.models import DecidedPenalty, ProposedPenalty
from cases.rules import SAID_IN_WORDS, Proposed
from cases.states import WITH_AMOUNT, PenaltyKind


def require_sound(penalties: list[Proposed]) -> None:
    """Go on only if a list may stand in a notice or a decision. Raises PenaltiesWrong."""
    if not penalties:
        raise PenaltiesWrong(why="没有写明处罚种类")
    kinds = [one.kind for one in penalties]
    if len(set(kinds)) < len(kinds):
        raise PenaltiesWrong(why="同一种类写了两次")
    for one in penalties:
        _require_one(one)


def columns(one: Proposed) -> dict[str, Any]:
    """The columns of a row."""
    return {
        "kind": one.kind,
        "amount_fen": one.amount_fen,
        "multiple": Decimal(one.multiple) if one.multiple else None,
        "months": one.months,
        "text": one.text.strip(),
    }


def as_proposed(rows: Iterable[ProposedPenalty | DecidedPenalty]) -> list[Proposed]:
    """Rows as the rules see them."""
    return [Proposed(row.kind, row.amount_fen, None, row.months, row.text) for row in rows]


def _require_one(one: Proposed) -> None:
    if one.kind not in PenaltyKind.values:
        raise PenaltiesWrong(why=f"没有“{one.kind}”这种处罚")
    label = PenaltyKind(one.kind).label
    is_money = one.kind in WITH_AMOUNT
    if is_money and not isinstance(one.amount_fen, int):
        raise PenaltiesWrong(why=f"{label}的金额须精确到分")
    if is_money and (one.amount_fen or 0) <= 0:
        raise PenaltiesWrong(why=f"{label}须写明金额")
    if not is_money and one.amount_fen is not None:
        raise PenaltiesWrong(why=f"{label}没有金额")
    if one.months is not None and (one.kind != PenaltyKind.P9 or one.months < 1):
        raise PenaltiesWrong(why=f"{label}的期限有误")
    if one.multiple and one.kind != PenaltyKind.P3:
        raise PenaltiesWrong(why=f"{label}没有倍数")
    if one.kind in SAID_IN_WORDS and not one.text.strip():
        raise PenaltiesWrong(why=f"{label}须写明具体内容")

"""The fields of a list of penalties, one place for each of the ten kinds."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from cases.services import Proposed
from cases.states import PenaltyKind
from staff.cases.forms.base import line, yes
from staff.papers.amounts import YuanField

_PLAIN = ("P1", "P2", "P6", "P7", "P8")
_SAID = ("P5", "P10")


class PenaltyFields(forms.Form):
    """What is proposed or decided. Whether it may be is the verb's question."""

    p1 = yes(PenaltyKind.P1.label)
    p2 = yes(PenaltyKind.P2.label)
    p3 = YuanField(label="罚款（元）", required=False)
    multiple = forms.DecimalField(
        label="罚款为违法所得的倍数", required=False, min_value=0, max_digits=5, decimal_places=2
    )
    p4 = YuanField(label="没收违法所得（元）", required=False)
    p5 = line("没收非法财物（写明物品）", required=False)
    p6 = yes(PenaltyKind.P6.label)
    p7 = yes(PenaltyKind.P7.label)
    p8 = yes(PenaltyKind.P8.label)
    p9 = line("限制从业（写明内容）", required=False)
    months = forms.IntegerField(
        label="限制从业的月数", required=False, min_value=1, max_value=1200, help_text="留空为终身"
    )
    p10 = line("其他行政处罚（写明内容）", required=False)


def proposed(told: dict[str, Any]) -> list[Proposed]:
    """The list that was typed, in the order of the kinds."""
    rows = [Proposed(kind) for kind in _PLAIN if told[kind.lower()]]
    if told["p3"] is not None:
        multiple = str(told["multiple"]) if told["multiple"] else None
        rows.append(Proposed("P3", told["p3"], multiple))
    if told["p4"] is not None:
        rows.append(Proposed("P4", told["p4"]))
    rows += [Proposed(kind, text=told[kind.lower()]) for kind in _SAID if told[kind.lower()]]
    if told["p9"]:
        rows.append(Proposed("P9", months=told["months"], text=told["p9"]))
    return sorted(rows, key=lambda row: int(row.kind[1:]))


def typed(rows: Iterable[Any]) -> dict[str, Any]:
    """Rows of a notice as these fields show them."""
    told: dict[str, Any] = {}
    for row in rows:
        name = row.kind.lower()
        told[name] = True if row.kind in _PLAIN else row.text
        if row.amount_fen is not None:
            told[name] = f"{Decimal(row.amount_fen) / 100}"
        if row.kind == PenaltyKind.P9:
            told["months"] = row.months
        if row.multiple is not None:
            told["multiple"] = row.multiple
    return told

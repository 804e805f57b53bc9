"""How a bank's table is laid out, as data: ``data/layouts.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parents[1] / "data/layouts.yaml"


@dataclass(frozen=True, slots=True)
class Layout:
    """One bank's statement. ``columns`` names for each of our fields the headings it may bear.

    Fields: booked_on, value_on, amount (signed), paid_in and paid_out (apart), side with
    ``credit_words`` (one column of amounts and one that says which way), balance, bank_ref,
    remark. ``format`` is table (CSV or workbook), camt.053 or mt940. ``newest_first`` turns the
    rows round.
    """

    code: str
    name: str
    format: str = "table"
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    credit_words: tuple[str, ...] = ()
    newest_first: bool = False

    @property
    def headings(self) -> dict[str, str]:
        """Our field by the bank's heading."""
        return {name: ours for ours, names in self.columns.items() for name in names}


@cache
def layouts() -> dict[str, Layout]:
    """All layouts by code."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))["layouts"]
    return {row["code"]: _layout(row) for row in rows}


def _layout(row: Mapping[str, object]) -> Layout:
    columns = row.get("columns") or {}
    assert isinstance(columns, dict)
    words = row.get("credit_words") or ()
    assert isinstance(words, list | tuple)
    return Layout(
        code=str(row["code"]),
        name=str(row["name"]),
        format=str(row.get("format", "table")),
        columns={ours: tuple(names) for ours, names in columns.items()},
        credit_words=tuple(words),
        newest_first=bool(row.get("newest_first", False)),
    )

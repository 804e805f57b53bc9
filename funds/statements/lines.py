"""What every statement comes to, whichever bank wrote it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from funds.statements.cells import CellWrong

Told = TypeVar("Told")

REF_SIGNS, REMARK_SIGNS = 64, 300
"""The most that is kept of a bank's reference and remark; the same of every file."""


@dataclass(frozen=True, slots=True)
class Line:
    """One movement as the bank tells it. ``amount_fen`` is positive for money that came in.

    ``place`` is the line of the file; ``bank_ref`` the bank's own number, empty where it gives
    none; ``balance_fen`` after the movement, None where it is not told. ``key`` finds the same
    movement again in another file.
    """

    place: int
    booked_on: date
    value_on: date
    amount_fen: int
    bank_ref: str = ""
    balance_fen: int | None = None
    remark: str = ""
    key: str = ""

    @property
    def says(self) -> str:
        """Everything the bank said, for comparing two lines of one reference."""
        return said(self.booked_on, self.value_on, self.amount_fen, self.remark)


@dataclass(frozen=True, slots=True)
class Statement:
    """The lines of a file up to where it is torn.

    ``torn_at`` is the first line that cannot be taken and ``why`` the reason, as a Chinese
    clause; None and empty when the file is whole. ``closing_fen`` is the bank's last balance.
    """

    lines: tuple[Line, ...]
    torn_at: int | None = None
    why: str = ""
    account_number: str = ""
    closing_fen: int | None = None


def said(booked_on: date, value_on: date, amount_fen: int, remark: str) -> str:
    """What a bank says of a movement, as one text: equal for the same movement in any file."""
    return f"{booked_on}|{value_on}|{amount_fen}|{remark}"


def up_to_torn(
    told: Iterable[tuple[int, Told]], read: Callable[[int, Told], Line]
) -> tuple[list[Line], int | None, str]:
    """The lines up to the first that cannot be read; its place and why, None and empty if none."""
    lines: list[Line] = []
    for place, one in told:
        try:
            lines.append(read(place, one))
        except CellWrong as wrong:
            return lines, place, str(wrong)
    return lines, None, ""


def keyed(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Give every line its key: the bank's number, or what it says and its place among equals.

    Two lines of a day that are equal to the letter are two movements: they are told apart by
    their order on that day, which another file of the same day repeats.
    """
    seen: Counter[str] = Counter()
    found = []
    for whole in lines:
        ref, remark = whole.bank_ref[:REF_SIGNS], whole.remark[:REMARK_SIGNS]
        line = replace(whole, bank_ref=ref, remark=remark)
        if line.bank_ref:
            found.append(replace(line, key=f"r:{line.bank_ref}"))
            continue
        all_of_it = f"{line.says}|{line.balance_fen}"
        seen[all_of_it] += 1
        digest = hashlib.sha256(f"{all_of_it}|{seen[all_of_it]}".encode()).hexdigest()[:40]
        found.append(replace(line, key=f"s:{digest}"))
    return tuple(found)


def tear(statement: Statement) -> Statement:
    """Cut a statement at the first line whose running balance does not add up."""
    before: int | None = None
    for number, line in enumerate(statement.lines):
        known = before is not None and line.balance_fen is not None
        if known and before + line.amount_fen != line.balance_fen:  # type: ignore[operator]
            return replace(
                statement,
                lines=statement.lines[:number],
                torn_at=line.place,
                why="余额与上一行加减本行金额不符",
                closing_fen=before,
            )
        before = line.balance_fen
    return statement

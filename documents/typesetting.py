"""Lines of an official paper: 28 full-width characters between two straight edges.

The renderer can only stretch spaces, and Chinese has none; so lines are broken here and
each carries the little spacing between its characters that brings it to the full measure.
Measures are in em of the text, one em being one Chinese character.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

MEASURE_EM = 28.0  # GB/T 9704-2012
_MOST_STRETCH_EM = 4.0  # wider gaps would show; such a line stays ragged
_LONGEST_WORD_EM = 12.0  # a longer run of Latin letters or digits may break anywhere

NEVER_STARTS_A_LINE = frozenset("，。、；：？！）》〉】〕」』”’％…—·．～,.;:?!)]}%")
NEVER_ENDS_A_LINE = frozenset("（《〈【〔「『“‘([{")
_AFTER_DIGITS = frozenset("年月日时分号条款项元天个人名")

Width = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one font role."""

    text: str
    role: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line: where it starts, what it says, and the spacing that fills it."""

    runs: tuple[Run, ...]
    start_em: float = 0.0
    spacing_em: float = 0.0

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


class _Character(NamedTuple):  # thousands of them a paper: a dataclass takes twice as long
    value: str
    role: str
    width_em: float


_Atom = list[_Character]


def width_em(runs: Iterable[Run], *, width: Width) -> float:
    """How wide words are in one line without spacing."""
    return sum(width(character, run.role) for run in runs for character in run.text)


def set_paragraph(
    runs: Iterable[Run],
    *,
    width: Width,
    indent_em: float = 2.0,
    hanging_em: float = 0.0,
    measure_em: float = MEASURE_EM,
) -> list[Line]:
    """Break a paragraph into full lines and a last one.

    ``indent_em`` is where the first line starts, ``hanging_em`` where the others do.
    No line starts with a closing mark or ends with an opening one; a number keeps its unit.
    """
    rows: list[list[_Atom]] = [[]]
    used = indent_em
    for atom in _atoms(runs, width):
        if rows[-1] and used + _wide(atom) > measure_em + 1e-6:
            rows.append([])
            used = hanging_em
        rows[-1].append(atom)
        used += _wide(atom)
    _end_with_a_word(rows)
    starts = [indent_em, *[hanging_em] * len(rows)]
    lines = [
        _full(_joined(row), start, measure_em)
        for row, start in zip(rows[:-1], starts, strict=False)
    ]
    last = _joined(rows[-1])
    return [*lines, Line(_runs(last), starts[len(lines)])] if last else lines


def centred(runs: Iterable[Run], *, width: Width, axis_em: float) -> Line:
    """One line whose middle lies ``axis_em`` from the left edge."""
    runs = tuple(runs)
    return Line(runs, max(0.0, axis_em - width_em(runs, width=width) / 2))


def _end_with_a_word(rows: list[list[_Atom]]) -> None:
    """A last line of one character looks lost: the character before it comes along."""
    if len(rows) < 2 or len(rows[-2]) < 2:
        return
    words = [c for atom in rows[-1] for c in atom if c.value not in NEVER_STARTS_A_LINE]
    if len(words) == 1:
        rows[-1].insert(0, rows[-2].pop())


def _full(row: _Atom, start: float, measure: float) -> Line:
    gap = measure - start - _wide(row)
    spacing = gap / (len(row) - 1) if len(row) > 1 and 0 <= gap <= _MOST_STRETCH_EM else 0.0
    return Line(_runs(row), start, spacing)


def _atoms(runs: Iterable[Run], width: Width) -> list[_Atom]:
    """What must stay together on a line, in order."""
    atoms: list[_Atom] = []
    for run in runs:
        for value in run.text:
            character = _Character(value, run.role, width(value, run.role))
            if atoms and _together(atoms[-1][-1].value, value):
                atoms[-1].append(character)
            else:
                atoms.append([character])
    return [part for atom in atoms for part in _breakable(atom)]


def _together(before: str, after: str) -> bool:
    if after in NEVER_STARTS_A_LINE or before in NEVER_ENDS_A_LINE:
        return True
    if _latin(before) and _latin(after):
        return True
    return before.isdigit() and before.isascii() and after in _AFTER_DIGITS


def _latin(character: str) -> bool:
    return "!" <= character <= "~"


def _breakable(atom: _Atom) -> list[_Atom]:
    """A word that would leave a hole, such as an address, may break between its letters."""
    if _wide(atom) <= _LONGEST_WORD_EM:
        return [atom]
    parts = [atom[:1]]
    for before, character in pairwise(atom):
        if _latin(before.value) and character.value.isascii() and character.value.isalnum():
            parts.append([character])
        else:
            parts[-1].append(character)
    return parts


def _joined(atoms: list[_Atom]) -> _Atom:
    """The characters of one line; spaces at its ends are not drawn."""
    row = [character for atom in atoms for character in atom]
    while row and row[-1].value == " ":
        row.pop()
    while row and row[0].value == " ":
        row.pop(0)
    return row


def _wide(row: _Atom) -> float:
    if len(row) == 1:  # most atoms are one Chinese character
        return row[0].width_em
    return sum(character.width_em for character in row)


def _runs(row: _Atom) -> tuple[Run, ...]:
    return tuple(
        Run("".join(character.value for character in group), role)
        for role, group in groupby(row, key=lambda character: character.role)
    )

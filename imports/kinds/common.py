"""What all kinds of lists share: cells become values, rows become verdicts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Protocol

from accounts.models import User
from common.errors import Refusal
from imports import headings, rules
from imports.headings import Field
from imports.reading import Row
from imports.states import Verdict

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reader:
    """How the cells of one field are read, and how a stored value comes back to life."""

    read: Callable[[Any], Any]
    revive: Callable[[Any], Any] = lambda value: value
    labels: Mapping[str, str] | None = None  # choices: value -> official label


TEXT = Reader(rules.text)
NUMBER = Reader(rules.number)
WHOLE = Reader(rules.whole)
YES = Reader(rules.yes)
DAY = Reader(lambda cell: rules.day(cell).isoformat(), date.fromisoformat)
CLOCK = Reader(rules.clock, time.fromisoformat)


def choice(choices: Any) -> Reader:
    """One of fixed values, by its label or by what people write for it."""
    return Reader(rules.text, labels={str(v): str(label) for v, label in choices.choices})


@dataclass(slots=True)
class Judged:
    """A row with its verdict."""

    number: int
    cells: list[Any]
    values: Values = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    verdict: Verdict = Verdict.SAME
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    institution_id: int | None = None
    entry_id: int | None = None
    seen_version: int | None = None

    def reject(self, why: str) -> None:
        self.problems.append(why)
        self.verdict = Verdict.REJECTED


@dataclass(slots=True)
class Waiting:
    """A judged row that is to be taken."""

    pk: int
    number: int
    verdict: str
    values: Values
    institution_id: int | None
    entry_id: int | None
    seen_version: int | None


class Kind(Protocol):
    """One kind of list: how its rows are judged, taken and written."""

    # Rows of one list that speak of the same thing share a key.
    seen: dict[Any, int]

    @property
    def readers(self) -> Mapping[str, Reader]: ...

    def judge(self, rows: Sequence[Judged], *, by: User, at: datetime) -> None: ...

    def recall(self, row: Any) -> None: ...

    def take(
        self, rows: Sequence[Waiting], *, note: str, by: User, at: datetime
    ) -> list[Refusal | None]: ...


def read_row(row: Row, fields: Sequence[str], known: Mapping[str, Field], kind: Kind) -> Judged:
    """The cells of a row as values; what cannot be meant becomes problems of it."""
    cells: list[Any] = []
    judged = Judged(number=row.number, cells=cells)
    for place, name in enumerate(fields):
        if not name:
            continue
        cell = row.cells[place] if place < len(row.cells) else None
        cells.append(_kept(name, cell))
        if rules.is_nothing(cell):
            continue
        try:
            judged.values |= _values(known[name], kind.readers, cell)
        except ValueError as why:
            judged.reject(f"“{known[name].heading}”填的是“{_short(name, cell)}”，{why}。")
    return judged


def _values(said: Field, readers: Mapping[str, Reader], cell: Any) -> Values:
    if said.name == "licence_term":
        start, until = rules.term(cell)
        found = {"licence_from": start.isoformat()}
        return found | ({"licence_until": until.isoformat()} if until else {})
    if said.name == "licence_until" and rules.is_endless(cell):
        return {}
    reader = readers[said.name]
    if reader.labels is not None:
        return {said.name: rules.choice(cell, said.words, reader.labels, headings.plain)}
    return {said.name: reader.read(cell)}


def _kept(name: str, cell: Any) -> Any:
    """The cell as it is kept for giving it back: days as text, and no whole identity number."""
    if isinstance(cell, dict):
        return cell.get("d") or cell.get("t")
    if name == "id_tail" and isinstance(cell, str | int):
        return str(cell).strip()[-4:]
    return cell


def _short(name: str, cell: Any) -> str:
    said = str(_kept(name, cell))
    return said if len(said) <= 30 else f"{said[:30]}…"


def revived(values: Values, readers: Mapping[str, Reader]) -> Values:
    """Stored values as the verbs want them."""
    return {name: readers[name].revive(value) for name, value in values.items()}


def in_words(name: str, value: Any, readers: Mapping[str, Reader]) -> Any:
    """A value of the registry as a cell of an export says it, so that it can be read back."""
    labels = readers[name].labels
    if labels is not None:
        return labels.get(value, value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value


def told(changes: Mapping[str, tuple[str, str]], known: Mapping[str, str]) -> Iterator[Any]:
    """Changes by field name as (label, old, new)."""
    for name, (old, new) in changes.items():
        yield known.get(name, name), old, new

"""Which column says what: names of columns as data, the row of the head found by them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from imports.reading import Cell, Row

_DATA = Path(__file__).with_name("data")
_BRACKETS = re.compile(r"[(\[{【〔].*?[)\]}】〕]")
_NO_WORDS = re.compile(r"[\s*＊:：、，,。.·_\-/]+")
_ALL_OF_ONE_KIND = ("institutions", "national_platform", "staff", "courses")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a list may say of each row."""

    name: str
    heading: str
    also: tuple[str, ...] = ()
    words: dict[str, str] = field(default_factory=dict)  # what a cell may say -> value
    is_in_template: bool = True


@dataclass(frozen=True, slots=True)
class Mapping:
    """How the columns of one kind of list are called."""

    code: str
    title: str
    of: str
    required: tuple[str, ...]
    fields: dict[str, Field]
    ignored: frozenset[str]
    marks: frozenset[str]

    @property
    def template(self) -> list[Field]:
        return [one for one in self.fields.values() if one.is_in_template]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a list: for each column its words and what it was taken for ('': nothing)."""

    mapping: Mapping
    row: int
    titles: list[str]
    fields: list[str]
    is_ignored: list[bool]

    @property
    def known(self) -> int:
        return sum(1 for name in self.fields if name)


@lru_cache(maxsize=1024)  # heads and choices: the same words in every row
def plain(words: Cell) -> str:
    """Words of a head without what people add to them: spaces, stars, punctuation, case."""
    text = unicodedata.normalize("NFKC", words if isinstance(words, str) else "")
    return _NO_WORDS.sub("", text).lower()


def without_brackets(words: Cell) -> str:
    text = unicodedata.normalize("NFKC", words if isinstance(words, str) else "")
    return plain(_BRACKETS.sub("", text))


@cache
def mappings(kind: str) -> tuple[Mapping, ...]:
    """The ways in which lists of this kind name their columns, ours first."""
    own = _read(kind)
    others = [_read(code) for code in _ALL_OF_ONE_KIND if code != kind and _file(code).exists()]
    return (own, *(one for one in others if one.of == kind))


def mapping(code: str) -> Mapping:
    """The mapping of this name. Raises KeyError."""
    return _read(code)


def head_of(rows: Iterable[Row], kind: str) -> Head | None:
    """The row that names the most columns, by the mapping that knows the most of them.

    None if no row names all columns that a list must have. A head may stand in two rows, a
    group over its columns (许可证有效期 over 起 and 止).
    """
    best: Head | None = None
    above: list[Cell] = []
    for row in rows:
        for known in mappings(kind):
            for titles in _readings(above, row.cells):
                head = _matched(known, row.number, titles)
                is_whole = set(known.required) <= set(head.fields)
                if is_whole and head.known > 1 and (best is None or _score(head) > _score(best)):
                    best = head
        above = row.cells
    return best


def _score(head: Head) -> tuple[int, int]:
    marked = sum(1 for title in head.titles if plain(title) in head.mapping.marks)
    return head.known + marked, marked


def _readings(above: list[Cell], cells: list[Cell]) -> list[list[str]]:
    """The row by itself, and with what stands over it; an empty cell belongs to the group before."""
    alone = [_words(cell) for cell in cells]
    if not above or len([cell for cell in above if cell is not None]) < 2:
        return [alone]
    joined, group = [], ""
    for place in range(max(len(above), len(cells))):
        over = _words(above[place]) if place < len(above) else ""
        under = _words(cells[place]) if place < len(cells) else ""
        group = over or (group if under else "")
        joined.append(group + under)
    return [alone, joined]


def _words(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _matched(known: Mapping, row: int, titles: list[str]) -> Head:
    names = _names(known.code)
    fields: list[str] = []
    for title in titles:
        found = names.get(plain(title)) or names.get(without_brackets(title)) or ""
        fields.append("" if found in fields else found)
    ignored = [plain(title) in known.ignored for title in titles]
    return Head(known, row, titles, fields, ignored)


@cache
def _names(code: str) -> dict[str, str]:
    known = _read(code)
    return {
        plain(words): one.name
        for one in known.fields.values()
        for words in (one.heading, *one.also)
    }


def _file(code: str) -> Path:
    return _DATA / f"{code}.yaml"


@cache
def _read(code: str) -> Mapping:
    said = yaml.safe_load(_file(code).read_text(encoding="utf-8"))
    base = _read(said["of"]) if "of" in said else None
    fields = dict(base.fields) if base else {}
    for name, about in said["fields"].items():
        fields[name] = _field(name, about, fields.get(name))
    return Mapping(
        code=code,
        title=said["title"],
        of=said.get("of", code),
        required=tuple(said.get("required") or (base.required if base else ())),
        fields=fields,
        ignored=_plain(said.get("ignored"), base.ignored if base else frozenset()),
        marks=_plain(said.get("marks"), frozenset()),
    )


def _plain(words: list[str] | None, more: frozenset[str]) -> frozenset[str]:
    return frozenset(plain(one) for one in words or ()) | more


def _field(name: str, about: dict[str, Any], base: Field | None) -> Field:
    words = dict(base.words) if base else {}
    for value, said in (about.get("words") or {}).items():
        words |= {plain(str(one)): value for one in said}
    return Field(
        name=name,
        heading=about.get("heading") or (base.heading if base else ""),
        also=(*(base.also if base else ()), *about.get("also", ())),
        words=words,
        is_in_template=about.get("template", base.is_in_template if base else True),
    )

"""What a list may be narrowed by: one class per list, the same for its page and for the API.

A parameter's name and values are a promise: links are kept, and other programs ask with them.
A value that cannot be is refused with a sentence; left out, a person would take the whole list
for the filtered one. Names that are not a filter's own are left to the caller, or refused too
where nobody else could have meant them (``strict``). No HTTP here: ``given`` is any mapping.
docs/filters.md is written from these classes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.db.models import QuerySet, TextChoices

from common.errors import BadInput

_KEY_DIGITS = 18  # more is no key of a row

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who looks at the list, and on which day: what is overdue and what is mine depends on it."""

    user: Any
    today: date


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One parameter. ``says`` tells in one sentence what it keeps; ``label`` stands on the page."""

    name: str
    label: str
    says: str
    # Not drawn on the page: for links from other pages and for the API.
    is_hidden: bool = False

    def values(self, asker: Asker | None) -> Choices | None:
        """Possible values with their labels; None: anything readable. ``asker`` None: in docs."""
        return None

    def read(self, said: str, asker: Asker) -> Any:
        """The value meant by ``said``. Raises ValueError."""
        known = self.values(asker)
        if known is not None and said not in dict(known):
            raise ValueError(said)
        return said

    def narrow(self, rows: Any, value: Any, asker: Asker) -> Any:
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Words(Filter):
    """Search words. ``by`` narrows rows that are not searchable by themselves."""

    hint: str
    by: Callable[[Any, str], Any] | None = None

    def read(self, said: str, asker: Asker) -> str:
        return said.replace("\x00", "")

    def narrow(self, rows: Any, value: str, asker: Asker) -> Any:
        return self.by(rows, value) if self.by else rows.holding(value)

    def listed(self, rows: Any, value: str, asker: Asker) -> Any:
        """For a page: the best first, counted up to a bound."""
        return self.by(rows, value) if self.by else rows.ranked(value)


@dataclass(frozen=True, kw_only=True)
class OneOf(Filter):
    """A column has one of fixed values."""

    choices: type[TextChoices]
    column: str = ""

    def values(self, asker: Asker | None) -> Choices:
        return [(str(value), str(label)) for value, label in self.choices.choices]

    def narrow(self, rows: Any, value: str, asker: Asker) -> Any:
        return rows.filter(**{self.column or self.name: value})


@dataclass(frozen=True, kw_only=True)
class Pick(Filter):
    """One of a few ready-made questions: value -> (label, how rows are narrowed)."""

    picks: Mapping[str, tuple[str, Callable[[Any, Asker], Any]]]

    def values(self, asker: Asker | None) -> Choices:
        return [(value, label) for value, (label, _) in self.picks.items()]

    def narrow(self, rows: Any, value: str, asker: Asker) -> Any:
        return self.picks[value][1](rows, asker)


@dataclass(frozen=True, kw_only=True)
class Day(Filter):
    """A date, 2026-03-05. ``by`` narrows the rows."""

    by: Callable[[Any, date], Any]

    def read(self, said: str, asker: Asker) -> date:
        return date.fromisoformat(said)

    def narrow(self, rows: Any, value: date, asker: Asker) -> Any:
        return self.by(rows, value)


@dataclass(frozen=True, kw_only=True)
class Key(Filter):
    """The key of a row in ``column``; one that nobody may see keeps nothing."""

    column: str

    def read(self, said: str, asker: Asker) -> int:
        if not said.isascii() or not said.isdecimal() or len(said) > _KEY_DIGITS:
            raise ValueError(said)
        return int(said)

    def narrow(self, rows: Any, value: int, asker: Asker) -> Any:
        return rows.filter(**{self.column: value})


@dataclass(frozen=True, kw_only=True)
class OneRow(Key):
    """The key of one of the rows that the asker may see; one of another is refused."""

    rows_of: Callable[[Asker], QuerySet]

    def values(self, asker: Asker | None) -> Choices | None:
        return [(str(row.pk), str(row)) for row in self.rows_of(asker)] if asker else None

    def read(self, said: str, asker: Asker) -> int:
        key = super().read(said, asker)
        if not self.rows_of(asker).filter(pk=key).exists():
            raise ValueError(said)
        return key


class Filters:
    """The filters of one list, with what was chosen of them."""

    title: ClassVar[str] = ""
    filters: ClassVar[tuple[Filter, ...]] = ()

    def __init__(self, given: Mapping[str, str], *, asker: Asker, strict: bool = False) -> None:
        """Raises BadInput for a value that cannot be, and if ``strict`` for a name that is none."""
        self.given, self.asker = given, asker
        if strict:
            self._refuse_unknown(given)
        self.chosen: dict[str, Any] = {}
        for one in self.filters:
            said = (given.get(one.name) or "").strip()
            if said:
                self.chosen[one.name] = self._read(one, said)

    def _read(self, one: Filter, said: str) -> Any:
        try:
            return one.read(said, self.asker)
        except ValueError as error:
            shown = said[:20]
            raise BadInput(
                sentence=f"筛选条件“{one.label}”没有“{shown}”这个选项，请重新选择。"
            ) from error

    def _refuse_unknown(self, names: Iterable[str]) -> None:
        known = [one.name for one in self.filters]
        for name in names:
            if name not in known:
                raise BadInput(
                    sentence=f"没有“{name[:20]}”这个筛选条件，可用的是：{'、'.join(known)}。"
                )

    def narrow(self, rows: Any) -> Any:
        """``rows`` narrowed to what was chosen, in their own order."""
        for one in self.filters:
            if one.name in self.chosen:
                rows = one.narrow(rows, self.chosen[one.name], self.asker)
        return rows

    def listed(self, rows: Any) -> Any:
        """The same for a page of a list: hits of a search the best first, counted to a bound."""
        words = [one for one in self.filters if isinstance(one, Words) and one.name in self.chosen]
        for one in self.filters:
            if one.name in self.chosen and one not in words:
                rows = one.narrow(rows, self.chosen[one.name], self.asker)
        for one in words:
            rows = one.listed(rows, self.chosen[one.name], self.asker)
        return rows

"""What the page of a case is made of: sections of entries, drawn by one template."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from accounts.models import User
from cases.models import Case
from staff.buttons import Button


@dataclass(frozen=True, slots=True)
class Table:
    """A small table inside an entry."""

    head: tuple[str, ...]
    rows: list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of a section: what it is called, how it stands, what is known, what one may do."""

    title: str
    tag: str = ""
    tone: str = "quiet"
    facts: list[tuple[str, str]] = field(default_factory=list)
    table: Table | None = None
    buttons: list[Button] = field(default_factory=list)
    url: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One card of the page; ``empty`` is the sentence of a card without entries."""

    key: str
    title: str
    icon: str
    entries: list[Entry]
    empty: str = ""
    buttons: list[Button] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Offer:
    """One act that a person may do now, on the whole case or on one row of it."""

    section: str
    button: Button
    row_key: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Offers:
    """Everything that is offered to one person on one case, in the order of the register."""

    all: list[Offer]

    def of(self, section: str) -> list[Button]:
        """The buttons of a section as a whole."""
        return [one.button for one in self.all if one.section == section and one.row_key is None]

    def on(self, row: object) -> list[Button]:
        """The buttons of one row."""
        key = (type(row).__name__, row.pk)  # type: ignore[attr-defined]  # a row of a model
        return [one.button for one in self.all if one.row_key == key]

    @property
    def main(self) -> Button | None:
        """The one step that the page puts first."""
        return next((one.button for one in self.all if one.button.look == "primary"), None)


SectionOf = Callable[[Case, User, Offers], Section | None]

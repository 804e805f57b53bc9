"""The kinds of lists: what their rows mean and how they are taken."""

from __future__ import annotations

from imports.kinds.common import Judged, Kind, read_row
from imports.kinds.institutions import InstitutionLists
from imports.states import ListKind

__all__ = ["Judged", "Kind", "kind_of", "read_row"]

_KINDS: dict[str, type[Kind]] = {ListKind.INSTITUTIONS: InstitutionLists}


def kind_of(code: str) -> Kind:
    """A fresh reader of lists of this kind; it remembers what the list has said so far."""
    return _KINDS[code]()

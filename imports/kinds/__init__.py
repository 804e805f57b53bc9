"""The kinds of lists: what their rows mean and how they are taken."""

from __future__ import annotations

from collections.abc import Callable

from imports.kinds.common import Judged, Kind, Waiting, read_row
from imports.kinds.entries import CourseLists, StaffLists
from imports.kinds.institutions import InstitutionLists
from imports.states import ListKind

__all__ = ["Judged", "Kind", "Waiting", "kind_of", "read_row"]

_KINDS: dict[str, Callable[[], Kind]] = {
    ListKind.INSTITUTIONS: InstitutionLists,
    ListKind.STAFF: StaffLists,
    ListKind.COURSES: CourseLists,
}


def kind_of(code: str) -> Kind:
    """A fresh reader of lists of this kind; it remembers what the list has said so far."""
    return _KINDS[code]()

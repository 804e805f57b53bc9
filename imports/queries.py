"""Reads of lists: what they would change, what was rejected, what goes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from accounts.models import User
from accounts.permissions import Permission
from common.workbooks import Workbook
from imports.headings import mapping
from imports.kinds import entries, institutions
from imports.models import ListImport
from imports.states import ListState, Verdict
from institutions.models import InstitutionQuerySet
from tenants.models import CountyQuerySet

REASON = "不能导入的原因"
_AT_ONCE = 500


def lists_for(user: User) -> CountyQuerySet[ListImport]:
    """The lists that a person may see, without their bytes."""
    rows = ListImport.objects.defer("content").select_related("started_by", "taken_by")
    return rows if user.has(Permission.INSTITUTION_EDIT) else rows.none()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a list is: rows by verdict, and what the bar shows."""

    counts: dict[str, int]
    taken: int
    done: int
    of: int

    @property
    def waiting(self) -> int:
        return self.counts[Verdict.NEW] + self.counts[Verdict.CHANGED] - self.taken

    @property
    def percent(self) -> int:
        return 100 * self.done // self.of if self.of else 0


def progress_of(found: ListImport) -> Progress:
    """One query."""
    asked = {verdict.value: Count("pk", filter=Q(verdict=verdict)) for verdict in Verdict}
    told = found.rows.aggregate(**asked, taken=Count("taken_at"))
    taken = told.pop("taken")
    if found.state == ListState.READING:
        return Progress(told, taken, found.rows_read, found.rows_expected)
    to_take = told[Verdict.NEW] + told[Verdict.CHANGED]
    return Progress(told, taken, taken, to_take)


def mapping_title(found: ListImport) -> str:
    """By which names of columns the list was read; empty before that."""
    return mapping(found.mapping).title if found.mapping else ""


def sent_before(found: ListImport) -> ListImport | None:
    """An earlier list of the same bytes that was taken."""
    same = ListImport.objects.filter(kind=found.kind, sha256=found.sha256, pk__lt=found.pk)
    return same.filter(state=ListState.TAKEN).defer("content").first()


def rejected_workbook(found: ListImport) -> bytes:
    """The rows that could not be taken, as they were written, each with its reason.

    It can be corrected and sent again: the reason stands in a column that no list takes.
    """
    book = Workbook()
    rows = found.rows.rejected().order_by("number").values_list("cells", "reason", "number")
    book.table(
        "不能导入的行",
        (REASON, "原行号", *found.titles),
        ([reason, number, *cells] for cells, reason, number in rows.iterator(_AT_ONCE)),
        warning=REASON,
    )
    return book.content()


def template_workbook(kind: str) -> bytes:
    """An empty list with the columns that we take."""
    return _list(kind, ())


def institutions_workbook(rows: InstitutionQuerySet) -> bytes:
    """Institutions as a list that can be sent back in without a difference."""
    return _list("institutions", institutions.exported(rows.iterator(_AT_ONCE)))


def staff_workbook(rows: InstitutionQuerySet) -> bytes:
    """Those whom these institutions employ now, as a list that can be sent back in."""
    return _entries(entries.StaffLists, rows)


def courses_workbook(rows: InstitutionQuerySet) -> bytes:
    """What these institutions offer now, as a list that can be sent back in."""
    return _entries(entries.CourseLists, rows)


def _entries(kind: type[entries.EntryLists], rows: InstitutionQuerySet) -> bytes:
    found = kind.model.objects.current().filter(institution__in=rows.order_by().values("pk"))
    found = found.select_related("institution").order_by("institution__name", "pk")
    return _list(kind.code, entries.exported(kind, found.iterator(_AT_ONCE)))


def _list(code: str, rows: Iterable[Sequence[Any]]) -> bytes:
    book, known = Workbook(), mapping(code)
    book.table(known.title, [one.heading for one in known.template], rows)
    return book.content()

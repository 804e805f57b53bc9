"""Reads of the numbers on papers: the register, and the proof that none is missing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet

from accounts.models import User
from enforcement.models import Notice, NoticeCounter, ReleasedOrder, ReleasedOrderQuerySet
from enforcement.models.notices import NoticeQuerySet
from enforcement.queries.notices import notices_for
from enforcement.states import NoticeForm, NoticeState, ReleaseState

# Every serial that the counters say was given, and every one that papers bear, must be the same
# set; one statement sees both in one moment.
_MISSING = """
SELECT form, year, serial
  FROM (SELECT counter.form, counter.year, given.serial, true AS is_counted
          FROM enforcement_noticecounter AS counter
         CROSS JOIN LATERAL generate_series(1, counter.last) AS given (serial)) AS counted
  FULL JOIN (SELECT form, year, serial, true AS is_borne
               FROM (SELECT form, year, serial FROM enforcement_notice
                      WHERE serial IS NOT NULL
                      UNION
                     SELECT form, year, serial FROM enforcement_releasedorder) AS papers) AS borne
 USING (form, year, serial)
 WHERE is_counted IS NULL OR is_borne IS NULL
 ORDER BY year, form, serial
"""


@dataclass(frozen=True, slots=True)
class NumberedYear:
    """One form in one year: how many numbers were given, voided, and are still out on phones."""

    form: str
    year: int
    last: int
    voided: int
    out: int = 0

    @property
    def form_label(self) -> str:
        return str(NoticeForm(self.form).label)


def numbers_missing(form: str = "", year: int | None = None) -> list[tuple[str, int, int]]:
    """(form, year, serial) of which counter and papers do not agree. Must be empty.

    Either the counter gave it and no paper bears it, or a paper bears it beyond the counter.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MISSING)
        found = [(str(row[0]), int(row[1]), int(row[2])) for row in cursor.fetchall()]
    return [row for row in found if form in ("", row[0]) and year in (None, row[1])]


def numbers_given() -> list[NumberedYear]:
    """Every form and year in which numbers were given, the newest year first."""
    voided = _by_book(Notice.objects.filter(state=NoticeState.VOIDED))
    voided += _by_book(ReleasedOrder.objects.filter(state=ReleaseState.VOIDED))
    out = _by_book(ReleasedOrder.objects.out())
    return [
        NumberedYear(c.form, c.year, c.last, voided[c.form, c.year], out[c.form, c.year])
        for c in NoticeCounter.objects.filter(~Q(last=0)).order_by("-year", "form")
    ]


def _by_book(rows: QuerySet[Any]) -> Counter[tuple[str, int]]:
    """How many of the rows are of each form and year."""
    counted = rows.order_by().values_list("form", "year").annotate(count=Count("pk"))
    return Counter({(form, year or 0): count for form, year, count in counted})


def unused_numbers(form: str = "", year: int | None = None) -> ReleasedOrderQuerySet:
    """Numbers released for papers made out on site that no paper bears: voided, or still out.

    With their reason they explain every number of the register that has no notice.
    """
    unused = ReleasedOrder.objects.exclude(state=ReleaseState.HANDED)
    if form:
        unused = unused.filter(form=form)
    if year is not None:
        unused = unused.filter(year=year)
    return unused.select_related("release", "holder", "voided_by")


def numbers_of(form: str, year: int, *, user: User, only_voided: bool = False) -> NoticeQuerySet:
    """The register (文号登记簿) of one form and year in the order of its numbers."""
    rows = notices_for(user).numbered().filter(form=form, year=year)
    if only_voided:
        rows = rows.filter(state=NoticeState.VOIDED)
    return rows.select_related("approved_by", "voided_by").order_by("serial")

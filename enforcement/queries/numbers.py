"""Reads of the numbers on papers: the register, and the proof that none is missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q

from accounts.models import User
from enforcement.models import Notice, NoticeCounter
from enforcement.models.notices import NoticeQuerySet
from enforcement.queries.notices import notices_for
from enforcement.states import NoticeForm, NoticeState

# Every serial that the counters say was given, and every one that papers bear, must be the same
# set; one statement sees both in one moment.
_MISSING = """
SELECT form, year, serial
  FROM (SELECT counter.form, counter.year, given.serial, true AS is_counted
          FROM enforcement_noticecounter AS counter
         CROSS JOIN LATERAL generate_series(1, counter.last) AS given (serial)) AS counted
  FULL JOIN (SELECT form, year, serial, true AS is_borne
               FROM enforcement_notice WHERE serial IS NOT NULL) AS borne
 USING (form, year, serial)
 WHERE is_counted IS NULL OR is_borne IS NULL
 ORDER BY year, form, serial
"""


@dataclass(frozen=True, slots=True)
class NumberedYear:
    """One form in one year: how many numbers were given, and how many of them voided."""

    form: str
    year: int
    last: int
    voided: int

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
    voided = dict[tuple[str, int], int]()
    counted = Notice.objects.filter(state=NoticeState.VOIDED).order_by().values("form", "year")
    for row in counted.annotate(count=Count("pk")):
        voided[row["form"], row["year"] or 0] = row["count"]
    return [
        NumberedYear(c.form, c.year, c.last, voided.get((c.form, c.year), 0))
        for c in NoticeCounter.objects.filter(~Q(last=0)).order_by("-year", "form")
    ]


def numbers_of(form: str, year: int, *, user: User, only_voided: bool = False) -> NoticeQuerySet:
    """The register (文号登记簿) of one form and year in the order of its numbers."""
    rows = notices_for(user).numbered().filter(form=form, year=year)
    if only_voided:
        rows = rows.filter(state=NoticeState.VOIDED)
    return rows.select_related("approved_by", "voided_by").order_by("serial")

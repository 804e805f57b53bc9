"""Reads of papers, and of the forms as a county words them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection
from django.db.models import Count, Q

from accounts.models import User
from common.errors import NotFound
from papers.catalogue import Form, Paragraph, get_form, number_classes
from papers.models import FormWording, OfficialPaper, PaperCounter, PaperQuerySet
from papers.states import PaperState
from signing.standing import Standing, Worth

_MISSING = """
SELECT number_class, year, serial
  FROM (SELECT counter.number_class, counter.year, given.serial, true AS is_counted
          FROM papers_papercounter AS counter
         CROSS JOIN LATERAL generate_series(1, counter.last) AS given (serial)) AS counted
  FULL JOIN (SELECT number_class, year, serial, true AS is_borne
               FROM papers_officialpaper WHERE serial IS NOT NULL) AS borne
 USING (number_class, year, serial)
 WHERE is_counted IS NULL OR is_borne IS NULL
 ORDER BY year, number_class, serial
"""


@dataclass(frozen=True, slots=True)
class NumberedClass:
    """One class of numbers in one year: how many were given, how many of them voided."""

    number_class: str
    year: int
    last: int
    voided: int
    out: int = 0  # numbers released to phones are those of orders made out on site only

    @property
    def form(self) -> str:
        """As the register names its books, apart from those of notices."""
        return f"paper-{self.number_class}"

    @property
    def form_label(self) -> str:
        return number_classes().get(self.number_class, self.number_class)


def form_with_wording(code: str, on: date) -> Form:
    """The form that holds on a day, with the county's own words in their paragraphs."""
    form = get_form(code, on)
    rows = FormWording.objects.filter(code=code, valid_from__lte=on).order_by("valid_from")
    own = {row.paragraph: row.text for row in rows}
    if not own:
        return form
    text = tuple(Paragraph(part.key, own.get(part.key, part.text)) for part in form.text)
    return replace(form, text=text)


def papers_for(user: User) -> PaperQuerySet:
    """What a person may see, the newest first."""
    rows: PaperQuerySet = OfficialPaper.objects.visible_to(user).order_by("-pk")
    return rows


def get_paper(paper_id: int, *, user: User) -> OfficialPaper:
    """Raises NotFound, also when the person may not know of it."""
    rows = papers_for(user).select_related(
        *("drafted_by", "approved_by", "voided_by", "document", "supersedes")
    )
    paper: OfficialPaper | None = rows.filter(pk=paper_id).first()
    if paper is None:
        raise NotFound(what="这份文书")
    return paper


def paper_by_token(token: str) -> OfficialPaper | None:
    """For the public page that verifies a paper."""
    found: OfficialPaper | None = OfficialPaper.objects.filter(token=token).first()
    return found


def paper_numbers_missing(
    number_class: str = "", year: int | None = None
) -> list[tuple[str, int, int]]:
    """(class, year, serial) of which counter and papers do not agree. Must be empty."""
    with connection.cursor() as cursor:
        cursor.execute(_MISSING)
        found = [(str(row[0]), int(row[1]), int(row[2])) for row in cursor.fetchall()]
    return [row for row in found if number_class in ("", row[0]) and year in (None, row[1])]


def paper_numbers_given() -> list[NumberedClass]:
    """Every class and year in which numbers were given, the newest year first."""
    voided = OfficialPaper.objects.filter(state=PaperState.VOIDED, number__isnull=False)
    counted = voided.order_by().values_list("number_class", "year").annotate(count=Count("pk"))
    by_book = {(number_class, year): count for number_class, year, count in counted}
    return [
        NumberedClass(c.number_class, c.year, c.last, by_book.get((c.number_class, c.year), 0))
        for c in PaperCounter.objects.filter(~Q(last=0)).order_by("-year", "number_class")
    ]


def paper_numbers_of(number_class: str, year: int, *, user: User) -> PaperQuerySet:
    """The register (文号登记簿) of one class and year in the order of its numbers."""
    rows = papers_for(user).numbered().filter(number_class=number_class, year=year)
    return rows.select_related("approved_by", "voided_by").order_by("serial")


def standing_of_paper(file_ids: Collection[int]) -> Standing | None:
    """By the stored files that are the paper; None when no paper has one of them."""
    paper = OfficialPaper.objects.filter(document__in=file_ids).first()
    if paper is None:
        return None
    number = paper.number or ""
    if paper.state == PaperState.VOIDED:
        return Standing(Worth.VOIDED, number, paper.title)
    if paper.state == PaperState.SUPERSEDED:
        newer = paper.superseding.filter(approved_at__isnull=False).first()
        by = (newer.number or "") if newer else ""
        return Standing(Worth.SUPERSEDED, number, paper.title, by=by)
    return Standing(Worth.IN_FORCE, number, paper.title)

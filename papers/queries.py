"""Reads of papers, and of the forms as a county words them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Q

from accounts.models import User
from common.errors import NotFound
from papers.catalogue import Form, get_form, number_classes
from papers.county_words import worded
from papers.models import (
    FormWording,
    OfficialPaper,
    PaperCounter,
    PaperQuerySet,
    WordingProposal,
)
from papers.states import PaperState, WordingState
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
    return worded(get_form(code, on), own_words(code, on))


def own_words(code: str, on: date) -> dict[str, str]:
    """The county's words of a form that hold on a day, by part; standard parts are not in it."""
    rows = FormWording.objects.filter(code=code, valid_from__lte=on).order_by("valid_from")
    last = {row.paragraph: row for row in rows}
    return {part: row.text for part, row in last.items() if not row.is_standard}


def wordings_of(code: str) -> list[FormWording]:
    """Everything a county ever said in its own words on a form, the latest first."""
    rows = FormWording.objects.filter(code=code).select_related("set_by", "proposal__proposed_by")
    return list(rows.order_by("-valid_from", "-pk"))


def waiting_wordings(code: str = "") -> list[WordingProposal]:
    """What somebody proposed and nobody took yet, of one form or of all."""
    rows = WordingProposal.objects.filter(state=WordingState.WAITING).select_related("proposed_by")
    return list(rows.filter(code=code) if code else rows)


def same_proposals(row: WordingProposal) -> list[WordingProposal]:
    """What the same person proposed in the same words for other forms, and nobody took yet."""
    rows = WordingProposal.objects.filter(
        state=WordingState.WAITING,
        paragraph=row.paragraph,
        text=row.text,
        is_standard=row.is_standard,
        valid_from=row.valid_from,
        source=row.source,
        proposed_by=row.proposed_by_id,
    )
    return list(rows.exclude(pk=row.pk).order_by("code"))


def forms_in_own_words(on: date) -> dict[str, int]:
    """For each form with words of the county that hold on a day, how many of its parts."""
    rows = FormWording.objects.filter(valid_from__lte=on).order_by("valid_from")
    last = {(row.code, row.paragraph): row.is_standard for row in rows}
    return Counter(code for (code, _), is_standard in last.items() if not is_standard)


def get_wording_proposal(proposal_id: int) -> WordingProposal:
    """Raises NotFound."""
    rows = WordingProposal.objects.select_related("proposed_by", "taken_by", "wording")
    row: WordingProposal | None = rows.filter(pk=proposal_id).first()
    if row is None:
        raise NotFound(what="这份表述的修改")
    return row


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

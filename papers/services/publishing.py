"""The public version: the same frozen facts printed once more, with names masked."""

from __future__ import annotations

from typing import Any

from documents.models import StoredFile
from documents.rendering import TAGGED, render_pdf
from documents.services import store
from papers.catalogue import thaw
from papers.composition import PUBLIC_MARK, Setting, compose
from papers.errors import PaperNotPrinted
from papers.masking import masked_facts
from papers.models import OfficialPaper
from papers.numbers import opened
from policies.queries import values_on

ORGANISATIONS = "paper.public_hides_organisations"


def public_view(paper: OfficialPaper) -> dict[str, Any]:
    """The words of the public version. Raises PaperNotPrinted before approval."""
    if paper.payload is None:
        raise PaperNotPrinted(paper=paper)
    frozen = paper.payload
    form = thaw(frozen["form"])
    hides = bool(values_on(paper.issued_on, (ORGANISATIONS,))[ORGANISATIONS])
    facts = masked_facts(form.fields, opened(frozen["facts"]), hides_organisations=hides)
    setting = Setting(
        words=frozen["words"],
        number=frozen["view"]["number"],
        date=frozen["view"]["date"],
        verify_url=frozen["view"]["verify_url"],
        is_demonstration=frozen["view"]["demonstration"],
        old=frozen["old"],
        mark=PUBLIC_MARK,
    )
    return compose(form, facts, setting)


def public_pdf(paper: OfficialPaper) -> StoredFile:
    """The public version as a file; the same paper gives the same file. It bears no seal.

    Raises PaperNotPrinted, GlyphMissing, DiskFull.
    """
    view = public_view(paper)
    pdf = render_pdf(view["template"], view, variant=TAGGED)
    assert paper.approved_at is not None, "a constraint: approved papers have their moment"
    return store(
        pdf,
        name=f"{paper.number or paper.title}（公开文本）.pdf",
        media_type="application/pdf",
        at=paper.approved_at,
    )

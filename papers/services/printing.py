"""From the frozen payload to the stored file. Twice, or two at once, gives one file."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.services import record
from common.errors import Refusal
from documents.rendering import TAGGED, render_pdf
from papers.models import OfficialPaper
from papers.numbers import opened
from papers.states import PAPER
from papers.tasks import print_official_paper
from signing.digests import sm3
from signing.services import Signed, keep_signed, sign_pdf

AT_ONCE = 200


def print_paper(paper_id: int, *, at: datetime) -> None:
    """Print one approved paper and sign it where the county has a certificate.

    Twice, or two at once, is safe: the second finds the file. A paper that cannot be printed or
    signed stays approved; the sentence stands on it until a later attempt succeeds.
    """
    waiting = OfficialPaper.objects.awaiting_print().filter(pk=paper_id)
    payload = waiting.values_list("payload", flat=True).first()
    if payload is None:
        return
    try:
        view = opened(payload["view"])
        # Slow, so no lock is held yet.
        pdf = render_pdf(view["template"], view, variant=TAGGED)
        reason = f"{view['title']}{view['number']}"
        _keep(paper_id, pdf, sign_pdf(pdf, at=at, reason=reason), reason=reason, at=at)
    except Refusal as refusal:
        _note_stopped(paper_id, why=str(refusal), at=at)


@transaction.atomic
def _keep(paper_id: int, pdf: bytes, signed: Signed, *, reason: str, at: datetime) -> None:
    """The file and the move to printed, unless another one was quicker. Raises DiskFull.

    ``pdf`` is the paper as it was printed; the room of signing keeps it beside the signed one.
    """
    waiting = OfficialPaper.objects.awaiting_print().filter(pk=paper_id)
    paper = waiting.select_for_update(of=("self",)).first()
    if paper is None:
        return
    name = f"{paper.number or paper.title}.pdf"
    stored = keep_signed(pdf, signed, name=name, reason=reason, at=at)
    PAPER.apply(paper, "print", by=None, at=at, sha256=stored.sha256, signature=signed.level)
    paper.document, paper.printed_at, paper.print_error = stored, at, ""
    paper.sha256, paper.sm3 = stored.sha256, sm3(stored.content)
    paper.signature_level = signed.level
    paper.save(
        update_fields=[
            *("state", "document", "printed_at", "print_error"),
            *("sha256", "sm3", "signature_level"),
        ]
    )


def queue_print(paper_id: int) -> None:
    """Print after the commit. The county is the one of that moment: open no transaction outside."""
    print_official_paper.delay_on_commit(paper_id=paper_id)  # type: ignore[attr-defined]  # Django's


def print_waiting() -> int:
    """Queue again whatever is approved and has no file; those that were stopped come last."""
    waiting = list(
        OfficialPaper.objects.awaiting_print()
        .order_by("print_error", "pk")
        .values_list("pk", flat=True)[:AT_ONCE]
    )
    for paper_id in waiting:
        print_official_paper.delay(paper_id=paper_id)
    return len(waiting)


@transaction.atomic
def _note_stopped(paper_id: int, *, why: str, at: datetime) -> None:
    """Keep the sentence on the paper; history is written once per sentence, not per attempt."""
    waiting = OfficialPaper.objects.awaiting_print().filter(pk=paper_id)
    paper = waiting.select_for_update(of=("self",)).first()
    if paper is None or paper.print_error == why:
        return
    paper.print_error = why
    paper.save(update_fields=["print_error"])
    record("official_paper.print_stopped", paper, by=None, at=at, why=why)

"""Papers are printed from what was frozen, after the commit; sealed ones are drawn on each look."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.services import record
from common.errors import NotFound, Refusal
from documents.services import store
from evidence.drawing import draw
from evidence.models import Paper
from evidence.tasks import print_paper as print_paper_task

AT_ONCE = 200


def print_paper(paper_id: int, *, at: datetime) -> None:
    """Print a paper that waits. Twice, or two at once, is safe: the second finds the file.

    A refusal (a missing glyph, a font, a damaged file) is kept on the paper; it waits on.
    """
    waiting = Paper.objects.awaiting_print().filter(pk=paper_id)
    paper = waiting.first()
    if paper is None:
        return
    try:
        pdf = draw(paper.words)  # slow, so no lock is held yet
    except Refusal as refusal:
        Paper.objects.filter(pk=paper_id, document__isnull=True).update(
            print_error=str(refusal)[:300]
        )
        return
    with transaction.atomic():
        held = waiting.select_for_update(of=("self",), no_key=True).first()
        if held is None:
            return
        name = f"{held}-{held.visit.institution.name}.pdf"
        held.document = store(pdf, name=name, media_type="application/pdf", at=at)
        held.printed_at, held.print_error = at, ""
        held.save(update_fields=["document", "printed_at", "print_error"])
        sha256 = held.document.sha256
        record("paper.print", held, by=None, at=at, sha256=sha256)


def queue_print(paper_id: int) -> None:
    """Print after the commit."""
    print_paper_task.delay_on_commit(paper_id=paper_id)  # type: ignore[attr-defined]  # Django's


def print_waiting_papers() -> int:
    """Queue again whatever has no file: a job was lost, or a font is back; how many."""
    waiting = Paper.objects.awaiting_print().order_by("print_error", "pk")
    keys = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    for key in keys:
        print_paper_task.delay(paper_id=key)
    return len(keys)


@transaction.atomic
def look_at_sealed(paper_id: int, *, by: User, at: datetime) -> bytes:
    """The PDF of a sealed paper, drawn anew; who looked and when is written down.

    Raises NotFound, FieldKeyGone, FieldDamaged and what drawing refuses.
    """
    paper = Paper.objects.visible_to(by).exclude(sealed="").filter(pk=paper_id).first()
    if paper is None:
        raise NotFound(what="这份文书")
    record("paper.look", paper, by=by, at=at)
    return draw(paper.words)

"""From a frozen payload to the stored paper. Twice, or two at once, gives one paper."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.services import record
from documents.rendering import render_pdf
from documents.services import store
from draws.models import PlanPaper
from draws.papers import TEMPLATES
from draws.states import PaperForm
from draws.tasks import print_plan_paper

AT_ONCE = 200


def print_paper(paper_id: int, *, at: datetime) -> None:
    """Print one frozen paper of a visit's planning; the second finds it printed.

    Raises what ``render_pdf`` and ``store`` raise; the paper waits and is tried again.
    """
    waiting = PlanPaper.objects.filter(pk=paper_id, document__isnull=True)
    paper = waiting.first()
    if paper is None:
        return
    pdf = render_pdf(TEMPLATES[PaperForm(paper.form)], paper.payload)  # slow: no lock is held yet
    with transaction.atomic():
        paper = waiting.select_for_update(of=("self",), no_key=True).first()
        if paper is None:
            return
        name = f"{paper.number}.pdf"
        paper.document = store(pdf, name=name, media_type="application/pdf", at=at)
        paper.printed_at = at
        paper.save(update_fields=["document", "printed_at"])
        sha256 = paper.document.sha256
        record("plan_paper.print", paper, by=None, at=at, number=paper.number, sha256=sha256)


def print_waiting() -> int:
    """Queue again what is frozen and has no document; how many."""
    waiting = PlanPaper.objects.filter(document__isnull=True).order_by("pk")
    keys = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    for key in keys:
        print_plan_paper.delay(paper_id=key)
    return len(keys)

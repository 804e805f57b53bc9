"""The paper that is to be served, held until the end of the transaction."""

from __future__ import annotations

from datetime import date

from common.clock import chinese_date
from common.errors import NotFound
from papers.models import OfficialPaper
from papers.states import PaperState
from serving.errors import PaperNotForParty, PaperNotReady, ServiceDayWrong

_INTERNAL = "internal"


def servable(paper_id: int) -> OfficialPaper:
    """Locked. Raises NotFound, PaperNotReady, PaperNotForParty."""
    held = OfficialPaper.objects.select_for_update(of=("self",), no_key=True)
    paper = held.filter(pk=paper_id).first()
    if paper is None:
        raise NotFound(what="这份文书")
    if paper.audience == _INTERNAL:
        raise PaperNotForParty(paper=paper)
    if paper.state != PaperState.PRINTED:
        raise PaperNotReady(paper=paper, state=paper.get_state_display())
    return paper


def require_day(paper: OfficialPaper, day: date, *, today: date) -> None:
    """Nothing is served before the date it bears, nor tomorrow. Raises ServiceDayWrong."""
    if not paper.issued_on <= day <= today:
        issued_on = chinese_date(paper.issued_on)
        raise ServiceDayWrong(day=chinese_date(day), paper=paper, issued_on=issued_on)

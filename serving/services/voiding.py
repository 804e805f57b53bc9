"""A paper that left the house is not voided: another takes its place."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from common.clock import chinese_date
from common.db import broken_rule
from papers.models import OfficialPaper
from papers.services import void_paper
from serving.errors import PaperArchived, PaperHeld, PaperServed
from serving.models import Delivery

# Triggers of the room above, whose steps papers put into words and whose files keep them (cases).
_HELD = "paper_of_a_step_is_not_voided"
_ARCHIVED = "paper_of_an_archived_file_stays"


@transaction.atomic
def void_unserved_paper(paper_id: int, *, reason: str, by: User, at: datetime) -> OfficialPaper:
    """Void a paper that reached nobody; a trigger holds the same for whoever goes another way.

    Raises PaperServed, PaperHeld, PaperArchived and what ``papers.services.void_paper`` raises;
    then nothing has changed.
    """
    try:
        return void_paper(paper_id, reason=reason, by=by, at=at)
    except IntegrityError as error:
        paper = OfficialPaper.objects.get(pk=paper_id)
        served = Delivery.objects.first_ones().filter(paper=paper).first()
        if served is not None:
            raise PaperServed(paper=paper, day=chinese_date(served.delivered_on)) from error
        broken = broken_rule(error)
        if broken == _HELD:
            raise PaperHeld(paper=paper) from error
        if broken == _ARCHIVED:
            raise PaperArchived(paper=paper) from error
        raise

"""A paper that left the house is not voided: another takes its place."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from common.clock import chinese_date
from papers.models import OfficialPaper
from papers.services import void_paper
from serving.errors import PaperServed
from serving.models import Delivery


@transaction.atomic
def void_unserved_paper(paper_id: int, *, reason: str, by: User, at: datetime) -> OfficialPaper:
    """Void a paper that reached nobody; a trigger holds the same for whoever goes another way.

    Raises PaperServed and what ``papers.services.void_paper`` raises; then nothing has changed.
    """
    try:
        return void_paper(paper_id, reason=reason, by=by, at=at)
    except IntegrityError as error:
        served = Delivery.objects.first_ones().select_related("paper").filter(paper=paper_id)
        if (row := served.first()) is None:
            raise
        day = chinese_date(row.delivered_on)
        raise PaperServed(paper=row.paper, day=day) from error

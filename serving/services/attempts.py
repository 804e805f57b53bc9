"""An attempt at service that came to nothing is kept: it opens other ways."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import localdate
from common.errors import BadInput
from serving.models import Attempt
from serving.services._papers import require_day, servable
from serving.states import Hindrance


@transaction.atomic
def record_attempt(
    paper_id: int,
    *,
    hindrance: str,
    tried_on: date,
    place: str,
    note: str = "",
    servers: str = "",
    by: User,
    at: datetime,
) -> Attempt:
    """Enter that a paper could not be brought to its party, and why.

    Raises NotAllowed, NotFound, PaperNotReady, PaperNotForParty, ServiceDayWrong, BadInput.
    """
    require(by, Permission.NOTICE_SERVE)
    if hindrance not in Hindrance.values or not place.strip():
        raise BadInput(sentence="请选择送达未成的情形，并写明地点。")
    paper = servable(paper_id)
    require_day(paper, tried_on, today=localdate(at))
    attempt = Attempt.objects.create(
        paper=paper,
        hindrance=hindrance,
        tried_on=tried_on,
        place=place.strip(),
        note=note.strip(),
        servers=servers.strip() or by.full_name,
        recorded_at=at,
        recorded_by=by,
    )
    record("paper.attempt", paper, by=by, at=at, hindrance=hindrance, tried_on=tried_on.isoformat())
    return attempt

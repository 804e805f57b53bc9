"""An attempt at service of papers of a case that came to nothing, told in the case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from cases.services._locks import locked
from cases.services._steps import note, require_not_archived, require_officer
from cases.services.serving import links_of
from serving.models import Attempt
from serving.services import Tried, record_attempt
from serving.states import Hindrance


@transaction.atomic
def record_case_attempt(
    case_id: int, paper_ids: Sequence[int], tried: Tried, *, by: User, at: datetime
) -> list[Attempt]:
    """Enter that papers of a case could not be brought to the party, all of them or none.

    Raises NotFound, NotYourCase, WrongState, BadInput and what ``serving.services.record_attempt`` raises;
    then nothing has changed.
    """
    case = locked(case_id)
    require_officer(case, by, "登记送达未成")
    require_not_archived(case, "登记送达未成")
    links = links_of(case, paper_ids)
    attempts = [record_attempt(link.paper_id, tried, by=by, at=at) for link in links]
    titles = "、".join(f"《{link.paper.title}》" for link in links)
    told = f"{titles}送达未成：{Hindrance(tried.hindrance).label}"
    note(case, "note", text=told, on=tried.tried_on, by=by, at=at)
    return attempts

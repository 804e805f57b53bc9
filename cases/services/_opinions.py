"""Opinion blocks of the approval forms: one per person and round, several levels."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.errors import CaseWordsMissing, SamePerson
from cases.models import Case, CaseOpinion
from cases.services._steps import require_not_archived
from cases.states import Matter, OpinionLevel


def give_opinion(
    case: Case,
    matter: str,
    level: str,
    agrees: bool,
    text: str,
    *,
    by: User,
    at: datetime,
) -> CaseOpinion:
    """Write one opinion on a locked case. The officers' opinion opens a new round.

    Raises WrongState, CaseWordsMissing, SamePerson.
    """
    require_not_archived(case, f"就{Matter(matter).label}签署意见")
    if not text.strip():
        raise CaseWordsMissing(thing=str(case), missing=f"{OpinionLevel(level).label}意见")
    given = CaseOpinion.objects.filter(case=case, matter=matter).order_by("-round", "pk")
    latest = given.first()
    round_ = latest.round if latest else 1
    if level == OpinionLevel.OFFICER and latest is not None:
        round_ += 1
    earlier = given.filter(round=round_, given_by=by).first()
    if earlier is not None:
        raise SamePerson(
            thing=str(case), earlier=f"签署{earlier.get_level_display()}意见", action="签署意见"
        )
    return CaseOpinion.objects.create(
        case=case,
        matter=matter,
        round=round_,
        level=level,
        agrees=agrees,
        text=text.strip(),
        given_at=at,
        given_by=by,
    )

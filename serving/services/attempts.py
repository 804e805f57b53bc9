"""An attempt at service that came to nothing is kept: it opens other ways."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import chinese_date, localdate
from common.errors import BadInput
from documents.models import StoredFile
from papers.models import OfficialPaper
from serving.demands import attempt_gaps
from serving.errors import AttemptIncomplete, AttemptKnown
from serving.models import Attempt
from serving.services._papers import require_day, servable
from serving.states import Hindrance


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What is told of one attempt that failed.

    ``note``: how they were absent, what they said when they refused, why the mail came back, or
    how they were looked for. returned: ``mail_ref`` as well. ``servers`` default to who enters it.
    """

    hindrance: str
    tried_on: date
    place: str
    note: str
    mail_ref: str = ""
    servers: str = ""
    proof: StoredFile | None = None


@transaction.atomic
def record_attempt(paper_id: int, tried: Tried, *, by: User, at: datetime) -> Attempt:
    """Enter that a paper could not be brought to its party, and why. Twice is refused.

    Raises NotAllowed, NotFound, BadInput, AttemptIncomplete, AttemptKnown, PaperNotReady,
    PaperNotForParty, ServiceDayWrong; then nothing has changed.
    """
    require(by, Permission.NOTICE_SERVE)
    if tried.hindrance not in Hindrance.values:
        raise BadInput(sentence="请选择送达未成的情形。")
    place, note, mail_ref = tried.place.strip(), tried.note.strip(), tried.mail_ref.strip()
    if gaps := attempt_gaps(tried.hindrance, place=place, note=note, mail_ref=mail_ref):
        hindrance = Hindrance(tried.hindrance).label
        raise AttemptIncomplete(hindrance=hindrance, missing="、".join(gaps))
    paper = servable(paper_id)
    require_day(paper, tried.tried_on, today=localdate(at))
    _require_new(paper, tried, place)
    attempt = Attempt.objects.create(
        paper=paper,
        hindrance=tried.hindrance,
        tried_on=tried.tried_on,
        place=place,
        note=note,
        mail_ref=mail_ref,
        proof=tried.proof,
        servers=tried.servers.strip() or by.full_name,
        recorded_at=at,
        recorded_by=by,
    )
    facts = {"hindrance": tried.hindrance, "tried_on": tried.tried_on.isoformat()}
    record("paper.attempt", paper, by=by, at=at, **facts)
    return attempt


def _require_new(paper: OfficialPaper, tried: Tried, place: str) -> None:
    """The paper is held, so that two clicks come one after the other. Raises AttemptKnown."""
    same = paper.attempts.filter(hindrance=tried.hindrance, tried_on=tried.tried_on, place=place)
    if same.exists():
        raise AttemptKnown(
            paper=paper,
            day=chinese_date(tried.tried_on),
            place=place,
            hindrance=Hindrance(tried.hindrance).label,
        )

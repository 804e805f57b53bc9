"""The review after a visit: findings confirmed or dropped, orders met on the spot closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from enforcement.models import Notice
from enforcement.services._consequences import WITH_A_LIMIT, release_institution
from enforcement.states import NOTICE, ON_SITE, NoticeState
from inspections.models import Visit
from inspections.services import VerdictIn, confirm_visit
from inspections.states import VisitState


@transaction.atomic
def review_visit(
    visit_id: int, *, verdicts: Sequence[VerdictIn] = (), by: User, at: datetime
) -> Visit:
    """Confirm a visit with a word on each finding; what nobody spoke of stands.

    An order that was handed over on site is closed when all that it names was corrected while
    the officers were there. Raises what ``confirm_visit`` raises; then nothing has changed.
    """
    visit = confirm_visit(visit_id, verdicts=verdicts, by=by, at=at)
    handed = Notice.objects.select_for_update(of=("self",)).filter(
        visit=visit, form__in=ON_SITE, state=NoticeState.SERVED
    )
    for notice in handed.order_by("pk"):
        close_if_corrected(notice, by=by, at=at)
    return visit


def close_if_corrected(notice: Notice, *, by: User, at: datetime) -> None:
    """Close a served order if its visit is confirmed and everything it names was put right there.

    The caller holds the notice. A finding of the paper that the record does not have leaves it
    open: nobody reviewed it.
    """
    if notice.visit.state != VisitState.CONFIRMED:
        return
    links = notice.notice_findings.all()
    corrected = links.filter(finding__review__is_corrected_on_site=True).count()
    if not corrected or corrected != len(notice.paper["findings"]):
        return
    NOTICE.apply(notice, "close_on_site", by=None, at=at, number=notice.number)
    notice.closed_at, notice.closed_by = at, notice.visit.confirmed_by
    notice.save(update_fields=["state", "closed_at", "closed_by"])
    if notice.form in WITH_A_LIMIT:
        because = f"{notice.get_form_display()}“{notice.number}”所列问题已当场改正"
        release_institution(notice, by=by, at=at, because=because)

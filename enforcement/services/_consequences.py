"""What a notice means for the registry: calls down, hands over plain words."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from common.clock import localdate
from enforcement.models import Notice
from enforcement.states import RUNNING, NoticeForm
from institutions.services import (
    hold_still,
    record_correction_closed,
    record_correction_ordered,
    record_stopped,
)

# An order to correct at once leaves the institution as it is: there is nothing to wait for.
WITH_A_LIMIT = (NoticeForm.RECTIFICATION, NoticeForm.SPOT_LIMIT)


def hold_institution(notice: Notice, *, by: User | None, at: datetime) -> None:
    """A served order with a limit puts a licensed or registered institution into correction."""
    if notice.form in WITH_A_LIMIT:
        because = f"{notice.get_form_display()}“{notice.number}”送达"
        record_correction_ordered(notice.institution_id, by=by, at=at, because=because)


def release_institution(notice: Notice, *, by: User, at: datetime, because: str) -> None:
    """The correction is over, unless another rectification notice is still running.

    The institution is locked before the others are looked at: of two notices that end at
    once the second sees that the first has ended.
    """
    hold_still(notice.institution_id)
    others = Notice.objects.filter(
        institution=notice.institution_id,
        form__in=WITH_A_LIMIT,
        state__in=RUNNING,
        # A public notice that still hangs out orders nothing yet.
        served_on__lte=localdate(at),
    ).exclude(pk=notice.pk)
    if not others.exists():
        record_correction_closed(notice.institution_id, by=by, at=at, because=because)


def note_obeyed(notice: Notice, *, by: User, at: datetime) -> None:
    """The re-inspection found the order obeyed: corrected, or stopped."""
    because = f"{notice.get_form_display()}“{notice.number}”复查通过"
    if notice.form == NoticeForm.STOP:
        record_stopped(notice.institution_id, by=by, at=at, because=because)
    elif notice.form in WITH_A_LIMIT:
        release_institution(notice, by=by, at=at, because=because)

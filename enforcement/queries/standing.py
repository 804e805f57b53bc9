"""What a notice is worth today, for whoever verifies its file."""

from __future__ import annotations

from collections.abc import Collection

from enforcement.models import Notice
from enforcement.states import NoticeState
from signing.standing import Standing, Worth


def standing_of_notice(file_ids: Collection[int]) -> Standing | None:
    """By the stored files that are the paper; None when no notice has one of them."""
    notice = Notice.objects.filter(document__in=file_ids).first()
    if notice is None:
        return None
    number, title = str(notice.number), str((notice.payload or {})["title"])
    if notice.state == NoticeState.VOIDED:
        return Standing(Worth.VOIDED, number, title)
    if notice.state == NoticeState.WITHDRAWN:
        by = notice.withdrawals.numbered().first()
        return Standing(Worth.SUPERSEDED, number, title, by=str(by.number) if by else "")
    return Standing(Worth.IN_FORCE, number, title)

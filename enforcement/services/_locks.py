"""How every verb takes its notice: locked, with what its sentences name."""

from __future__ import annotations

from common.errors import NotFound
from enforcement.models import Notice


def locked(notice_id: int) -> Notice:
    """The notice, locked until the transaction ends. Raises NotFound."""
    notice = (
        Notice.objects.select_for_update(of=("self",))
        .select_related("institution", "visit", "withdraws")
        .filter(pk=notice_id)
        .first()
    )
    if notice is None:
        raise NotFound(what="这份通知书")
    return notice

"""The party's own way in: a link that staff open, and a PIN with few tries."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.errors import NotFound, Refusal
from enforcement.digests import pin_digest, token_digest
from enforcement.errors import NoticeNotRunning
from enforcement.models import LinkEnd, Notice, RectificationLink
from enforcement.services._locks import locked
from enforcement.services.pins import OpenedLink, judge_pin, new_link
from enforcement.states import RUNNING


@transaction.atomic
def open_link(notice_id: int, *, by: User, at: datetime) -> OpenedLink:
    """Open the party's way in to one running order; an earlier link ends.

    Raises NotAllowed, NotFound, NoticeNotRunning.
    """
    require(by, Permission.NOTICE_SERVE)
    notice = locked(notice_id)
    if not notice.orders_something or notice.state not in RUNNING:
        raise NoticeNotRunning(notice=notice, state=notice.get_state_display())
    _end_open(notice, LinkEnd.REPLACED, at=at)
    opened = new_link()
    digest = token_digest(opened.token)
    RectificationLink.objects.create(
        notice=notice,
        token_digest=digest,
        pin_digest=pin_digest(digest, opened.pin),
        opened_at=at,
        opened_by=by,
    )
    record("notice.open_link", notice, by=by, at=at)
    return opened


@transaction.atomic
def close_link(notice_id: int, *, by: User, at: datetime) -> None:
    """End the party's way in. Where none is open nothing changes. Raises NotAllowed, NotFound."""
    require(by, Permission.NOTICE_SERVE)
    notice = locked(notice_id)
    if _end_open(notice, LinkEnd.CLOSED, at=at):
        record("notice.close_link", notice, by=by, at=at)


def enter_link(token: str, pin: str, *, at: datetime) -> RectificationLink:
    """The link, if the PIN is right. The count of a wrong one outlives the refusal.

    Raises NotFound for an unknown token, LinkEnded, PinPaused, PinWrong.
    """
    link, refusal = _judged(token, pin, at=at)
    if refusal is not None:
        raise refusal
    return link


@transaction.atomic
def _judged(token: str, pin: str, *, at: datetime) -> tuple[RectificationLink, Refusal | None]:
    """Under the row's lock, so that of a hundred tries at once each one counts."""
    held = RectificationLink.objects.select_for_update(of=("self",)).select_related("notice")
    link = held.filter(token_digest=token_digest(token)).first()
    if link is None:
        raise NotFound(what="这个链接")
    was_open = link.is_open
    refusal = judge_pin(link, pin_digest(link.token_digest, pin), at=at)
    if was_open and not link.is_open:
        record("notice.link_ended_by_tries", link.notice, by=None, at=at)
    return link, refusal


def _end_open(notice: Notice, because: LinkEnd, *, at: datetime) -> int:
    return notice.links.filter(ended_at__isnull=True).update(ended_at=at, ended_because=because)

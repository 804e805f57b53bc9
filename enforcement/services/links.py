"""The party's own way in: a link that staff open, and a PIN with few tries."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.timezone import localtime

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.errors import NotFound, Refusal
from enforcement.digests import pin_digest, token_digest
from enforcement.errors import LinkEnded, NoticeNotRunning, PinPaused, PinWrong
from enforcement.models import LinkEnd, Notice, RectificationLink
from enforcement.services._locks import locked
from enforcement.states import RUNNING

PIN_DIGITS = 6
TRIES_IN_A_ROW = 5
PAUSE = timedelta(minutes=15)
TRIES_IN_ALL = 15  # of a million: a guess has one chance in 66,000


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """What is shown once and kept nowhere: the last part of the address, and the PIN."""

    token: str
    pin: str


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
    token = secrets.token_urlsafe(18)
    pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
    digest = token_digest(token)
    RectificationLink.objects.create(
        notice=notice,
        token_digest=digest,
        pin_digest=pin_digest(digest, pin),
        opened_at=at,
        opened_by=by,
    )
    record("notice.open_link", notice, by=by, at=at)
    return OpenedLink(token, pin)


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
    if not link.is_open:
        return link, LinkEnded(why=LinkEnd(link.ended_because).label)
    if link.paused_until is not None and at < link.paused_until:
        return link, PinPaused(until=f"{localtime(link.paused_until):%H:%M}")
    if constant_time_compare(link.pin_digest, pin_digest(link.token_digest, pin)):
        link.wrong_in_a_row, link.paused_until, link.last_used_at = 0, None, at
        link.save(update_fields=["wrong_in_a_row", "paused_until", "last_used_at"])
        return link, None
    return link, _count_wrong(link, at=at)


def _count_wrong(link: RectificationLink, *, at: datetime) -> Refusal:
    link.wrong_in_a_row += 1
    link.wrong_in_all += 1
    refusal: Refusal = PinWrong(left=TRIES_IN_A_ROW - link.wrong_in_a_row)
    if link.wrong_in_all >= TRIES_IN_ALL:
        link.ended_at, link.ended_because = at, LinkEnd.TRIES
        record("notice.link_ended_by_tries", link.notice, by=None, at=at)
        refusal = LinkEnded(why=LinkEnd.TRIES.label)
    elif link.wrong_in_a_row >= TRIES_IN_A_ROW:
        link.wrong_in_a_row, link.paused_until = 0, at + PAUSE
        refusal = PinPaused(until=f"{localtime(link.paused_until):%H:%M}")
    link.save()
    return refusal


def _end_open(notice: Notice, because: LinkEnd, *, at: datetime) -> int:
    return notice.links.filter(ended_at__isnull=True).update(ended_at=at, ended_because=because)

"""What the party sees behind its link, and what staff see of the link."""

from __future__ import annotations

from datetime import date

from common.errors import NotFound
from enforcement.digests import token_digest
from enforcement.models import InstitutionAnswer, Notice, RectificationLink
from enforcement.states import RUNNING


def link_of(token: str) -> RectificationLink:
    """The link of this token, open or ended. Raises NotFound."""
    found = RectificationLink.objects.select_related("notice__institution")
    link = found.filter(token_digest=token_digest(token)).first()
    if link is None:
        raise NotFound(what="这个链接")
    return link


def latest_link(notice: Notice) -> RectificationLink | None:
    """The newest link of a notice, for its page; None when none was ever opened."""
    return notice.links.order_by("-pk").first()


def reports_by_link(notice: Notice) -> list[InstitutionAnswer]:
    """What was sent through any link of this notice, the newest first, with its photos."""
    sent = notice.answers.filter(link__isnull=False).prefetch_related("photos")
    return list(sent.order_by("-pk"))


def may_report(notice: Notice) -> bool:
    """Does the order still wait for the party?"""
    return notice.state in RUNNING


def days_left(notice: Notice, as_of: date) -> int:
    """Calendar days to the last day of the limit, negative when it has passed."""
    return (notice.last_day - as_of).days

"""Who has shown the PIN: a signed cookie for one link, good for an hour on this path only."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from enforcement.errors import LinkEnded
from transfers.models import LinkEnd, TransferLink
from transfers.queries import link_of

_STAYS_S = 60 * 60
_SALT = "portal.transfers"


def open_link_of(token: str) -> TransferLink:
    """The link, when it still leads somewhere. Raises NotFound, LinkEnded."""
    link = link_of(token)
    if not link.is_open:
        raise LinkEnded(why=LinkEnd(link.ended_because).label)
    return link


def let_in(response: Any, request: HttpRequest, link: TransferLink) -> None:
    """Remember on the visitor's browser that the PIN was right."""
    response.set_signed_cookie(
        _name(link),
        link.pin_digest,
        salt=_SALT,
        max_age=_STAYS_S,
        path=f"/t/{request.resolver_match.kwargs['transfer_token']}/",
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def is_in(request: HttpRequest, link: TransferLink) -> bool:
    """Has this browser shown this link's PIN within the hour?"""
    shown = request.get_signed_cookie(_name(link), default="", salt=_SALT, max_age=_STAYS_S)
    return shown == link.pin_digest


def _name(link: TransferLink) -> str:
    return f"transfer-{link.pk}"

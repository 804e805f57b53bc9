"""Who has shown the PIN of a link: a signed cookie for one link, good for an hour on its path only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import HttpRequest

from enforcement.errors import LinkEnded
from enforcement.models import LinkEnd, PinLink

_STAYS_S = 60 * 60
L = TypeVar("L", bound=PinLink)


@dataclass(frozen=True, slots=True)
class PinDoor(Generic[L]):
    """The pages of one kind of link.

    Args:
        room: parts its cookies from those of other kinds.
        root: where its addresses begin; after it comes the token.
        find: the link of a token. Raises NotFound.
    """

    room: str
    root: str
    find: Callable[[str], L]

    def open_link_of(self, token: str) -> L:
        """The link, when it still leads somewhere. Raises NotFound, LinkEnded."""
        link = self.find(token)
        if not link.is_open:
            raise LinkEnded(why=LinkEnd(link.ended_because).label)
        return link

    def let_in(self, response: Any, request: HttpRequest, link: L, token: str) -> None:
        """Remember on the visitor's browser that the PIN was right."""
        response.set_signed_cookie(
            self._name(link),
            link.pin_digest,
            salt=self._salt,
            max_age=_STAYS_S,
            path=f"{self.root}{token}/",
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )

    def is_in(self, request: HttpRequest, link: L) -> bool:
        """Has this browser shown this link's PIN within the hour?"""
        shown = request.get_signed_cookie(
            self._name(link), default="", salt=self._salt, max_age=_STAYS_S
        )
        return shown == link.pin_digest

    def _name(self, link: L) -> str:
        return f"{self.room}-{link.pk}"

    @property
    def _salt(self) -> str:
        return f"portal.{self.room}"

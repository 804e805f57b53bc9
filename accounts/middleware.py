"""A session that was idle or open too long ends before the page sees it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from accounts import door

LOOKING = "X-Only-Looking"  # a page asks how long there is left, without doing anything


class DoorMiddleware:
    """After the session's and the authentication's. Sets ``request.door_closed`` to the reason."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.door_closed = ""  # type: ignore[attr-defined]  # read by the shells
        if SESSION_KEY in request.session:
            now = timezone.now()
            why = door.why_closed(request, at=now)
            if why:
                door.leave(request, why=why, at=now)
                request.door_closed = why  # type: ignore[attr-defined]  # read by the shells
            elif LOOKING not in request.headers:
                door.note_use(request, at=now)
        return self.get_response(request)

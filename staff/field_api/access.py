"""Who calls: a phone by its token, without cookies; or, once, a person who is signed in."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from accounts.permissions import Permission
from common.errors import NotAllowed, Refusal
from field.services import recognize_device, recognize_for_bytes
from staff.errors import SignedOut

View = Callable[..., HttpResponseBase]
_WATCHED = (401, 403)
_log = logging.getLogger(__name__)


def device_call(view: View) -> View:
    """A call of a registered phone: ``request.device``, and refusals as JSON.

    The token in a header is sent by our own script only, never by a browser itself, so no other
    page can make a phone call us: no CSRF token is needed. The view carries
    ``device_permission`` for the test that walks every URL.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            request.device = recognize_device(_token(request), at=timezone.now())
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            return refused(request, refusal)

    guarded.device_permission = Permission.VISIT_RECORD  # type: ignore[attr-defined]  # a mark
    return guarded


def bytes_call(view: View) -> View:
    """A call of a registered phone that brings bytes and writes no row: ``request.device_key``.

    It may have been recognized some seconds ago (``recognize_for_bytes``).
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            request.device_key = recognize_for_bytes(_token(request), at=timezone.now())
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            return refused(request, refusal)

    guarded.device_permission = Permission.VISIT_RECORD  # type: ignore[attr-defined]  # a mark
    return guarded


def person_call(view: View) -> View:
    """A call of a signed-in person's own script: refusals as JSON, also to whoever is nobody."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            if not request.user.is_authenticated:
                raise SignedOut()
            if not request.user.has(Permission.VISIT_RECORD):
                raise NotAllowed(what=Permission.VISIT_RECORD.label)
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            return refused(request, refusal)

    guarded.device_permission = Permission.VISIT_RECORD  # type: ignore[attr-defined]  # a mark
    return guarded


def refused(request: HttpRequest, refusal: Refusal) -> JsonResponse:
    """``{"code": …, "sentence": …}`` with the refusal's status."""
    if refusal.http_status in _WATCHED:
        _log.warning("refused %s: %s %s", refusal.code, request.method, request.path)
    answer = {"code": refusal.code, "sentence": str(refusal)}
    return JsonResponse(answer, status=refusal.http_status, json_dumps_params=_PLAIN)


_PLAIN = {"ensure_ascii": False}


def answered(facts: dict[str, Any], *, status: int = 200) -> JsonResponse:
    return JsonResponse(facts, status=status, json_dumps_params=_PLAIN)


def _token(request: HttpRequest) -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""

"""Tokens for clients: RFC 6749 (4.4, 5.1, 5.2), RFC 7009. Errors are the standard's own JSON."""

from __future__ import annotations

import json
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from clients.errors import ScopeUnknown, WrongClient
from clients.services import issue_token, revoke_token
from common.errors import Refusal
from common.limits import limited
from common.pages import public_page
from partners.access import shown_by
from partners.errors import WrongGrant, WrongRequest, english_of, problem
from partners.language import ENGLISH, language_of

_MOST_BYTES = 8192
_FORM = "application/x-www-form-urlencoded"
View = Callable[[HttpRequest], HttpResponse]


def _standard(view: View) -> View:
    """Refusals as RFC 6749, 5.2 has them; the rest of this project's as problem documents."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        try:
            if request.method != "POST":
                raise WrongRequest(why="须用POST方法")
            answer = view(request)
        except Refusal as refusal:
            answer = _refused(request, refusal)
        answer["Cache-Control"] = "no-store"
        answer["Pragma"] = "no-cache"
        return answer

    return guarded


@_standard
@limited("token")
def token(request: HttpRequest) -> HttpResponse:
    """A token for a client's number and secret."""
    form = _form(request)
    code, secret = _credentials(request, form)
    if form.get("grant_type") != "client_credentials":
        raise WrongGrant() if form.get("grant_type") else WrongRequest(why="缺少 grant_type")
    scopes = form["scope"].split(" ") if form.get("scope") else None
    at = timezone.now()
    issued = issue_token(code, secret, scopes=scopes, shown=shown_by(request), at=at)
    return _json(
        {
            "access_token": issued.token,
            "token_type": "Bearer",
            "expires_in": issued.lasts_s,
            "scope": " ".join(issued.scopes),
        }
    )


@_standard
@limited("token")
def revoke(request: HttpRequest) -> HttpResponse:
    """Give a token back; one that is not known is well too (RFC 7009, 2.2)."""
    form = _form(request)
    code, secret = _credentials(request, form)
    if not form.get("token"):
        raise WrongRequest(why="缺少 token")
    revoke_token(code, secret, form["token"], at=timezone.now())
    return HttpResponse(status=200)


_MACHINES = "A machine's own secret stands in the request; there is nobody to sign in."
token = public_page(_MACHINES)(token)
revoke = public_page(_MACHINES)(revoke)


def _form(request: HttpRequest) -> dict[str, str]:
    """Each member once. Raises WrongRequest."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > _MOST_BYTES:
        raise WrongRequest(why="正文过长")
    if request.content_type != _FORM:
        raise WrongRequest(why=f"正文须为{_FORM}")
    if any(len(values) > 1 for _, values in request.POST.lists()):
        raise WrongRequest(why="同一项出现多次")
    return {name: str(value) for name, value in request.POST.items()}


def _credentials(request: HttpRequest, form: dict[str, str]) -> tuple[str, str]:
    """From the header or from the form, never from both (RFC 6749, 2.3). Raises WrongClient."""
    kind, _, sent = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if not kind:
        return form.get("client_id", ""), form.get("client_secret", "")
    if "client_secret" in form:
        raise WrongRequest(why="密钥同时出现在标头和正文")
    try:
        code, _, secret = b64decode(sent, validate=True).decode().partition(":")
    except (NotBase64, ValueError):
        raise WrongClient() from None
    if kind.lower() != "basic":
        raise WrongClient()
    return unquote_plus(code), unquote_plus(secret)


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    language = language_of(request.META)
    said = english_of(type(refusal)) if language == ENGLISH else str(refusal)
    standard = isinstance(refusal, WrongRequest | WrongGrant | WrongClient | ScopeUnknown)
    told = problem(request, refusal)
    if standard or refusal.http_status in (401, 403):
        error = refusal.code if standard else "unauthorized_client"
        answer = _json({"error": error, "error_description": said, "code": refusal.code})
        answer.status_code = refusal.http_status
        if refusal.http_status == 401:
            answer["WWW-Authenticate"] = 'Basic realm="yujian"'
        return answer
    return told


def _json(told: dict[str, Any]) -> HttpResponse:
    body = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
    return HttpResponse(body, content_type="application/json")

"""What every call of version 1 has in common: limits, headers, and the line that is kept of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from time import perf_counter
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import http_date
from django.utils.translation import override
from rest_framework.exceptions import NotAcceptable
from rest_framework.request import Request
from rest_framework.views import APIView

from clients.models import AccessToken
from clients.services import Answered, answer_once, note_call
from common.request_id import request_id
from partners.access import moment_of, shown_by
from partners.errors import PreconditionFailed
from partners.language import ENGLISH, language_of
from partners.limits import count_call
from partners.parsers import keep_body, require_small
from tenants.current import county

_READS = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Deprecation:
    """An address that goes: from when it is discouraged, when it ends, what to read."""

    since: datetime
    sunset: datetime
    link: str

    def headers(self) -> dict[str, str]:
        """RFC 9745 and RFC 8594."""
        return {
            "Deprecation": f"@{int(self.since.timestamp())}",
            "Sunset": http_date(self.sunset.timestamp()),
            "Link": f'<{self.link}>; rel="deprecation"',
        }


class PartnerView(APIView):
    """An address of the API. ``scopes``: by method, what a token must be good for."""

    scopes: ClassVar[Mapping[str, str]] = {}
    deprecation: ClassVar[Deprecation | None] = None
    media_type = "application/json"
    other_media_types: ClassVar[tuple[str, ...]] = ()  # of an address that answers with files
    metadata_class = None  # the schema says it all

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        self._begun_s = perf_counter()
        self._left: int | None = None
        require_small(request.META.get("CONTENT_LENGTH"))
        if request.method not in _READS:
            keep_body(request)
        return super().initialize_request(request, *args, **kwargs)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            with override("en" if language_of(request.META) == ENGLISH else "zh-hans"):
                return super().dispatch(request, *args, **kwargs)
        except Exception as error:  # raised before DRF minds it: a body that is too large
            answer = self.get_exception_handler()(error, {"request": Request(request)})
            if answer is None:
                raise
            return answer

    def perform_authentication(self, request: Request) -> None:
        super().perform_authentication(request)
        self._left = count_call(request.auth.client, at=moment_of(request))

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Each address answers in types of its own; whoever accepts none of them is told."""
        accepted = request.META.get("HTTP_ACCEPT", "*/*").lower()
        renderer = self.get_renderers()[0]
        own = (self.media_type, *self.other_media_types)
        kinds = [f"{one.partition('/')[0]}/*" for one in own]
        wanted = (*own, "application/json", *kinds, "*/*")
        if not force and not any(one in accepted for one in wanted):
            raise NotAcceptable()
        return renderer, renderer.media_type

    def finalize_response(  # type: ignore[override]  # Django's own answers go through as well
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        answer: HttpResponse = super().finalize_response(request, response, *args, **kwargs)
        answer.headers.setdefault("Content-Language", language_of(request.META))
        answer["Vary"] = "Accept-Language, Authorization"
        if county().is_demonstration:  # so that no program takes made-up data for real ones
            answer["Yujian-Sandbox"] = "true"
        if self.deprecation:
            answer.headers.update(self.deprecation.headers())
        token = getattr(request, "_auth", None)
        if isinstance(token, AccessToken):
            self._note(request, token, answer)
        return answer

    def _note(self, request: Request, token: AccessToken, answer: HttpResponse) -> None:
        client = token.client
        if self._left is not None:
            answer["RateLimit-Policy"] = f'"minute";q={client.calls_per_minute};w=60'
            answer["RateLimit"] = f'"minute";r={self._left}'
        match = request._request.resolver_match
        note_call(
            client,
            at=moment_of(request),
            method=(request.method or "")[:8],
            route=match.route[:120] if match else "",
            thing=_plain(",".join(str(value) for value in self.kwargs.values()))[:40],
            status=answer.status_code,
            code=getattr(request._request, "problem_code", ""),
            rows=getattr(self, "rows_told", None),
            took_ms=int((perf_counter() - self._begun_s) * 1000),
            address=shown_by(request._request).address or None,
            request_id=request_id.get(),
        )

    @cached_property
    def language(self) -> str:
        return language_of(self.request.META)

    def answer(self, told: Any, *, status: int = 200) -> HttpResponse:
        """``told`` as JSON in UTF-8."""
        response = HttpResponse(as_json(told), status=status, content_type=self.media_type)
        response.headers.setdefault("Content-Language", self.language)
        return response

    def tagged(self, told: Any, state: Any) -> HttpResponse:
        """One thing with its ETag, or 304 for whoever has it as it is (RFC 9110, 13.1.2).

        ``state``: what the thing is, whatever language it is told in.
        """
        tag = f'"{state_tag(state)}-{self.language[:2]}"'
        if tag in self.request.headers.get("If-None-Match", ""):
            response = HttpResponse(status=304)
        else:
            response = self.answer(told)
        response["ETag"] = tag
        response["Cache-Control"] = "private, no-cache"
        return response

    def require_match(self, state: Any) -> None:
        """The thing is still as it was read, if the call says how (RFC 9110, 13.1.1).

        Raises PreconditionFailed.
        """
        said = self.request.headers.get("If-Match", "").strip()
        if said and said != "*" and f'"{state_tag(state)}-' not in said:
            raise PreconditionFailed()

    def once(self, do: Any, *, status: int = 201) -> HttpResponse:
        """Answer a writing call once for its Idempotency-Key; ``do()`` gives what is told."""
        request = self.request
        asked = (request.method or "", request._request.path, request._request.body)
        language = self.language

        def work() -> Answered:
            told = do()
            headers = {"Content-Type": "application/json", "Content-Language": language}
            return Answered(status, as_json(told), headers)

        key = request.headers.get("Idempotency-Key", "")
        found = answer_once(request.auth.client, key, asked, work, at=moment_of(request))
        response = HttpResponse(found.body, status=found.status, headers=found.headers)
        if found.is_repeated:
            response["Idempotent-Replayed"] = "true"
        return response


def _plain(text: str) -> str:
    """Without what the database cannot keep."""
    return "".join(sign for sign in text if sign.isprintable())


def as_json(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def state_tag(state: Any) -> str:
    return sha256(as_json(state)).hexdigest()[:32]

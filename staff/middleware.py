"""Refusals become sentences: on the page the person came from, in a fragment, or on a page."""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render

from common.errors import Refusal
from tenants.sentences import Sentence, as_toast

_log = logging.getLogger(__name__)
_WATCHED = (403, 429)  # somebody tries what they may not
_ON_THE_PAGE_BEFORE = (409, 422)  # the person may be there and may try again


class RefusalMiddleware:
    """Turns a ``Refusal`` that a view lets through into the answer that a person can read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refusal):
            return None
        if error.http_status in _WATCHED:
            _log.warning("refused %s: %s %s", error.code, request.method, request.path)
        response = self._answer(request, error)
        if "retry_after" in error.facts:
            response["Retry-After"] = str(error.facts["retry_after"])
        return response

    def _answer(self, request: HttpRequest, error: Refusal) -> HttpResponse:
        if getattr(request, "tenant", None) is None:
            return Sentence(error)  # a console host: no county, so no frame of a county
        if getattr(request, "htmx", False):
            return refusal_fragment(request, error)
        before = page_before(request)
        if request.method == "POST" and error.http_status in _ON_THE_PAGE_BEFORE and before:
            messages.error(request, str(error), extra_tags=error.code)
            return HttpResponseRedirect(before)
        return refusal_page(request, error)


def refusal_fragment(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A toast that htmx puts among the others, whatever the request aimed at."""
    facts = {"refusal": refusal}
    return as_toast(
        render(request, "staff/parts/refusal_toast.html", facts, status=refusal.http_status)
    )


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A whole page with the sentence, the code and the way back."""
    facts = {"refusal": refusal, "before": page_before(request)}
    return render(request, "staff/refusal.html", facts, status=refusal.http_status)


def page_before(request: HttpRequest) -> str:
    """Path of the page of this site that the person came from; empty when there is none."""
    referer = urlsplit(request.headers.get("Referer", ""))
    if referer.netloc != request.get_host():
        return ""
    # Leading slashes are folded: "//elsewhere" would lead away from this site.
    path = "/" + referer.path.lstrip("/")
    return f"{path}?{referer.query}" if referer.query else path

"""What goes wrong before or around a view of the API is a problem document as well."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from common.errors import BodyTooLarge, NotAllowed, NotFound, Refusal
from partners.errors import BodyUnreadable, Defect, MethodNotAllowed, problem
from tenants.sentences import Sentence

FOLDER = "/api/"
_PAGES = "/api/v1/docs/"
_KEPT = ("Retry-After", "X-Request-Id", "Allow")


class ProblemMiddleware:
    """Turns sentences and pages for people into problem documents, for addresses of the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path.startswith(FOLDER) or response.status_code < 400:
            return response
        if "json" in response.headers.get("Content-Type", ""):
            return response
        if request.path.startswith(_PAGES) and response.status_code != 404:
            return response
        answer = problem(request, _refusal_of(request, response))
        for name in _KEPT:
            if name in response.headers:
                answer[name] = response.headers[name]
        return answer


def _refusal_of(request: HttpRequest, response: HttpResponseBase) -> Refusal:
    """What the page says; Django's own pages say it by their status alone."""
    if isinstance(response, Sentence):
        return response.refusal
    found: dict[int, Callable[[], Refusal]] = {
        400: lambda: BodyUnreadable(why="格式有误"),
        403: lambda: NotAllowed(what="使用数据接口"),
        404: lambda: NotFound(what="这个地址"),
        405: lambda: MethodNotAllowed(method=request.method or ""),
        413: lambda: BodyTooLarge(limit_mb=settings.YUJIAN_MAX_BODY_MB),
    }
    return found.get(response.status_code, Defect)()

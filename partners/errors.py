"""Refusals as problem documents (RFC 9457), in Chinese and English, with the project's codes."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions as drf
from rest_framework.response import Response

from common.errors import NotAllowed, NotFound, Refusal
from common.request_id import request_id
from partners.language import ENGLISH, language_of
from tenants.away import RETRY_AFTER_S, trouble_behind

MEDIA_TYPE = "application/problem+json"
_WATCHED = (401, 403, 429)
_log = logging.getLogger(__name__)


class BodyUnreadable(Refusal):
    """The body of the call is no JSON that can be taken: broken, too deep, or not UTF-8."""

    code = "body_unreadable"
    http_status = 400
    message = "请求正文不是可以读取的JSON：{why}。"


class FieldsWrong(Refusal):
    """Some members of the body cannot be taken; ``errors`` names each with its reason."""

    code = "fields_wrong"
    http_status = 422
    message = "请求正文有{count}处不符合要求，详见 errors。"


class ParameterWrong(Refusal):
    """A parameter of the address cannot be taken."""

    code = "parameter_wrong"
    http_status = 400
    message = "参数“{name}”不正确：{why}。"


class CursorInvalid(Refusal):
    """The cursor was not given out by this county, or was changed."""

    code = "cursor_invalid"
    http_status = 400
    message = "游标无效，请使用上一页答复中的 next，或者从第一页重新开始。"


class CursorOfOtherQuery(Refusal):
    """The cursor belongs to another list, other filters or another client."""

    code = "cursor_of_other_query"
    http_status = 400
    message = "游标属于另一个查询，筛选条件须与取得游标时相同。"


class MethodNotAllowed(Refusal):
    """The address does not take this method."""

    code = "method_not_allowed"
    http_status = 405
    message = "这个地址不支持{method}方法。"


class NotAcceptable(Refusal):
    """The address cannot answer in a type that the call accepts."""

    code = "not_acceptable"
    http_status = 406
    message = "不能以 Accept 标头要求的类型答复，请接受 application/json。"


class MediaTypeUnknown(Refusal):
    """The body is of a type that the address does not take."""

    code = "media_type_unknown"
    http_status = 415
    message = "不支持正文类型“{media_type}”。"


class PreconditionFailed(Refusal):
    """The thing was changed since its ETag was read."""

    code = "precondition_failed"
    http_status = 412
    message = "对象在读取之后已有变化，请重新读取，核对后带新的 ETag 再提交。"


class WrongRequest(Refusal):
    """The token request lacks something, says it twice, or is no form."""

    code = "invalid_request"
    http_status = 400
    message = "令牌请求不完整或者有重复项：{why}。"


class WrongGrant(Refusal):
    """Only client credentials are taken."""

    code = "unsupported_grant_type"
    http_status = 400
    message = "只支持 grant_type=client_credentials。"


class NothingToHappen(Refusal):
    """The sandbox holds nothing that this could happen to."""

    code = "nothing_to_happen"
    http_status = 409
    message = "沙箱中没有{missing}，这件事发生不了；请先让前面的事情发生。"


class Defect(Refusal):
    """Something broke on our side; the number of the request finds it in our log."""

    code = "api_server_error"
    http_status = 500
    message = "系统出错，已记录；请稍后重试，仍不成功时把请求编号告诉本县管理员。"


def problem_for(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's door for everything a view raises. None: a defect, which goes on as such."""
    request = context["request"]._request
    refusal = _refusal_of(error)
    if refusal is None:
        return None
    request.problem_code = refusal.code
    details = list(_fields(error.detail)) if isinstance(error, drf.ValidationError) else []
    return problem(request, refusal, details)  # type: ignore[return-value]  # DRF takes Django's own answers as well


def problem(
    request: HttpRequest, refusal: Refusal, details: list[dict[str, str]] | None = None
) -> HttpResponse:
    """The refusal as a problem document with its status and headers."""
    if refusal.http_status in _WATCHED:
        _log.warning("refused %s: %s %s", refusal.code, request.method, request.path)
    language = language_of(request.META)
    english = english_of(type(refusal))
    told: dict[str, Any] = {
        "type": f"/api/v1/docs/problems#{refusal.code}",
        "title": english if language == ENGLISH else title_of(type(refusal)),
        "status": refusal.http_status,
        "detail": english if language == ENGLISH else str(refusal),
        "code": refusal.code,
        "instance": f"urn:request:{request_id.get()}",
    }
    if details:
        told["errors"] = details
    response = HttpResponse(
        json.dumps(told, ensure_ascii=False).encode("utf-8", "replace"),
        status=refusal.http_status,
        content_type=MEDIA_TYPE,
    )
    response["Content-Language"] = language
    response["Vary"] = "Accept-Language, Authorization"
    if refusal.http_status == 401:
        response["WWW-Authenticate"] = _challenge(refusal)
    if refusal.http_status == 403 and refusal.code == "scope_missing":
        response["WWW-Authenticate"] = f'{_challenge(refusal)}, scope="{refusal.facts["scope"]}"'
    if "retry_after" in refusal.facts or refusal.http_status == 503:
        response["Retry-After"] = str(refusal.facts.get("retry_after", RETRY_AFTER_S))
    return response


def english_of(kind: type[Refusal]) -> str:
    """The refusal in one English sentence: what its class says of itself."""
    return " ".join((kind.__doc__ or "").split("\n\n")[0].split())


def title_of(kind: type[Refusal]) -> str:
    """A short Chinese title, the same for every occurrence: the sentence without its facts.

    Its first clause that has words of its own; some sentences begin with facts alone.
    """
    clauses = (one.format_map(_Dots()) for one in re.split("[，；：]", kind.message))
    return next((one for one in clauses if one.strip("…")), "内容不能接受")


class _Dots(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


_BEARER = {"token_missing": "", "scope_missing": "insufficient_scope"}


def _challenge(refusal: Refusal) -> str:
    """RFC 6750, 3: what is wrong with the token; nothing when there was none."""
    if refusal.code == "invalid_client":
        return 'Basic realm="yujian"'
    error = _BEARER.get(refusal.code, "invalid_token")
    return 'Bearer realm="yujian"' + (f', error="{error}"' if error else "")


def _refusal_of(error: Exception) -> Refusal | None:
    if isinstance(error, Refusal):
        return error
    if isinstance(error, Http404 | drf.NotFound):
        return NotFound(what="这个对象")
    if isinstance(error, PermissionDenied | drf.PermissionDenied):
        return NotAllowed(what="使用数据接口")
    if isinstance(error, drf.ValidationError):
        return FieldsWrong(count=len(list(_fields(error.detail))))
    if isinstance(error, drf.ParseError):
        return BodyUnreadable(why="格式有误")
    if isinstance(error, drf.MethodNotAllowed):
        return MethodNotAllowed(method=str(error.args[0] if error.args else "")[:20])
    if isinstance(error, drf.NotAcceptable):
        return NotAcceptable()
    if isinstance(error, drf.UnsupportedMediaType):
        return MediaTypeUnknown(media_type="")
    return trouble_behind(error)


def _fields(detail: Any, place: str = "") -> Iterator[dict[str, str]]:
    """Each wrong member by its JSON pointer."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            at = place if name == "non_field_errors" else f"{place}/{name}"
            yield from _fields(inner, at)
    elif isinstance(detail, list) and any(isinstance(one, dict | list) for one in detail):
        for number, inner in enumerate(detail):
            yield from _fields(inner, f"{place}/{number}")
    elif isinstance(detail, list):
        for one in detail:
            yield {"pointer": place or "/", "detail": str(one)}
    else:
        yield {"pointer": place or "/", "detail": str(detail)}

"""The schema, OpenAPI 3.1: what views and serializers do not say by themselves is said here."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from clients.scopes import SCOPES
from common.filters import Day, Filters, Key

PROBLEM = {
    "type": "object",
    "description": "问题说明（RFC 9457） / a problem document",
    "required": ["type", "title", "status", "detail", "code", "instance"],
    "properties": {
        "type": {"type": "string", "description": "address of the explanation of this code"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "one sentence for a person"},
        "code": {"type": "string", "description": "stable: programs decide by it"},
        "instance": {"type": "string", "description": "number of the request in our log"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer into the body"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
_ANYWHERE = ("400", "401", "403", "404", "406", "429", "503")
_WRITING = ("409", "412", "413", "415", "422")
_FILTERED = ("422",)  # a filter with a value that is none
_LANGUAGE = OpenApiParameter(
    "Accept-Language",
    str,
    OpenApiParameter.HEADER,
    description="语言：zh-CN（默认）或en / language of labels and sentences",
)
_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[A-Za-z0-9._~-]+$"},
    OpenApiParameter.HEADER,
    required=True,
    description="同一请求重发时用同一个值 / the same for each repetition of one call",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="读取时得到的ETag；对象已变化时答复412 / refuse if it changed since",
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    str,
    OpenApiParameter.HEADER,
    description="已有的ETag；未变化时答复304 / answer 304 if it is the same",
)


class Described(AutoSchema):
    """Adds the language, the key of writing calls, and problem documents to every operation."""

    def get_override_parameters(self) -> list[Any]:
        return [_LANGUAGE, *([_KEY] if self.method == "POST" else [])]

    def get_operation_id(self) -> str:
        name = "".join(
            f"_{sign.lower()}" if sign.isupper() else sign for sign in type(self.view).__name__
        )
        return f"{self.method.lower()}{name}"

    def get_tags(self) -> list[str]:
        return [self._tokenize_path()[0]]

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        is_list = hasattr(self.view, "filters") and "{" not in self.path
        codes = _WRITING if self.method in ("POST", "PATCH") else _FILTERED if is_list else ()
        for code in _ANYWHERE + codes:
            bodies.setdefault(code, {"$ref": "#/components/responses/Problem"})
        return dict(sorted(bodies.items()))


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "partners.access.ByToken"
    name = "oauth2"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        scopes = {one.code: f"{one.name} / {one.english}" for one in SCOPES.values()}
        flow = {"tokenUrl": "/api/oauth/token", "scopes": scopes}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        return {self.name: [auto_schema.view.scopes[auto_schema.method]]}


def only_the_api(endpoints: list[Any], **_: Any) -> list[Any]:
    return [one for one in endpoints if one[0].startswith("/api/v1/")]


def finish(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["responses"] = {
        "Problem": {
            "description": "问题说明 / a problem document",
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
    }
    return result


def filter_parameters(filters: type[Filters]) -> list[OpenApiParameter]:
    """The parameters of a list, from the class that narrows the page of the same list."""
    return [
        OpenApiParameter(
            one.name,
            _type_of(one),
            enum=[value for value, _ in one.values(None) or []] or None,
            description=f"{one.label} / {one.says}",
        )
        for one in filters.filters
    ]


def _type_of(one: Any) -> Any:
    if isinstance(one, Day):
        return OpenApiTypes.DATE
    if isinstance(one, Key):
        return {"type": "integer", "minimum": 1, "maximum": 2**53}
    return str


def list_parameters() -> list[OpenApiParameter]:
    return [
        OpenApiParameter(
            "limit",
            {"type": "integer", "minimum": 1, "maximum": 500, "default": 100},
            description="每页最多几项 / at most so many a page",
        ),
        OpenApiParameter(
            "cursor",
            str,
            description="上一页答复的next中的游标 / from `next`, with the same filters",
        ),
        OpenApiParameter(
            "updated_since",
            str,
            description="此刻之后的变化，不漏不重；begin表示从头开始 / the changes since a moment with zone,"
            " in the order in which they became visible; `begin`: all",
        ),
    ]

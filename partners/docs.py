"""Documentation for partners, under each county's address, without signing in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from clients.scopes import SCOPES
from common.errors import Refusal, every_refusal
from common.limits import limited
from common.pages import public_page
from partners.api.v1 import reading
from partners.api.v1.collection import collection_of
from partners.errors import english_of
from partners.sandbox.happenings import HAPPENINGS
from partners.webhooks import told_kinds

CLIENT = Path(reading.__file__).with_name("client.yml")
GENERATOR = "0.29.1"  # of openapi-python-client: the one that tests make the client with

_OPEN = "How to call the API is no secret; no county's data stands there."


def _page(request: HttpRequest, template: str, here: str, **facts: Any) -> HttpResponse:
    return render(request, template, {"here": here, **facts})


@public_page(_OPEN)
@limited("partner_docs")
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """What it is, and a quick start that works by copy and paste."""
    base = request.build_absolute_uri("/").rstrip("/")
    facts = {"base": base, "scopes": SCOPES.values(), "body_kb": settings.YUJIAN_API_BODY_KB}
    return _page(request, "partners/start.html", "start", **facts)


@public_page(_OPEN)
@limited("partner_docs")
@require_GET
def reference(request: HttpRequest) -> HttpResponse:
    """Every address and every object, from the checked-in schema."""
    facts = {"operations": reading.operations(), "shapes": reading.shapes()}
    return _page(request, "partners/reference.html", "reference", **facts)


@public_page(_OPEN)
@limited("partner_docs")
@require_GET
def webhooks(request: HttpRequest) -> HttpResponse:
    """What comes by itself, and how to take it."""
    return _page(request, "partners/webhooks.html", "webhooks", kinds=told_kinds())


@public_page(_OPEN)
@limited("partner_docs")
@require_GET
def tools(request: HttpRequest) -> HttpResponse:
    """The sandbox, the generated client, the collection."""
    base = request.build_absolute_uri("/").rstrip("/")
    facts = {"base": base, "happenings": HAPPENINGS.values(), "generator": GENERATOR}
    return _page(request, "partners/tools.html", "tools", **facts)


@public_page(_OPEN)
@limited("partner_docs")
@require_GET
def problems(request: HttpRequest) -> HttpResponse:
    """Every code that an answer can bear, in both languages; ``type`` of a problem leads here."""
    found: dict[str, type[Refusal]] = {}
    for one in every_refusal():
        found.setdefault(one.code, one)
    rows = [
        (code, found[code].http_status, found[code].message, english_of(found[code]))
        for code in sorted(found)
    ]
    return _page(request, "partners/problems.html", "problems", rows=rows)


@public_page(_OPEN)
@limited("partner_docs")
@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """What changed for partners, the newest first."""
    return _page(request, "partners/changes.html", "changes")


@public_page(_OPEN)
@limited("partner_docs")
@require_GET
def schema(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1, for tools."""
    return _file(reading.SCHEMA.read_bytes(), "application/yaml; charset=utf-8")


@public_page(_OPEN)
@limited("partner_docs")
@require_GET
def client(request: HttpRequest) -> HttpResponse:
    """How openapi-python-client makes a client of the schema."""
    return _file(CLIENT.read_bytes(), "application/yaml; charset=utf-8")


@public_page(_OPEN)
@limited("partner_docs")
@require_GET
def collection(request: HttpRequest) -> HttpResponse:
    """Every call, to import into Bruno or Postman, with this county's address filled in."""
    base = request.build_absolute_uri("/").rstrip("/")
    text = json.dumps(collection_of(base), ensure_ascii=False, indent=1)
    answer = _file(text.encode(), "application/json")
    answer["Content-Disposition"] = 'attachment; filename="yujian-partner-api.json"'
    return answer


def _file(content: bytes, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Cache-Control"] = "no-cache"
    return response

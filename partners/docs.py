"""Documentation for partners, under each county's address, without signing in."""

from __future__ import annotations

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
from partners.errors import english_of

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
    text = reading.SCHEMA.read_bytes()
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response

"""The shell of the field app. It holds no data, so that it opens without signal or login."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET

from common.pages import public_page
from staff.field.assets import Asset, checksum, static_assets, version_of, worker_code

_NO_DATA = "A shell without data: whoever may not see a visit gets nothing from its API."
_DEEP = "#0d3642"


@public_page(_NO_DATA)
@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """The one page of the app; everything on it is drawn by the phone from its own store."""
    response = render(request, "staff/field/shell.html", {"static_url": settings.STATIC_URL})
    response["Cache-Control"] = "no-cache"
    return response


@public_page(_NO_DATA)
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the list of files that belong together put before its code."""
    page = render_to_string("staff/field/shell.html", {"static_url": settings.STATIC_URL})
    home = Asset(reverse("staff:field"), checksum(page.encode()))
    assets = (home, *static_assets())
    code = worker_code()
    listed = {
        "version": version_of(assets, code),
        "home": home.url,
        "files": {asset.url: asset.sha256 for asset in assets},
    }
    whole = f"const SET = {json.dumps(listed, sort_keys=True)};\n{code}"
    response = HttpResponse(whole, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@public_page(_NO_DATA)
@require_GET
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to put the app on its home screen."""
    home = reverse("staff:field")
    icons = [
        {"src": f"{settings.STATIC_URL}field/icons/{name}.png", "sizes": f"{size}x{size}"}
        | {"type": "image/png", "purpose": purpose}
        for name, size, purpose in (
            ("icon-192", 192, "any"),
            ("icon-512", 512, "any"),
            ("maskable-512", 512, "maskable"),
        )
    ]
    said = {
        "id": home,
        "name": "育监现场检查",
        "short_name": "育监现场",
        "lang": "zh-CN",
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "orientation": "portrait",
        "background_color": "#f2f5f6",
        "theme_color": _DEEP,
        "icons": icons,
    }
    response = JsonResponse(said, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/manifest+json"
    response["Cache-Control"] = "no-cache"
    return response

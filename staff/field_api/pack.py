"""The day's work for a phone: an index of hashes, and sections that never change."""

from __future__ import annotations

import gzip
import json
from contextlib import suppress
from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.views.decorators.http import require_GET
from redis.exceptions import RedisError

from common.clock import localdate
from enforcement.services import carry_orders
from field.errors import PackSectionGone
from field.queries import VERSION, Section, pack_for
from field.services import note_contact
from staff.field_api.access import device_call
from tenants.keys import county_key

_KEEPS_S = 60 * 60
_LEVEL = 6


@device_call
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Names, hashes and sizes; nothing at all when the phone has them already."""
    now = timezone.now()
    device = request.device
    note_contact(device, at=now)
    carry_orders(device=device.key_hash, by=device.person, on=localdate(now), at=now)
    sections = _made(request)
    facts = {
        "v": VERSION,
        "day": localdate(now).isoformat(),
        "person": request.device.person_id,
        "sections": {
            one.name: {"sha256": one.sha256, "bytes": len(one.content)} for one in sections
        },
    }
    content = json.dumps(facts, separators=(",", ":")).encode()
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        _keep(request, sections)
        response = _packed(request, gzip.compress(content, _LEVEL, mtime=0))
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


@device_call
@require_GET
def section(request: HttpRequest, checksum: str) -> HttpResponse:
    """One section of this person's own pack, by its hash."""
    packed = _kept(request, checksum)
    if packed is None:
        packed = next(
            (_zip(one) for one in _made(request) if one.sha256 == checksum),
            None,
        )
    if packed is None:
        raise PackSectionGone()
    response = _packed(request, packed)
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


def _made(request: HttpRequest) -> list[Section]:
    """The pack as it is now."""
    device = request.device
    return pack_for(device.person, localdate(timezone.now()), device=device.key_hash)


def _keep(request: HttpRequest, sections: list[Section]) -> None:
    """For the calls that follow; without a cache each section is made again when asked for."""
    packed = {_key(request, one.sha256): _zip(one) for one in sections}
    with suppress(RedisError):
        cache.set_many(packed, timeout=_KEEPS_S)


def _kept(request: HttpRequest, checksum: str) -> bytes | None:
    try:
        return cache.get(_key(request, checksum))
    except RedisError:
        return None


def _key(request: HttpRequest, checksum: str) -> str:
    """By person: a hash that somebody else was given opens nothing."""
    return county_key(f"field-pack:{request.device.person_id}:{checksum}")


def _zip(one: Section) -> bytes:
    return gzip.compress(one.content, _LEVEL, mtime=0)


def _packed(request: HttpRequest, packed: bytes) -> HttpResponse:
    """Compressed where the phone can. What is compressed is nobody's secret mixed with what
    somebody else chose, which is what makes compressed pages guessable."""
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        packed if zipped else gzip.decompress(packed), content_type="application/json"
    )
    if zipped:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    return response

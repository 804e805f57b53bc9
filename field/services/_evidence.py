"""What came from the site is entered as evidence: originals, signatures, refusals."""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.contrib.gis.geos import Point

from accounts.models import User
from common.errors import BadInput
from evidence.services import keep_original, keep_signature
from evidence.states import OriginalKind, SignerRole
from field.models import FieldRecord
from field.rules.places import Place
from field.rules.story import Story, Told
from field.services._files import Files
from inspections.models import Visit

_PARTY = "当事人"


def keep_evidence(
    row: FieldRecord, visit: Visit, story: Story, files: Files, *, by: User, at: datetime
) -> None:
    """Enter photos, strokes, signatures and refusals of one version. Twice changes nothing."""
    key = row.chain.device.key_hash
    read_out = story.body("read_out").get("text", "")
    about = sha256(read_out.encode()).hexdigest() if read_out else ""
    for told in story.photos.values():
        _keep_photo(visit, told, files, key, by=by, at=at)
    for told in story.signatures.values():
        _keep_strokes(visit, told, files, key, about, by=by, at=at)
    refused = story.refusals.get("signature")
    if refused is not None:
        people = [told.body["name"] for told in story.people.values()]
        keep_signature(
            visit=visit,
            signer=(people or [_PARTY])[0],
            role=SignerRole.PARTY,
            strokes=[],
            refused_because=refused.body["reason"],
            witness=refused.body["witness"],
            about=about,
            device_key=key,
            signed_at=refused.device_at,
            by=by,
            at=at,
        )


def _keep_photo(
    visit: Visit, told: Told, files: Files, key: str, *, by: User, at: datetime
) -> None:
    place = Place.of(told.body["position"])
    checksum = told.body["sha256"]
    keep_original(
        visit=visit,
        file=files.by_hash[checksum],
        kind=OriginalKind.DATA if checksum in files.odd else OriginalKind.PHOTO,
        taken_at=photo_moment(told),
        point=Point(place.lon, place.lat, srid=4326) if place else None,
        accuracy_m=place.accuracy_m if place else None,
        device_key=key,
        item_code=told.body["item"][:5],
        by=by,
        at=at,
    )


def photo_moment(told: Told) -> datetime:
    """When a photo was taken, the phone's clock put right as for its entry."""
    taken = datetime.fromisoformat(told.body["taken_at"].replace("Z", "+00:00"))
    try:
        return min(taken + told.offset, told.true_at)
    except OverflowError:
        return told.true_at


def _keep_strokes(
    visit: Visit, told: Told, files: Files, key: str, about: str, *, by: User, at: datetime
) -> None:
    file = files.by_hash[told.body["sha256"]]
    keep_original(
        visit=visit,
        file=file,
        kind=OriginalKind.DATA,
        taken_at=told.true_at,
        point=None,
        accuracy_m=None,
        device_key=key,
        item_code="",
        by=by,
        at=at,
    )
    keep_signature(
        visit=visit,
        signer=told.body["name"],
        role=told.body["role"],
        strokes=_strokes_in(file.content),
        refused_because="",
        witness="",
        about=about,
        device_key=key,
        signed_at=told.device_at,
        by=by,
        at=at,
    )


def _strokes_in(content: bytes) -> Any:
    """The inner list of docs/field-protocol.md, 3. Raises BadInput."""
    try:
        return json.loads(content)["strokes"]
    except (ValueError, TypeError, KeyError, RecursionError) as odd:
        raise BadInput(sentence="有一个签名的笔迹不能读取，原文件已保存；请核对后处理。") from odd

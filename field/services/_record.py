"""A version in the words of ``inspections``: what its verb is handed."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.contrib.gis.geos import Point

from common.clock import localdate
from common.text import listed
from field.models import FieldRecord
from field.rules.clocks import is_wrong, was_set
from field.rules.places import OUTSIDE, Limits, Place, marks
from field.rules.story import Story, Told, ordered_times
from field.services._evidence import photo_moment
from field.services._files import Files
from inspections.models import Visit
from inspections.services import AnswerIn, FindingIn, PhotoIn, VisitRecord
from policies.queries import parameter
from tenants.current import county


def record_of(
    row: FieldRecord, visit: Visit, story: Story, files: Files, *, at: datetime
) -> VisitRecord:
    """Everything that the entries say of a visit, times put right, odd places left out."""
    starts_at, ends_at = ordered_times(story, not_after=at)
    finish = story.body("finish")
    people = [told.body for told in story.people.values()]
    numbers = {key: no for no, key in enumerate(story.findings, start=1)}
    place = Place.of(story.body("start").get("position"))
    return VisitRecord(
        starts_at=starts_at,
        ends_at=ends_at,
        point=_inside(place),
        place_text=finish["place"],
        person_present=listed([one["name"] for one in people])[:50],
        person_role=listed([one["role"] for one in people if one["role"]])[:50],
        remark=story.body("note").get("text", ""),
        answers=tuple(
            AnswerIn(told.body["item"], told.body["value"], told.body["note"])
            for _, told in sorted(story.answers.items())
        ),
        findings=tuple(_finding(told) for told in story.findings.values()),
        photos=tuple(
            _photo(told, files, numbers)
            for checksum, told in story.photos.items()
            if checksum not in files.odd
        ),
        officer_ids=tuple(finish["officers"]) or None,
        site_facts=_site_facts(row, visit, story),
    )


def _finding(told: Told) -> FindingIn:
    body = told.body
    return FindingIn(body["text"], body["violation"], body["routed"], body["item"])


def _photo(told: Told, files: Files, numbers: dict[str, int]) -> PhotoIn:
    return PhotoIn(
        file_id=files.by_hash[told.body["sha256"]].pk,
        taken_at=photo_moment(told),
        caption=told.body["caption"],
        point=_inside(Place.of(told.body["position"])),
        finding_no=numbers.get(told.body["finding"], 0),
    )


def _inside(place: Place | None) -> Point | None:
    """A point for the record; one outside the county is only marked."""
    if place is None:
        return None
    point = Point(place.lon, place.lat, srid=4326)
    return point if county().boundary.covers(point) else None


def _site_facts(row: FieldRecord, visit: Visit, story: Story) -> dict[str, Any]:
    shown, read_out = story.single.get("certificate_shown"), story.single.get("read_out")
    facts: dict[str, Any] = {
        "device": row.chain.device.key_hash,
        "head": row.head,
        "people": [
            {"name": told.body["name"], "role": told.body["role"]} for told in story.people.values()
        ],
        "refusals": [
            {**told.body, "at": told.true_at.isoformat()} for told in story.refusals.values()
        ],
        "place": _place(visit, story),
        "clock": _clock(story),
    }
    if "counts" in story.single:
        facts["counts"] = dict(story.body("counts"))
    if shown:
        officers = shown.body["officers"]
        facts["certificate_shown"] = {"officers": officers, "at": shown.true_at.isoformat()}
    if read_out:
        text = read_out.body["text"]
        digest = sha256(text.encode()).hexdigest()
        facts["read_out"] = {"text": text, "sha256": digest, "at": read_out.true_at.isoformat()}
    return facts


def _place(visit: Visit, story: Story) -> dict[str, Any]:
    """The first position, and the marks of all: those of photos stand against the one before."""
    day = localdate(story.starts_at)
    limits = Limits(
        coarse_m=parameter("field.coarse_m", day),
        old_s=parameter("field.old_s", day),
        jump_m_per_s=parameter("field.jump_m_per_s", day),
    )
    positioned = [one for one in story.told if one.kind in ("start", "photo")]
    before: list[Place] = []
    found: list[str] = []
    for told in positioned:
        place = Place.of(told.body["position"])
        found += marks(place, used_at=told.device_at, before=before, limits=limits)
        if place is not None:
            before.append(place)
            found += [OUTSIDE] if _inside(place) is None else []
    first = before[0] if before else None
    return {"accuracy_m": first.accuracy_m if first else None, "marks": sorted(set(found))}


def _clock(story: Story) -> dict[str, Any]:
    offset = story.told[-1].offset
    return {
        "offset_s": round(offset.total_seconds()),
        "is_wrong": is_wrong(offset),
        "was_set": was_set((one.epoch, one.mono, one.device_at) for one in story.told),
    }

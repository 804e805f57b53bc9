"""The day's list is made once, chained to the one before, and stamped from outside."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from audit.queries import head
from audit.services import record
from common import timestamps
from common.clock import at_time, chinese_date, localdate
from common.errors import TimeStampAway, TimeStampWrong
from documents.services import store
from evidence import manifest
from evidence.errors import DayNotOver
from evidence.models import Manifest, ManifestEntry, ManifestStamp, Original, Paper, Signature
from evidence.services.originals import enter
from evidence.states import OriginalKind
from inspections.models import Photo
from tenants.current import county
from tenants.keys import county_key

AT_ONCE = 2000  # photographs entered in one pass
_LISTS = 0x4556494C  # "EVIL", evidence list: the class of this advisory lock
_log = logging.getLogger(__name__)


@transaction.atomic
def enter_photos(visit_id: int | None = None) -> int:
    """Enter photographs that came through a page as originals, too; how many. Twice is safe.

    Args:
        visit_id: of this visit only, right when they come; without it of all, as the night does
            for what was written in another way.

    A photo sent by a page knows no device; who sent it and when is taken from its row.
    """
    entered = Original.objects.filter(visit=OuterRef("visit"), file=OuterRef("file"))
    waiting = Photo.objects.filter(~Exists(entered)).select_related("visit", "file", "added_by")
    if visit_id is not None:
        waiting = waiting.filter(visit=visit_id)
    found = list(waiting.order_by("pk")[:AT_ONCE])
    for photo in found:
        facts = {
            "kind": OriginalKind.PHOTO,
            "taken_at": photo.taken_at,
            "point": photo.point,
            "device_key": "",
        }
        enter(photo.visit, photo.file, facts, by=photo.added_by, at=photo.added_at)
    return len(found)


@transaction.atomic
def make_manifest(day: date, *, at: datetime) -> Manifest | None:
    """List what came in up to the end of ``day`` and stands on no list yet; None if nothing did.

    Made once per day; again gives the one that is there. What was committed late stands on the
    next day's list. Raises DayNotOver.
    """
    ends_at = at_time(day, 0) + timedelta(days=1)
    if at < ends_at:
        raise DayNotOver(day=chinese_date(day))
    _hold_the_lists()
    last = Manifest.objects.select_related("file").order_by("-day").first()
    if last is not None and last.day >= day:
        return last if last.day == day else None
    originals = list(_new(Original, "kept_at", ends_at).select_related("file"))
    signatures = list(_new(Signature, "kept_at", ends_at))
    papers = list(_new(Paper, "frozen_at", ends_at))
    if not (originals or signatures or papers):
        return None
    now = head()
    content = manifest.compose(
        county=county().code,
        day=day,
        previous=last.file.sha256 if last else "",
        history=(now.position, now.digest),
        originals=originals,
        signatures=signatures,
        papers=papers,
    )
    made = _keep(day, last, content, len(originals) + len(signatures) + len(papers), at=at)
    ManifestEntry.objects.bulk_create(
        [ManifestEntry(manifest=made, original=row) for row in originals]
        + [ManifestEntry(manifest=made, signature=row) for row in signatures]
        + [ManifestEntry(manifest=made, paper=row) for row in papers]
    )
    return made


def _new(model: type[Any], moment: str, ends_at: datetime) -> Any:
    found = model.objects.filter(manifest_entry__isnull=True, **{f"{moment}__lt": ends_at})
    return found.order_by("pk")


def _keep(
    day: date, last: Manifest | None, content: bytes, count: int, *, at: datetime
) -> Manifest:
    name = f"evidence-{county().code}-{day:%Y-%m-%d}.json"
    file = store(content, name=name, media_type=manifest.MEDIA_TYPE, at=at)
    made = Manifest.objects.create(day=day, previous=last, file=file, entry_count=count, made_at=at)
    record("manifest.make", made, by=None, at=at, sha256=file.sha256, entries=count)
    return made


def stamp_manifests(*, at: datetime) -> int:
    """Have every list without a stamp stamped by RFC 3161; how many were. Twice is safe.

    Nothing happens without an authority; one that is away is logged and asked again later.
    """
    done = 0
    if not timestamps.is_configured():
        return done
    for waiting in Manifest.objects.unstamped().select_related("file").order_by("day"):
        try:
            given = timestamps.ask(waiting.file.content)  # slow, so no lock is held yet
        except (TimeStampAway, TimeStampWrong) as trouble:
            _log.error("the list of %s waits for its stamp: %s", waiting.day, trouble)
            break
        done += _keep_stamp(waiting, given, at=at)
    return done


@transaction.atomic
def _keep_stamp(waiting: Manifest, given: timestamps.Stamped, *, at: datetime) -> int:
    _hold_the_lists()
    if waiting.stamps.exists():
        return 0
    ManifestStamp.objects.create(
        manifest=waiting,
        token=given.token,
        authority=given.authority[:300],
        serial=given.serial[:80],
        stamped_at=given.at,
        got_at=at,
    )
    record("manifest.stamp", waiting, by=None, at=at, serial=given.serial)
    return 1


def close_day(*, at: datetime) -> None:
    """What the night's task does: photographs of pages entered, yesterday listed, all stamped."""
    while enter_photos():
        pass
    make_manifest(localdate(at) - timedelta(days=1), at=at)
    stamp_manifests(at=at)


def _hold_the_lists() -> None:
    """One at a time makes or stamps lists of this county, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LISTS, county_key("evidence")]
        )

"""The rooms of a site and the care given there, each from a day on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from common.clock import chinese_date
from institutions.errors import EntryBeforeFormer, SiteMissing
from institutions.models import Care, Institution, Venue
from institutions.services import _entries, _rows
from institutions.services._entries import Values

VENUE_FIELDS = (
    "total_area_m2",
    "training_area_m2",
    "floor_from",
    "floor_to",
    "building_use",
    "tenure",
    "lease_until",
    "fire_paper",
    "fire_paper_no",
    "fire_paper_on",
    "pupils_same_time",
)
CARE_FIELDS = (
    "pupils",
    "has_pupils_under_14",
    "nap_area_m2",
    "beds",
    "beds_in_largest_room",
    "video_days",
    "meals",
    "food_licence_no",
    "food_licence_until",
    "meal_supplier",
    "keeps_samples",
)


@transaction.atomic
def survey_venue(institution_id: int, values: Values, *, on: date, by: User, at: datetime) -> Venue:
    """From the day ``on`` the current site is like this; what was known before ends that day.

    The same again changes nothing. Dated on the first day of the present survey it puts a
    wrong one right and leaves it as one of no day.

    Raises:
        NotAllowed, NotFound, BadInput, DayInFuture, EntryBeforeFormer.
        SiteMissing: there is no place that could be described.
    """
    require(by, Permission.INSTITUTION_EDIT)
    clean = _entries.cleaned(Venue, values, VENUE_FIELDS)
    institution = _rows.locked(institution_id)
    site = institution.sites.current().first()
    if site is None:
        raise SiteMissing(thing=institution)
    row = Venue(site=site, **clean, valid_from=on, recorded_by=by, recorded_at=at)
    former = site.venues.current().first()
    return _follow(former, row, clean, institution=institution, kind="survey_venue", by=by, at=at)


@transaction.atomic
def note_care(institution_id: int, values: Values, *, on: date, by: User, at: datetime) -> Care:
    """From the day ``on`` children are cared for like this; as ``survey_venue`` otherwise.

    Raises:
        NotAllowed, NotFound, BadInput, DayInFuture, EntryBeforeFormer.
    """
    require(by, Permission.INSTITUTION_EDIT)
    clean = _entries.cleaned(Care, values, CARE_FIELDS)
    institution = _rows.locked(institution_id)
    row = Care(institution=institution, **clean, valid_from=on, recorded_by=by, recorded_at=at)
    former = institution.care_facts.current().first()
    return _follow(former, row, clean, institution=institution, kind="note_care", by=by, at=at)


def _follow(
    former: Any,
    row: Any,
    clean: dict[str, Any],
    *,
    institution: Institution,
    kind: str,
    by: User,
    at: datetime,
) -> Any:
    """End the former stretch and begin the next; history tells what differs."""
    _rows.require_happened("起始日期", row.valid_from, at=at)
    if former is None:
        _entries.write(row, thing=institution)
        _entries.tell_entry(kind, row, clean, thing=institution, by=by, at=at)
        return row
    if row.valid_from < former.valid_from:
        raise EntryBeforeFormer(
            thing=institution,
            what=row._meta.verbose_name,
            since=chinese_date(former.valid_from),
        )
    changed = {
        name: (getattr(former, name), value)
        for name, value in clean.items()
        if getattr(former, name) != value
    }
    if not changed:
        return former
    _keep_unsaid(former, row, clean)
    former.valid_until = row.valid_from
    former.save(update_fields=["valid_until"])
    _entries.write(row, thing=institution)
    _entries.tell_changes(kind, row, changed, thing=institution, by=by, at=at)
    return row


def _keep_unsaid(former: Any, row: Any, clean: dict[str, Any]) -> None:
    """Columns that nobody spoke of stay as they were."""
    fields = VENUE_FIELDS if isinstance(row, Venue) else CARE_FIELDS
    for name in fields:
        if name not in clean:
            setattr(row, name, getattr(former, name))

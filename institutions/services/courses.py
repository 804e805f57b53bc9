"""What is taught, from which material, at what price."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from common.clock import chinese_date
from institutions.errors import EndsBeforeBeginning, EntryBeforeFormer, EntryEnded
from institutions.models import Course, Material, Price
from institutions.services import _entries, _rows
from institutions.services._entries import Values

COURSE_FIELDS = (
    "title",
    "class_name",
    "family",
    "subject",
    "audience",
    "mode",
    "class_limit",
    "pupils",
    "full_time_staff",
    "lesson_minutes",
    "lessons",
    "weekdays",
    "starts_at",
    "ends_at",
    "teachers",
    "material",
    "filing_no",
    "begins_on",
)
MATERIAL_FIELDS = (
    "title",
    "author",
    "edition",
    "is_self_written",
    "reviewed_inside_on",
    "reviewed_outside_on",
    "filing_no",
    "filed_on",
)
PRICE_FIELDS = ("item", "unit", "amount_fen", "guide_fen")

# For each kind of entry: how it is called, its columns, and the column in which it ends.
_KINDS: dict[type[Any], tuple[str, tuple[str, ...], str]] = {
    Course: ("这门课程", COURSE_FIELDS, "ended_on"),
    Material: ("这份培训材料", MATERIAL_FIELDS, "withdrawn_on"),
}


def clean_course(values: Values) -> dict[str, Any]:
    """The values as they are stored. For imports, which ask before they write. Raises BadInput."""
    return _entries.cleaned(Course, values, COURSE_FIELDS)


def enter_course(institution_id: int, values: Values, *, by: User, at: datetime) -> Course:
    """Enter a course of an institution; ``values`` by name, of ``COURSE_FIELDS``.

    Raises NotAllowed, NotFound, EntryTaken, BadInput.
    """
    return _enter(Course, institution_id, values, by=by, at=at)


def change_course(
    course_id: int, values: Values, *, version: int, by: User, at: datetime
) -> Course:
    """Change a course; history keeps each before and after.

    Raises NotAllowed, NotFound, ChangedMeanwhile, EntryEnded, EntryTaken, BadInput.
    """
    return _change(Course, course_id, values, version=version, by=by, at=at)


def end_course(course_id: int, *, on: date, by: User, at: datetime) -> Course:
    """The course is not offered any more from the day ``on``. Told twice, the first stays.

    Raises NotAllowed, NotFound, DayInFuture, EndsBeforeBeginning.
    """
    return _end(Course, course_id, on=on, by=by, at=at)


def enter_material(institution_id: int, values: Values, *, by: User, at: datetime) -> Material:
    """Enter teaching material; ``values`` by name, of ``MATERIAL_FIELDS``.

    Raises NotAllowed, NotFound, EntryTaken, BadInput.
    """
    return _enter(Material, institution_id, values, by=by, at=at)


def change_material(
    material_id: int, values: Values, *, version: int, by: User, at: datetime
) -> Material:
    """Change material: a review, a filing number. Raises as ``change_course``."""
    return _change(Material, material_id, values, version=version, by=by, at=at)


def withdraw_material(material_id: int, *, on: date, by: User, at: datetime) -> Material:
    """The material is out of use from the day ``on``. Raises as ``end_course``."""
    return _end(Material, material_id, on=on, by=by, at=at)


@transaction.atomic
def publish_price(
    institution_id: int, values: Values, *, on: date, by: User, at: datetime
) -> Price:
    """From the day ``on`` an item costs this much; the price before it ends that day.

    Raises:
        NotAllowed, NotFound, BadInput, DayInFuture.
        EntryBeforeFormer: it is dated before the price that holds now.
    """
    require(by, Permission.INSTITUTION_EDIT)
    clean = _entries.cleaned(Price, values, PRICE_FIELDS)
    institution = _rows.locked(institution_id)
    _rows.require_happened("公示日期", on, at=at)
    same = institution.prices.current().filter(item=clean["item"], unit=clean["unit"])
    former = same.first()
    row = Price(institution=institution, **clean, published_from=on, recorded_by=by, recorded_at=at)
    if former is None:
        _entries.write(row, thing=institution)
        _entries.tell_entry("publish_price", row, clean, thing=institution, by=by, at=at)
        return row
    if on < former.published_from:
        raise EntryBeforeFormer(
            thing=institution, what="收费标准", since=chinese_date(former.published_from)
        )
    changed = {
        name: (getattr(former, name), clean[name])
        for name in clean
        if getattr(former, name) != clean[name]
    }
    if not changed:
        return former
    former.published_until = on
    former.save(update_fields=["published_until"])
    _entries.write(row, thing=institution)
    _entries.tell_changes("publish_price", row, changed, thing=institution, by=by, at=at)
    return row


@transaction.atomic
def _enter(model: Any, institution_id: int, values: Values, *, by: User, at: datetime) -> Any:
    require(by, Permission.INSTITUTION_EDIT)
    clean = _entries.cleaned(model, values, _KINDS[model][1])
    institution = _rows.locked(institution_id)
    row = model(institution=institution, **clean, recorded_by=by, recorded_at=at)
    _entries.write(row, thing=institution)
    kind = f"enter_{model._meta.model_name}"
    _entries.tell_entry(kind, row, clean, thing=institution, by=by, at=at)
    return row


@transaction.atomic
def _change(model: Any, pk: int, values: Values, *, version: int, by: User, at: datetime) -> Any:
    require(by, Permission.INSTITUTION_EDIT)
    what, fields, end = _KINDS[model]
    row = _entries.locked(model, pk, what)
    if getattr(row, end) is not None:
        raise EntryEnded(what=row, on=chinese_date(getattr(row, end)))
    _entries.require_version(row, version)
    changed = _entries.apply(row, _entries.cleaned(model, values, fields))
    if changed:
        row.version += 1
        _entries.write(row, thing=row.institution)
        kind = f"change_{model._meta.model_name}"
        _entries.tell_changes(kind, row, changed, thing=row.institution, by=by, at=at)
    return row


@transaction.atomic
def _end(model: Any, pk: int, *, on: date, by: User, at: datetime) -> Any:
    require(by, Permission.INSTITUTION_EDIT)
    what, _, end = _KINDS[model]
    row = _entries.locked(model, pk, what)
    _rows.require_happened(str(_rows.column_of(model, end).verbose_name), on, at=at)
    if getattr(row, end) is not None:
        return row
    begun = getattr(row, "begins_on", None)
    if begun and on < begun:
        raise EndsBeforeBeginning(what=row, until=chinese_date(on), since=chinese_date(begun))
    setattr(row, end, on)
    row.version += 1
    _entries.write(row, thing=row.institution)
    kind = f"end_{model._meta.model_name}"
    changed = {end: (None, on)}
    _entries.tell_changes(kind, row, changed, thing=row.institution, by=by, at=at)
    return row

"""Whom an institution employs, and the checks before and during it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from common.clock import chinese_date
from common.errors import BadInput
from institutions.errors import EndsBeforeBeginning, EntryEnded
from institutions.models import HiringCheck, StaffMember
from institutions.services import _entries, _rows
from institutions.services._entries import Values

STAFF_FIELDS = (
    "name",
    "id_tail",
    "role",
    "employment",
    "subject",
    "certificate_kind",
    "certificate_no",
    "certificate_subject",
    "health_until",
    "is_school_teacher",
    "joined_on",
)


@transaction.atomic
def enter_staff(institution_id: int, values: Values, *, by: User, at: datetime) -> StaffMember:
    """Enter somebody whom an institution employs; ``values`` by name, of ``STAFF_FIELDS``.

    Raises:
        NotAllowed: ``by`` may not edit the registry.
        EntryTaken: somebody of this name and number end is there.
        BadInput: what is said cannot be stored.
        DayInFuture: the first day is not over yet. A future one may be entered on it.
    """
    require(by, Permission.INSTITUTION_EDIT)
    clean = clean_staff(values)
    institution = _rows.locked(institution_id)
    if clean.get("joined_on"):
        _rows.require_happened("入职日期", clean["joined_on"], at=at)
    member = StaffMember(institution=institution, **clean, recorded_by=by, recorded_at=at)
    _entries.write(member, thing=institution)
    _entries.tell_entry("enter_staff", member, clean, thing=institution, by=by, at=at)
    return member


def clean_staff(values: Values) -> dict[str, Any]:
    """The values as they are stored. For imports, which ask before they write. Raises BadInput."""
    clean = _entries.cleaned(StaffMember, values, STAFF_FIELDS)
    tail = clean.get("id_tail", "")
    if tail and not (
        len(tail) == 4 and tail[:3].isdigit() and (tail[3].isdigit() or tail[3] in "xX")
    ):
        raise BadInput(sentence=f"证件号后四位应为四位数字（末位可为X），现为“{tail}”。")
    if tail:
        clean["id_tail"] = tail.upper()
    return clean


@transaction.atomic
def change_staff(
    member_id: int, values: Values, *, version: int, by: User, at: datetime
) -> StaffMember:
    """Change what is known of somebody employed; history keeps each before and after.

    Raises:
        NotAllowed, NotFound, ChangedMeanwhile, EntryTaken, BadInput, DayInFuture.
        EntryEnded: the person has left.
    """
    require(by, Permission.INSTITUTION_EDIT)
    member = _entries.locked(StaffMember, member_id, "这名从业人员")
    if member.left_on is not None:
        raise EntryEnded(what=member, on=chinese_date(member.left_on))
    _entries.require_version(member, version)
    clean = clean_staff(values)
    if clean.get("joined_on"):
        _rows.require_happened("入职日期", clean["joined_on"], at=at)
    changed = _entries.apply(member, clean)
    if changed:
        member.version += 1
        _entries.write(member, thing=member.institution)
        thing = member.institution
        _entries.tell_changes("change_staff", member, changed, thing=thing, by=by, at=at)
    return member


@transaction.atomic
def release_staff(member_id: int, *, on: date, by: User, at: datetime) -> StaffMember:
    """Note that somebody is no longer employed from the day ``on``. Told twice, the first stays.

    Raises:
        NotAllowed, NotFound, DayInFuture.
        EndsBeforeBeginning: left before joining.
    """
    require(by, Permission.INSTITUTION_EDIT)
    member = _entries.locked(StaffMember, member_id, "这名从业人员")
    _rows.require_happened("离职日期", on, at=at)
    if member.left_on is not None:
        return member
    if member.joined_on and on < member.joined_on:
        raise EndsBeforeBeginning(
            what=member, until=chinese_date(on), since=chinese_date(member.joined_on)
        )
    member.left_on = on
    member.version += 1
    _entries.write(member, thing=member.institution)
    changed = {"left_on": (None, on)}
    thing = member.institution
    _entries.tell_changes("release_staff", member, changed, thing=thing, by=by, at=at)
    return member


@transaction.atomic
def note_hiring_check(
    member_id: int,
    *,
    kind: str,
    asked_on: date,
    result: str,
    authority: str,
    paper_no: str = "",
    by: User,
    at: datetime,
) -> HiringCheck:
    """Note what police or procuratorate answered about somebody. Never changed afterwards.

    Raises:
        NotAllowed, NotFound, BadInput, DayInFuture.
        EntryTaken: this question of this day is noted.
    """
    require(by, Permission.INSTITUTION_EDIT)
    member = _entries.locked(StaffMember, member_id, "这名从业人员")
    _rows.require_happened("查询日期", asked_on, at=at)
    told = {
        "kind": kind,
        "asked_on": asked_on,
        "result": result,
        "authority": authority,
        "paper_no": paper_no,
    }
    clean = _entries.cleaned(HiringCheck, told, told)
    check = HiringCheck(member=member, **clean, recorded_by=by, recorded_at=at)
    thing = member.institution
    _entries.write(check, thing=thing)
    about = {"result": clean["result"], "authority": clean["authority"]}
    _entries.tell_entry(
        "note_hiring_check", check, {"asked_on": asked_on, **about}, thing=thing, by=by, at=at
    )
    return check

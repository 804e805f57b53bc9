"""Entering an institution in the registry, and changing what the registry says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import DepartmentKind, User
from accounts.permissions import Permission
from audit.services import record
from common.clock import chinese_date, localdate
from common.errors import BadInput, ChangedMeanwhile
from institutions.errors import NotAFirstState
from institutions.models import Institution
from institutions.services import _rows
from institutions.services.sites import SiteData, first_site
from institutions.states import (
    FIRST_STATES,
    InstitutionKind,
    InstitutionState,
    Nature,
    RegisterKind,
    TeachingMode,
)
from messaging.services import emit
from messaging.states import EventKind

_CHOICES = {"kind": InstitutionKind, "nature": Nature, "register_kind": RegisterKind}
# Choices that may be left open.
_OPEN_CHOICES = {
    "teaching_mode": TeachingMode,
    "approver": DepartmentKind,
    "supervisor": DepartmentKind,
}
_NUMBERS = ("licence_no", "credit_code")
_DAYS = ("licence_from", "licence_until")
_WORDS = ("name", "short_name", "legal_person", "principal", "phone")
# What a clerk may change on the page of an institution; the state goes through moves.
CHANGEABLE = (*_WORDS, *_CHOICES, *_NUMBERS, *_DAYS, *_OPEN_CHOICES)


@dataclass(frozen=True, kw_only=True, slots=True)
class InstitutionData:
    """What is known of an institution when it is entered. Numbers may be missing: None or ''."""

    name: str
    kind: str
    state: str = InstitutionState.LEAD
    nature: str = Nature.UNKNOWN
    short_name: str = ""
    licence_no: str | None = None
    licence_from: date | None = None
    licence_until: date | None = None
    credit_code: str | None = None
    register_kind: str = RegisterKind.NONE
    legal_person: str = ""
    principal: str = ""
    phone: str = ""
    teaching_mode: str = ""
    approver: str = ""
    supervisor: str = ""


_FACTS = tuple(one.name for one in fields(InstitutionData))


@transaction.atomic
def register_institution(
    data: InstitutionData, *, site: SiteData | None = None, by: User, at: datetime
) -> Institution:
    """Enter an institution, with its site if that is known.

    An unlicensed one needs neither licence number nor credit code.

    Raises:
        NotAllowed: ``by`` may not edit the registry.
        NotAFirstState: the state is only reached by a move.
        WrongCreditCode, RegisterContradictsCode, LicenceMissing, RegisterMissing,
        LicenceTermBackwards, BadInput: what is said of it cannot be true.
        CreditCodeTaken, LicenceNoTaken: it may be in the registry already.
        PointOutsideCounty: its site lies elsewhere.
    """
    require(by, Permission.INSTITUTION_EDIT)
    institution = built(data, by=by, at=at)
    _rows.save(institution)
    record("institution.register", institution, by=by, at=at, after=institution.state)
    if site is not None:
        first_site(institution, site, on=localdate(at), by=by, at=at)
    return institution


def built(data: InstitutionData, *, by: User, at: datetime) -> Institution:
    """The institution as it would be stored. Raises NotAFirstState, BadInput."""
    if data.state not in FIRST_STATES:
        raise NotAFirstState(
            state=_label(InstitutionState, data.state),
            possible="、".join(state.label for state in FIRST_STATES),
        )
    facts = {name: cleaned(name, getattr(data, name)) for name in _FACTS}
    return Institution(**facts, created_by_id=by.pk, created_at=at)


@transaction.atomic
def change_institution(
    institution_id: int,
    changes: Mapping[str, Any],
    *,
    version: int,
    by: User,
    at: datetime,
) -> Institution:
    """Change some columns of an institution; history keeps each before and after.

    Args:
        changes: new values by field name, of ``CHANGEABLE``; equal values are no change.
        version: the version that the person saw when starting to edit.

    Raises:
        ChangedMeanwhile: somebody else saved it since; otherwise as ``register_institution``.
    """
    require(by, Permission.INSTITUTION_EDIT)
    institution = _rows.locked(institution_id)
    if institution.version != version:
        raise ChangedMeanwhile(thing=institution)
    changed = _apply(institution, changes)
    if not changed:
        return institution
    if "name" in changed:
        _remember_name(institution, changed["name"][0])
    _rows.save(institution)
    for field, (old, new) in changed.items():
        record(
            "institution.change",
            institution,
            by=by,
            at=at,
            field=field,
            label=str(_rows.column_of(Institution, field).verbose_name),
            **{"old": said(field, old), "new": said(field, new)},
        )
    emit(EventKind.INSTITUTION_CHANGED, institution, {"fields": sorted(changed)}, at=at)
    return institution


def _apply(institution: Institution, changes: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set the new values; tell old and new of those that differ."""
    changed = {}
    for field, value in changes.items():
        if field not in CHANGEABLE:
            raise BadInput(sentence=f"机构信息中的“{field}”不能直接修改，请改用相应的办理事项。")
        old, new = getattr(institution, field), cleaned(field, value)
        if old != new:
            setattr(institution, field, new)
            changed[field] = (old, new)
    return changed


def _remember_name(institution: Institution, old: str) -> None:
    """It stays to be found by what it was called, until it is called so again."""
    known = (institution.former_names or "").splitlines()
    names = [name for name in (*known, old) if name != institution.name]
    institution.former_names = "\n".join(dict.fromkeys(names)) or None


def cleaned(field: str, value: Any) -> Any:
    """A value as it is stored: choices known, words on one line, missing numbers None."""
    if field in _CHOICES:
        _label(_CHOICES[field], value)
        return str(value)
    if field in _OPEN_CHOICES:
        return str(value) if value and _label(_OPEN_CHOICES[field], value) else ""
    if field in _NUMBERS:
        return _rows.number(Institution, field, value)
    if field not in _WORDS:
        return value
    words = _rows.words(Institution, field, value)
    if field == "name" and not words:
        raise BadInput(sentence="机构名称是空的，请按证照或现场招牌填写名称。")
    return words


def _label(choices: Any, value: str) -> str:
    try:
        return str(choices(value).label)
    except ValueError:
        raise BadInput(sentence=f"没有“{value}”这个选项，请从列表中选择。") from None


def said(field: str, value: Any) -> str:
    """A value as history tells it to people; nothing is 空."""
    if value in (None, ""):
        return ""
    if field in _CHOICES:
        return _label(_CHOICES[field], value)
    if field in _OPEN_CHOICES:
        return _label(_OPEN_CHOICES[field], value)
    return chinese_date(value) if isinstance(value, date) else str(value)

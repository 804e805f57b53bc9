"""Entering many institutions at once, for lists: the same checks, history and refusals per row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db import IntegrityError, transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import ManyLines, Told
from common.clock import localdate
from common.errors import Refusal
from common.initials import initials_of
from institutions.errors import CreditCodeTaken, LicenceNoTaken
from institutions.models import Institution, Site
from institutions.services import _rows
from institutions.services.registry import InstitutionData, built, cleaned, said
from institutions.services.sites import CheckedSite, SiteData, check_site, same, told
from institutions.services.sites import built as built_site
from tenants.copying import next_keys
from tenants.searching import is_any_of

Entered = Institution | Refusal
Prepared = tuple[Institution, CheckedSite | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class NewInstitution:
    """One that is to be entered; ``note`` says in its history where it comes from."""

    data: InstitutionData
    site: SiteData | None = None
    note: str = ""


def check_new(new: NewInstitution, *, by: User, at: datetime) -> None:
    """Raise what ``register_institutions`` would refuse, apart from numbers that are taken."""
    _prepared(new, by, at)


def check_change(
    institution: Institution, changes: Mapping[str, Any], site: SiteData | None, *, at: datetime
) -> dict[str, tuple[str, str]]:
    """What would change, by field name as (old, new) in words. Nothing is saved.

    Of the site: ``address`` and ``point``. Raises what ``change_institution`` and ``move_site``
    would refuse, apart from numbers that are taken.
    """
    copy = Institution(**{f.attname: getattr(institution, f.attname) for f in _COLUMNS})
    found = {}
    for field, value in changes.items():
        old, new = getattr(institution, field), cleaned(field, value)
        if old != new:
            setattr(copy, field, new)
            found[field] = (said(field, old), said(field, new))
    _rows.check(copy)
    if site is not None:
        found |= _moved(institution, site, at)
    return found


def _moved(institution: Institution, site: SiteData, at: datetime) -> dict[str, tuple[str, str]]:
    new, old = built_site(institution, site, on=localdate(at)), institution.current_site
    if old is not None and same(old, new):
        return {}
    return {"site": (told(old) if old else "", told(new))}


_COLUMNS = [f for f in Institution._meta.concrete_fields if not f.generated]


@transaction.atomic
def register_institutions(
    entries: Sequence[NewInstitution], *, by: User, at: datetime
) -> list[Entered]:
    """Enter institutions with their sites; for each, in order, the row or why it was refused.

    One that is refused keeps none of the others out. Raises NotAllowed for all of them.
    """
    require(by, Permission.INSTITUTION_EDIT)
    results: list[Any] = [_tried(new, by, at) for new in entries]
    _refuse_taken_numbers(results)
    good = [place for place, one in enumerate(results) if not isinstance(one, Refusal)]
    try:
        with transaction.atomic():
            _write([results[place] for place in good], [entries[place] for place in good], by, at)
    except IntegrityError as error:
        # Somebody else entered one of these numbers just now; each alone says which.
        if len(good) == 1:
            return _refused(results, good[0], error)
        for place in good:
            results[place] = (register_institutions([entries[place]], by=by, at=at)[0], None)
    return [one if isinstance(one, Refusal) else one[0] for one in results]


def _refused(results: list[Any], place: int, error: IntegrityError) -> list[Entered]:
    try:
        _rows.refuse_taken(results[place][0], error)
    except Refusal as refusal:
        results[place] = refusal
        return results
    raise error


def _tried(new: NewInstitution, by: User, at: datetime) -> Any:
    try:
        return _prepared(new, by, at)
    except Refusal as refusal:
        return refusal


def _prepared(new: NewInstitution, by: User, at: datetime) -> Prepared:
    institution = built(new.data, by=by, at=at)
    _rows.check(institution)
    return institution, check_site(new.site) if new.site else None


def _refuse_taken_numbers(results: list[Any]) -> None:
    """Put a refusal in the place of whoever bears a number of the registry or of one before."""
    built = [one[0] for one in results if not isinstance(one, Refusal)]
    codes = _owners("credit_code", (one.credit_code for one in built))
    licences = _owners("licence_no", (one.licence_no for one in built))
    for place, one in enumerate(results):
        if isinstance(one, Refusal):
            continue
        code, licence = one[0].credit_code, one[0].licence_no
        if code in codes:
            results[place] = CreditCodeTaken(credit_code=code, other=codes[code])
        elif licence in licences:
            results[place] = LicenceNoTaken(licence_no=licence, other=licences[licence])
        else:
            codes |= {code: one[0]} if code else {}
            licences |= {licence: one[0]} if licence else {}


def _owners(column: str, numbers: Iterable[str | None]) -> dict[str, Institution]:
    wanted = [number for number in numbers if number]
    found = Institution.objects.filter(is_any_of(column, wanted)).only("name", column)
    return {getattr(one, column): one for one in found}


def _write(
    rows: list[Prepared],
    entries: list[NewInstitution],
    by: User,
    at: datetime,
) -> None:
    for (institution, _), key in zip(rows, next_keys(Institution, len(rows)), strict=True):
        institution.pk = key
    history = ManyLines(by=by, at=at)
    # Sites first, and their words with the institution: else the database writes it once more.
    Site.objects.copy_values(_SITE, _sites(rows, localdate(at)))
    Institution.objects.copy_in(_institutions(rows, entries, history, localdate(at)))
    history.write()


_STORED = ("address", "point", "source_system", "source_x", "source_y", "accuracy_m")
_SITE = ("institution_id", "initials", "valid_from", *_STORED)
_stored = attrgetter(*_STORED)


def _sites(rows: list[Prepared], on: date) -> Iterator[tuple[Any, ...]]:
    """Each is made ready while the database takes in the one before."""
    for institution, site in rows:
        if site is not None:
            initials = initials_of(site.address)
            institution.address_words = f"{site.address}\n{initials}"
            yield institution.pk, initials, on, *_stored(site)


def _institutions(
    rows: list[Prepared], entries: list[NewInstitution], history: ManyLines, on: date
) -> Iterator[Institution]:
    """As ``_sites``; the stamps of their history are made in that time as well."""
    for (institution, site), entry in zip(rows, entries, strict=True):
        institution.initials = institution.own_initials()
        yield institution
        for line in _history(institution, site, entry.note, on):
            history.add(line)


def _history(institution: Institution, site: CheckedSite | None, note: str, on: date) -> list[Told]:
    facts: dict[str, Any] = {"note": note} if note else {}
    lines = [
        Told(kind="institution.register", thing=institution, after=institution.state, facts=facts)
    ]
    if site is not None:
        facts = {"old": "", "new": str(site), "on": on.isoformat()}
        lines.append(Told(kind="institution.move_site", thing=institution, facts=facts))
    return lines

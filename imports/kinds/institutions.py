"""Lists of institutions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from common.clock import localdate
from common.errors import BadInput, Refusal
from imports.errors import ListStale
from imports.headings import mapping
from imports.kinds.common import (
    DAY,
    NUMBER,
    TEXT,
    Judged,
    Reader,
    Values,
    Waiting,
    choice,
    in_words,
    revived,
    told,
)
from imports.states import Verdict
from institutions.models import Institution
from institutions.services import (
    CHANGEABLE,
    InstitutionData,
    NewInstitution,
    SiteData,
    change_institution,
    check_change,
    check_new,
    move_site,
    register_institutions,
)
from institutions.states import (
    INSTITUTION,
    CoordinateSystem,
    InstitutionKind,
    InstitutionState,
    Nature,
    RegisterKind,
)
from tenants.searching import is_any_of

_FACTS = {field.name for field in fields(InstitutionData)}


class InstitutionLists:
    """Rows are found in the registry by credit code, then licence number, then name."""

    readers: Mapping[str, Reader] = {
        "name": TEXT,
        "short_name": TEXT,
        "kind": choice(InstitutionKind),
        "state": choice(InstitutionState),
        "nature": choice(Nature),
        "register_kind": choice(RegisterKind),
        "credit_code": TEXT,
        "licence_no": TEXT,
        "licence_from": DAY,
        "licence_until": DAY,
        "legal_person": TEXT,
        "principal": TEXT,
        "phone": TEXT,
        "address": TEXT,
        "x": NUMBER,
        "y": NUMBER,
        "system": choice(CoordinateSystem),
    }

    def __init__(self) -> None:
        self.seen: dict[Any, int] = {}

    def judge(self, rows: Sequence[Judged], *, by: User, at: datetime) -> None:
        for row in rows:
            for number in ("credit_code", "licence_no"):
                if number in row.values:
                    row.values[number] = row.values[number].replace(" ", "").upper()
            if not row.values.get("name"):
                row.reject("“机构名称”是空的，请填写。")
        known = _Registry([row.values for row in rows])
        for row in rows:
            if row.verdict != Verdict.REJECTED:
                self._judge(row, known, by, at)

    def _judge(self, row: Judged, known: _Registry, by: User, at: datetime) -> None:
        found, problem = known.meant_by(row.values)
        if not problem:
            problem = self._said_twice(row, found)
        if problem:
            row.reject(problem)
            return
        try:
            if found is None:
                check_new(_new(row.values), by=by, at=at)
                row.verdict = Verdict.NEW
            else:
                _compare(row, found, at)
        except Refusal as refusal:
            row.reject(str(refusal))

    def _said_twice(self, row: Judged, found: Institution | None) -> str:
        for key in _keys(row.values, found.pk if found else None):
            if self.seen.setdefault(key, row.number) != row.number:
                return f"与第{self.seen[key]}行是同一家机构，请只保留一行。"
        return ""

    def recall(self, row: Any) -> None:
        """Remember a row that was judged before the reading was interrupted."""
        for key in _keys(row.values, row.institution_id):
            self.seen.setdefault(key, row.number)

    def take(
        self, rows: Sequence[Waiting], *, note: str, by: User, at: datetime
    ) -> list[Refusal | None]:
        new = [row for row in rows if row.verdict == Verdict.NEW]
        known = _Registry([row.values for row in new])
        outcome: dict[int, Refusal | None] = {}
        fresh = []
        for row in new:
            found, problem = known.meant_by(row.values)
            if found is None and not problem:
                fresh.append(row)
            else:
                outcome[row.pk] = ListStale(thing=found or "名册中的机构")
        entries = [_new(row.values, f"{note}第{row.number}行") for row in fresh]
        for row, made in zip(fresh, register_institutions(entries, by=by, at=at), strict=True):
            outcome[row.pk] = made if isinstance(made, Refusal) else None
            row.institution_id = None if isinstance(made, Refusal) else made.pk
        for row in rows:
            if row.verdict != Verdict.NEW:
                outcome[row.pk] = _change(row, by, at)
        return [outcome[row.pk] for row in rows]


def _keys(values: Values, institution_id: int | None) -> list[Any]:
    """By which two rows of one list are known to speak of the same institution."""
    keys: list[Any] = [("pk", institution_id)] if institution_id else []
    keys += [(name, values[name]) for name in ("credit_code", "licence_no") if name in values]
    return keys or [("name", values["name"], values.get("address", ""))]


class _Registry:
    """The institutions that rows may mean, fetched at once."""

    def __init__(self, rows: Iterable[Values]) -> None:
        rows = list(rows)
        self._by_code = self._fetched("credit_code", rows)
        self._by_licence = self._fetched("licence_no", rows)
        self._by_name = self._fetched("name", rows)

    @staticmethod
    def _fetched(column: str, rows: list[Values]) -> dict[str, list[Institution]]:
        wanted = {values[column] for values in rows if values.get(column)}
        found = defaultdict(list)
        rows_of = Institution.objects.with_current_site().filter(is_any_of(column, wanted))
        for one in rows_of.order_by("pk") if wanted else ():
            found[getattr(one, column)].append(one)
        return found

    def meant_by(self, values: Values) -> tuple[Institution | None, str]:
        """The institution that a row means, None for a new one; or why that cannot be told."""
        code, licence = values.get("credit_code", ""), values.get("licence_no", "")
        by_code = next(iter(self._by_code.get(code, ())), None)
        by_licence = next(iter(self._by_licence.get(licence, ())), None)
        if by_code and by_licence and by_code.pk != by_licence.pk:
            return None, (
                f"统一社会信用代码属于名册中的{by_code}，办学许可证编号属于{by_licence}，请核对。"
            )
        if by_code or by_licence:
            return by_code or by_licence, ""
        named = [
            one
            for one in self._by_name.get(values["name"], ())
            if not (code and one.credit_code) and not (licence and one.licence_no)
        ]
        if len(named) > 1:
            return None, f"名册中有{len(named)}家同名机构，请填写统一社会信用代码或办学许可证编号。"
        return (named[0] if named else None), ""


def _new(values: Values, note: str = "") -> NewInstitution:
    live = revived(values, InstitutionLists.readers)
    if "kind" not in live:
        raise _missing("类别")
    facts = {name: value for name, value in live.items() if name in _FACTS}
    facts.setdefault("state", _first_state(live))
    return NewInstitution(data=InstitutionData(**facts), site=_site(live, None), note=note)


def _missing(what: str) -> Refusal:
    return BadInput(sentence=f"名册中没有这家机构，新增机构须填写“{what}”。")


def _first_state(values: Values) -> str:
    """What the papers of a new institution make of it, where the list does not say."""
    if values.get("licence_no"):
        return InstitutionState.LICENSED
    if values.get("register_kind", RegisterKind.NONE) != RegisterKind.NONE:
        return InstitutionState.REGISTERED
    return InstitutionState.LEAD


def _site(values: Values, institution: Institution | None) -> SiteData | None:
    """The site that a row tells of; what it leaves out stays as it is."""
    if not values.keys() & {"address", "x", "y"}:
        return None
    old = institution.current_site if institution else None
    address = values.get("address") or (old.address if old else "")
    if not values.keys() & {"x", "y"}:
        if old and address == old.address:
            return None
        return SiteData(address=address, system=CoordinateSystem.UNKNOWN)
    same_point = old and (values.get("x"), values.get("y")) == (old.source_x, old.source_y)
    system = values.get("system") or (
        old.source_system if old and same_point else CoordinateSystem.UNKNOWN
    )
    return SiteData(
        address=address,
        x=values.get("x"),
        y=values.get("y"),
        system=system,
        accuracy_m=old.accuracy_m if old and same_point else None,
    )


def _changes(values: Values) -> Values:
    return {name: value for name, value in values.items() if name in CHANGEABLE}


def _compare(row: Judged, found: Institution, at: datetime) -> None:
    """What the row would change of an institution that is in the registry."""
    live = revived(row.values, InstitutionLists.readers)
    state = live.get("state", found.state)
    if state != found.state:
        row.reject(
            f"状态填的是“{INSTITUTION.label(state)}”，名册中为“{INSTITUTION.label(found.state)}”；"
            "状态变更须在机构页面办理，请改为与名册一致或清空。"
        )
        return
    changes = check_change(found, _changes(live), _site(live, found), at=at)
    labels = {one.name: one.heading for one in mapping("institutions").fields.values()}
    row.changes = list(told(changes, labels | {"site": "地址和位置"}))
    row.verdict = Verdict.CHANGED if changes else Verdict.SAME
    row.institution_id, row.seen_version = found.pk, found.version


def _change(row: Waiting, by: User, at: datetime) -> Refusal | None:
    live = revived(row.values, InstitutionLists.readers)
    assert row.institution_id is not None, "it was compared"
    assert row.seen_version is not None, "it was compared"
    try:
        with transaction.atomic():
            found = Institution.objects.with_current_site().get(pk=row.institution_id)
            if found.version != row.seen_version:
                raise ListStale(thing=found)
            site = _site(live, found)
            change_institution(found.pk, _changes(live), version=row.seen_version, by=by, at=at)
            if site is not None:
                move_site(found.pk, site, on=localdate(at), by=by, at=at)
    except Refusal as refusal:
        return refusal
    return None


def exported(rows: Iterable[Institution]) -> Iterable[list[Any]]:
    """The rows of an export, in the order of the template's columns."""
    names = [one.name for one in mapping("institutions").template]
    for institution in rows:
        site = institution.current_site
        place = {
            "address": site.address if site else None,
            "x": site.source_x if site else None,
            "y": site.source_y if site else None,
            "system": site.source_system if site and site.point else None,
        }
        yield [
            in_words(
                name,
                place[name] if name in place else getattr(institution, name),
                InstitutionLists.readers,
            )
            for name in names
        ]

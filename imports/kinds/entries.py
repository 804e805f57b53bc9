"""Lists of what belongs to an institution: the people it employs, the courses it offers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.db import transaction

from accounts.models import User
from common.errors import Refusal
from imports import rules
from imports.errors import ListStale
from imports.headings import mapping
from imports.kinds.common import (
    CLOCK,
    DAY,
    TEXT,
    WHOLE,
    YES,
    Judged,
    Reader,
    Values,
    Waiting,
    choice,
    in_words,
    revived,
)
from imports.states import Verdict
from institutions.models import Course, Institution, StaffMember
from institutions.services import (
    COURSE_FIELDS,
    STAFF_FIELDS,
    change_course,
    change_staff,
    clean_course,
    clean_staff,
    enter_course,
    enter_staff,
)
from institutions.states import (
    Audience,
    CertificateKind,
    CourseFamily,
    Employment,
    StaffRole,
    TeachingMode,
)
from tenants.searching import is_any_of

_OWNER = {"institution": TEXT, "institution_code": TEXT}


class EntryLists:
    """Rows are found by their institution, then by what names them in it."""

    code: ClassVar[str]
    model: ClassVar[Any]
    names: ClassVar[tuple[str, ...]]  # what tells two of one institution apart
    columns: ClassVar[tuple[str, ...]]
    needed: ClassVar[tuple[str, ...]]  # of a new one
    clean: ClassVar[Callable[..., dict[str, Any]]]
    enter: ClassVar[Callable[..., Any]]
    change: ClassVar[Callable[..., Any]]
    readers: Mapping[str, Reader]

    def __init__(self) -> None:
        self.seen: dict[Any, int] = {}

    def judge(self, rows: Sequence[Judged], *, by: User, at: datetime) -> None:
        owners = _Owners([row.values for row in rows])
        found = [owners.of(row.values) for row in rows]
        known = self._entries([owner for owner, _ in found if owner])
        for row, (owner, problem) in zip(rows, found, strict=True):
            if problem or owner is None:
                row.reject(problem)
            elif row.verdict != Verdict.REJECTED:
                self._judge(row, owner, known)

    def _judge(self, row: Judged, owner: Institution, known: Mapping[Any, Any]) -> None:
        key = (owner.pk, *(row.values.get(name, "") for name in self.names))
        first = self.seen.setdefault(key, row.number)
        if first != row.number:
            row.reject(f"与第{first}行是同一家机构的同一项，请只保留一行。")
            return
        entry = known.get(key) or (known.get(key[:2]) if not any(key[2:]) else None)
        row.institution_id = owner.pk
        try:
            values = self._said(row.values)
        except Refusal as refusal:
            row.reject(str(refusal))
            return
        if entry is None:
            self._new(row)
        else:
            row.entry_id, row.seen_version = entry.pk, entry.version
            row.changes = list(self._changes(entry, values))
            row.verdict = Verdict.CHANGED if row.changes else Verdict.SAME

    def _new(self, row: Judged) -> None:
        fields = mapping(self.code).fields
        missing = [fields[name].heading for name in self.needed if name not in row.values]
        if missing:
            named = "”“".join(missing)
            row.reject(f"名册中没有这一项，新增须填写“{named}”。")
        else:
            row.verdict = Verdict.NEW

    def _changes(self, entry: Any, values: Values) -> Iterable[tuple[str, str, str]]:
        fields = mapping(self.code).fields
        for name, new in values.items():
            old = getattr(entry, name)
            if old != new:
                yield fields[name].heading, _words(name, old, self), _words(name, new, self)

    def _said(self, values: Values) -> Values:
        live = revived(values, self.readers)
        return type(self).clean({name: live[name] for name in self.columns if name in live})

    def _entries(self, owners: list[Institution]) -> dict[Any, Any]:
        """By institution and names; by institution and first name alone where that is one."""
        found: dict[Any, Any] = {}
        alike = defaultdict(list)
        rows = self.model.objects.current().filter(institution__in=owners).order_by("pk")
        for entry in rows if owners else ():
            key = (entry.institution_id, *(getattr(entry, name) for name in self.names))
            found[key] = entry
            alike[key[:2]].append(entry)
        return found | {key: rows[0] for key, rows in alike.items() if len(rows) == 1}

    def recall(self, row: Any) -> None:
        """Remember a row that was judged before the reading was interrupted."""
        names = (row.values.get(name, "") for name in self.names)
        self.seen.setdefault((row.institution_id, *names), row.number)

    def take(
        self, rows: Sequence[Waiting], *, note: str, by: User, at: datetime
    ) -> list[Refusal | None]:
        return [self._take(row, by, at) for row in rows]

    def _take(self, row: Waiting, by: User, at: datetime) -> Refusal | None:
        kind = type(self)
        try:
            with transaction.atomic():
                values = self._said(row.values)
                if row.entry_id is None:
                    kind.enter(row.institution_id, values, by=by, at=at)
                    return None
                entry = self.model.objects.filter(pk=row.entry_id).first()
                if entry is None or entry.version != row.seen_version:
                    raise ListStale(thing=entry or "名册中的这一项")
                kind.change(entry.pk, values, version=entry.version, by=by, at=at)
        except Refusal as refusal:
            return refusal
        return None


class StaffLists(EntryLists):
    code, model, names = "staff", StaffMember, ("name", "id_tail")
    columns, needed = STAFF_FIELDS, ("name", "role", "employment")
    clean, enter, change = (
        staticmethod(clean_staff),
        staticmethod(enter_staff),
        staticmethod(change_staff),
    )
    readers: Mapping[str, Reader] = {
        **_OWNER,
        "name": TEXT,
        "id_tail": Reader(rules.tail),
        "role": choice(StaffRole),
        "employment": choice(Employment),
        "subject": TEXT,
        "certificate_kind": choice(CertificateKind),
        "certificate_no": TEXT,
        "certificate_subject": TEXT,
        "health_until": DAY,
        "is_school_teacher": YES,
        "joined_on": DAY,
    }


class CourseLists(EntryLists):
    code, model, names = "courses", Course, ("title", "class_name")
    columns, needed = COURSE_FIELDS, ("title", "family", "audience")
    clean, enter, change = (
        staticmethod(clean_course),
        staticmethod(enter_course),
        staticmethod(change_course),
    )
    readers: Mapping[str, Reader] = {
        **_OWNER,
        "title": TEXT,
        "class_name": TEXT,
        "family": choice(CourseFamily),
        "subject": TEXT,
        "audience": choice(Audience),
        "mode": choice(TeachingMode),
        "class_limit": WHOLE,
        "pupils": WHOLE,
        "full_time_staff": WHOLE,
        "lesson_minutes": WHOLE,
        "lessons": WHOLE,
        "weekdays": Reader(rules.weekdays),
        "starts_at": CLOCK,
        "ends_at": CLOCK,
        "teachers": TEXT,
        "material": TEXT,
        "filing_no": TEXT,
        "begins_on": DAY,
    }


class _Owners:
    """The institutions that rows name, fetched at once."""

    def __init__(self, rows: Iterable[Values]) -> None:
        rows = list(rows)
        self._by_code = self._fetched("credit_code", {_code(values) for values in rows})
        named = {values.get("institution", "") for values in rows}
        self._by_name = self._fetched("name", named)

    @staticmethod
    def _fetched(column: str, wanted: set[str]) -> dict[str, list[Institution]]:
        found = defaultdict(list)
        rows = Institution.objects.filter(is_any_of(column, wanted - {""}))
        for one in rows.order_by("pk"):
            found[getattr(one, column)].append(one)
        return found

    def of(self, values: Values) -> tuple[Institution | None, str]:
        """The institution of a row, or why it cannot be told."""
        name, code = values.get("institution", ""), _code(values)
        if code:
            found = self._by_code.get(code, [])
            return (
                (found[0], "") if found else (None, f"名册中没有统一社会信用代码为{code}的机构。")
            )
        found = self._by_name.get(name, [])
        if len(found) == 1:
            return found[0], ""
        if found:
            return None, f"名册中有{len(found)}家“{name}”，请填写统一社会信用代码。"
        if not name:
            return None, "“机构名称”是空的，请填写。"
        return None, f"名册中没有机构“{name}”，请核对名称，或先导入机构名单。"


def _code(values: Values) -> str:
    return str(values.get("institution_code", "")).replace(" ", "").upper()


def _words(name: str, value: Any, kind: EntryLists) -> str:
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(_cell(name, value, kind.readers))


def _cell(name: str, value: Any, readers: Mapping[str, Reader]) -> Any:
    if isinstance(value, list):
        return rules.weekdays_in_words(value)
    return in_words(name, value, readers)


def exported(kind: type[EntryLists], rows: Iterable[Any]) -> Iterable[list[Any]]:
    """The rows of an export, in the order of the template's columns."""
    names = [one.name for one in mapping(kind.code).template]
    for entry in rows:
        owner = {
            "institution": entry.institution.name,
            "institution_code": entry.institution.credit_code,
        }
        yield [
            owner[name] if name in owner else _cell(name, getattr(entry, name), kind.readers)
            for name in names
        ]

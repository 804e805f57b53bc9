"""Lists, credit grades and points, by the county's own scheme."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import chinese_date
from common.errors import BadInput
from institutions.errors import (
    EntryBeforeFormer,
    GradeUnknown,
    ListedSameDay,
    NotOnList,
    PointsAlreadySettled,
)
from institutions.models import CreditGrade, CreditPoint, Institution, ListEntry
from institutions.queries.standing import points_in
from institutions.rules.standing import grade_of, last_day, standing_of
from institutions.services import _entries, _rows
from institutions.services.standing import fail_annual_check
from institutions.states import ListKind
from policies.queries import parameter_since, parameters_of_county, values_on

ONE_DAY = timedelta(days=1)
_MOST_POINTS = 100
_HIGHEST_SCORE = 1000


@transaction.atomic
def enter_list(
    institution_id: int,
    *,
    kind: str,
    reason: str,
    basis: str = "",
    valid_from: date,
    valid_until: date | None = None,
    by: User,
    at: datetime,
) -> ListEntry:
    """Put an institution on a list from a day to a day; the list it stood on ends before.

    Raises:
        NotAllowed, NotFound, BadInput.
        ListedSameDay: it stands on a list that began on that day or later.
    """
    require(by, Permission.INSTITUTION_EDIT)
    told = {"kind": kind, "reason": reason, "basis": basis}
    clean = _entries.cleaned(ListEntry, told, told)
    if valid_until is not None and valid_until < valid_from:
        raise BadInput(sentence="期满日期早于列入日期，请核对日期。")
    institution = _rows.locked(institution_id)
    return _listed(institution, clean, valid_from, valid_until, by=by, at=at)


def _listed(
    institution: Institution,
    clean: dict[str, object],
    valid_from: date,
    valid_until: date | None,
    *,
    by: User,
    at: datetime,
) -> ListEntry:
    latest = institution.list_entries.first()
    if latest is not None and valid_from <= latest.valid_from:
        raise ListedSameDay(
            thing=institution,
            since=chinese_date(latest.valid_from),
            list=latest.get_kind_display(),
        )
    if latest is not None and (latest.valid_until is None or latest.valid_until >= valid_from):
        latest.valid_until = valid_from - ONE_DAY
        latest.ended_because = f"转列{ListKind(str(clean['kind'])).label}"
        latest.save(update_fields=["valid_until", "ended_because"])
    days = {"valid_from": valid_from, "valid_until": valid_until}
    entry = ListEntry(institution=institution, **clean, **days, recorded_by=by, recorded_at=at)
    entry.save()
    _entries.tell_entry("enter_list", entry, clean | days, thing=institution, by=by, at=at)
    return entry


@transaction.atomic
def leave_list(entry_id: int, *, on: date, because: str, by: User, at: datetime) -> ListEntry:
    """Take an institution off its list; ``on`` is the last day on which it stood there.

    Raises:
        NotAllowed, NotFound, BadInput, DayInFuture.
        NotOnList: the entry had ended by then.
    """
    require(by, Permission.INSTITUTION_EDIT)
    reason = _rows.words(ListEntry, "ended_because", because)
    if not reason:
        raise BadInput(sentence="没有写明移出原因，请填写。")
    entry = _entries.locked(ListEntry, entry_id, "这条名单")
    _rows.require_happened("移出日期", on, at=at)
    if entry.valid_until is not None and entry.valid_until <= on:
        raise NotOnList(what=entry)
    if on < entry.valid_from:
        raise BadInput(sentence="移出日期早于列入日期，请核对日期。")
    before, entry.valid_until, entry.ended_because = entry.valid_until, on, reason
    entry.save(update_fields=["valid_until", "ended_because"])
    record(
        "institution.leave_list",
        entry.institution,
        by=by,
        at=at,
        label=f"{entry}期满日期",
        old=chinese_date(before) if before else "",
        new=chinese_date(on),
        reason=reason,
    )
    return entry


@transaction.atomic
def assign_grade(
    institution_id: int,
    *,
    on: date,
    score: Decimal | None = None,
    grade: str = "",
    valid_until: date | None = None,
    reason: str = "",
    by: User,
    at: datetime,
) -> CreditGrade:
    """Give a grade from the day ``on``: the one the score reaches, or ``grade`` itself.

    The grade before ends the day before.

    Raises:
        NotAllowed, NotFound, BadInput, DayInFuture, EntryBeforeFormer.
        GradeUnknown: the county's scheme of that day has no such grade.
    """
    require(by, Permission.INSTITUTION_EDIT)
    reason = _rows.words(CreditGrade, "reason", reason)
    institution = _rows.locked(institution_id)
    _rows.require_happened("评定日期", on, at=at)
    if valid_until is not None and valid_until < on:
        raise BadInput(sentence="有效期止早于评定日期，请核对日期。")
    given = _grade(score, grade, values_on(on, ("credit.grades",))["credit.grades"])
    _end_grade(institution, before=on)
    told = {"grade": given, "score": score, "reason": reason, "valid_until": valid_until}
    row = CreditGrade(
        institution=institution,
        **told,
        scheme=f"{_label('credit.grades')}（{parameter_since('credit.grades', on)}）",
        valid_from=on,
        recorded_by=by,
        recorded_at=at,
    )
    row.save()
    _entries.tell_entry("assign_grade", row, told, thing=institution, by=by, at=at)
    return row


def _label(key: str) -> str:
    """What people call a parameter of the county."""
    return parameters_of_county()[key].label


def _grade(score: Decimal | None, grade: str, grades: dict[str, int]) -> str:
    """The grade that was chosen, else the one the score reaches."""
    if score is None and not grade:
        raise BadInput(sentence="请填写评分，或者直接选择等级。")
    if score is not None and not 0 <= score <= _HIGHEST_SCORE:
        raise BadInput(sentence=f"评分（{score}）超出范围，请核对。")
    given = grade or grade_of(score or Decimal(0), grades)
    if given not in grades:
        raise GradeUnknown(grade=given, possible="、".join(sorted(grades)))
    return given


def _end_grade(institution: Institution, *, before: date) -> None:
    latest = institution.credit_grades.first()
    if latest is None:
        return
    if before <= latest.valid_from:
        since = chinese_date(latest.valid_from)
        raise EntryBeforeFormer(thing=institution, what="信用等级", since=since)
    if latest.valid_until is None or latest.valid_until >= before:
        latest.valid_until = before - ONE_DAY
        latest.save(update_fields=["valid_until"])


@transaction.atomic
def note_points(
    institution_id: int, *, delta: int, reason: str, on: date, by: User, at: datetime
) -> CreditPoint:
    """Add points (praise) or take them away (a violation). Never changed; a wrong one is undone
    by its opposite.

    Raises NotAllowed, NotFound, BadInput, DayInFuture.
    """
    require(by, Permission.INSTITUTION_EDIT)
    told = {"reason": reason}
    clean = _entries.cleaned(CreditPoint, told, told)
    if not delta or abs(delta) > _MOST_POINTS:
        raise BadInput(sentence=f"分值须在-{_MOST_POINTS}至{_MOST_POINTS}之间，且不为0。")
    institution = _rows.locked(institution_id)
    _rows.require_happened("发生日期", on, at=at)
    point = CreditPoint(
        institution=institution, delta=delta, on=on, **clean, recorded_by=by, recorded_at=at
    )
    point.save()
    _entries.tell_entry(
        "note_points", point, {"delta": delta, **clean}, thing=institution, by=by, at=at
    )
    return point


@transaction.atomic
def settle_points(institution_id: int, year: int, *, on: date, by: User, at: datetime) -> ListEntry:
    """Put an institution on the list that its points of a year lead to, from the day ``on``.

    Where the county's scheme says so, the black list fails the annual check of the year.

    Raises:
        NotAllowed, NotFound, DayInFuture, ListedSameDay.
        PointsAlreadySettled: the year has led to a list.
    """
    require(by, Permission.INSTITUTION_EDIT)
    institution = _rows.locked(institution_id)
    _rows.require_happened("结算日期", on, at=at)
    scheme = values_on(on, ("credit.points",))["credit.points"]
    points = points_in(institution, year, base=scheme["base"])
    basis = f"{year}年度积分结算"
    if institution.list_entries.filter(basis=basis).exists():
        raise PointsAlreadySettled(thing=institution, year=year)
    standing = standing_of(points, scheme)
    until = last_day(on, standing.months) if standing.months else None
    if standing.fails_annual_check:
        because = f"{year}年度积分{points}分，列入黑名单"
        fail_annual_check(institution, year, because=because, on=on, by=by, at=at)
    told: dict[str, object] = {
        "kind": standing.kind.value,
        "reason": f"{year}年度积分{points}分",
        "basis": basis,
    }
    return _listed(institution, told, on, until, by=by, at=at)

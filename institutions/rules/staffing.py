"""Rules about whom an institution employs.

Source: registry-funds 2.6: 校外培训机构从业人员管理办法（试行）2021; 未成年人保护法第六十二条.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from institutions.rules.ratios import has_share, least_staff, share_percent
from institutions.rules.remarks import (
    CHILDCARE,
    EVERY_KIND,
    TUTORING,
    Facts,
    Rule,
    Said,
    Values,
    Weight,
    limit,
    listed_names,
    plain,
)
from institutions.rules.standing import last_day
from institutions.states import (
    Audience,
    CertificateKind,
    CheckKind,
    CheckResult,
    Employment,
    InstitutionKind,
    StaffRole,
)

_TAUGHT_BY = (StaffRole.TEACHING, StaffRole.RESEARCH)
ONE_DAY = timedelta(days=1)  # the day of the event is not counted
_MONTHS = {"year": 12, "month": 1}
ARTICLE_62 = "未成年人保护法第六十二条"


def _entered(facts: Facts, _: Values) -> Said:
    if not facts.staff:
        yield Weight.GAP, "没有登记从业人员，人员方面的规则无从核对。"


def _share(facts: Facts, values: Values) -> Said:
    least = limit(values, "staff.teaching_share_min")
    if least is None or not facts.staff:
        return
    whole = len(facts.staff)
    part = sum(one.role in _TAUGHT_BY and one.employment == Employment.FULL for one in facts.staff)
    if not has_share(part, whole, least):
        share = share_percent(part, whole)
        yield (
            Weight.BREACH,
            f"专职教学、教研人员{part}人，占从业人员{whole}人的{share}%，低于{plain(least)}%。",
        )


def _classes(facts: Facts, values: Values) -> Said:
    for course in facts.courses:
        if course.pupils is None or course.full_time_staff is None:
            continue
        is_preschool = course.audience == Audience.PRESCHOOL
        key = "staff.preschool_share_min" if is_preschool else "staff.class_share_min"
        percent = limit(values, key)
        if percent is None:
            continue
        needed = least_staff(course.pupils, percent)
        if course.full_time_staff < needed:
            yield (
                Weight.BREACH,
                f"{course}有学生{course.pupils}人，专职人员{course.full_time_staff}人，"
                f"按不低于{plain(percent)}%至少需要{needed}人。",
            )


def _certificates(facts: Facts, values: Values) -> Said:
    if not values["staff.certificate_required"]:
        return
    is_subject = facts.institution.kind == InstitutionKind.SUBJECT
    wanted = (CertificateKind.TEACHER,) if is_subject else tuple(CertificateKind)[:2]
    name = "教师资格证" if is_subject else "教师资格证或者相应的能力证明"
    without = [
        one for one in facts.staff if one.role in _TAUGHT_BY and one.certificate_kind not in wanted
    ]
    if without:
        yield Weight.BREACH, f"{listed_names(without)}从事教学、教研，没有登记{name}。"


def _school_teachers(facts: Facts, values: Values) -> Said:
    if not values["staff.school_teacher_barred"]:
        return
    found = [one for one in facts.staff if one.is_school_teacher]
    if found:
        yield Weight.BREACH, f"{listed_names(found)}登记为在职中小学（幼儿园）教师，不得聘用。"


def _offences(facts: Facts, _: Values) -> Said:
    found = [
        one
        for one in facts.staff
        if any(check.result == CheckResult.FOUND for check in _checks(facts, one))
    ]
    if found:
        yield Weight.BREACH, f"{listed_names(found)}查询到相关违法犯罪记录，不得聘用。"


def _entry_checks(facts: Facts, _: Values) -> Said:
    late = [one for one in facts.staff if not _was_asked_before(facts, one)]
    if late:
        yield Weight.BREACH, f"{listed_names(late)}没有入职前的违法犯罪记录查询。"
    unknown = [one for one in facts.staff if one.joined_on is None]
    if unknown:
        yield Weight.GAP, f"{listed_names(unknown)}没有登记入职日期，无法核对入职前查询。"


def _was_asked_before(facts: Facts, one: Any) -> bool:
    """Somebody whose first day is not known is not judged."""
    return one.joined_on is None or any(
        check.kind == CheckKind.ENTRY and check.asked_on <= one.joined_on
        for check in _checks(facts, one)
    )


def _yearly_checks(facts: Facts, values: Values) -> Said:
    every = values["deadline.t33"]
    months = every["count"] * _MONTHS[every["unit"]]
    overdue = [one for one in facts.staff if _is_overdue(facts, one, months)]
    if overdue:
        yield Weight.BREACH, f"{listed_names(overdue)}超过{months}个月没有再次查询违法犯罪记录。"


def _is_overdue(facts: Facts, one: Any, months: int) -> bool:
    days: list[date] = [check.asked_on for check in _checks(facts, one)]
    since = max(days, default=one.joined_on)
    return since is not None and last_day(since + ONE_DAY, months) < facts.day


def _checks(facts: Facts, one: Any) -> Any:
    return facts.checks.get(one.pk, ())


def _health(facts: Facts, values: Values) -> Said:
    if not values["care.health_certificate_required"]:
        return
    without = [
        one
        for one in facts.staff
        if one.role == StaffRole.KITCHEN
        and (one.health_until is None or one.health_until < facts.day)
    ]
    if without:
        yield Weight.BREACH, f"{listed_names(without)}从事食品加工，没有有效的健康证明。"


_WITH_CHECKS = ("staff", "checks")
RULES = (
    Rule(code="S01", kinds=EVERY_KIND, keys=(), needs=("staff",), judge=_entered),
    Rule(
        code="S02",
        kinds=TUTORING,
        keys=("staff.teaching_share_min",),
        needs=("staff",),
        judge=_share,
    ),
    Rule(
        code="S03",
        kinds=TUTORING,
        keys=("staff.class_share_min", "staff.preschool_share_min"),
        needs=("courses",),
        judge=_classes,
    ),
    Rule(
        code="S04",
        kinds=TUTORING,
        keys=("staff.certificate_required",),
        needs=("staff",),
        judge=_certificates,
    ),
    Rule(
        code="S05",
        kinds=EVERY_KIND,
        keys=("staff.school_teacher_barred",),
        needs=("staff",),
        judge=_school_teachers,
    ),
    Rule(
        code="S06",
        kinds=EVERY_KIND,
        keys=(),
        needs=_WITH_CHECKS,
        judge=_offences,
        basis=ARTICLE_62,
    ),
    Rule(
        code="S07",
        kinds=EVERY_KIND,
        keys=(),
        needs=_WITH_CHECKS,
        judge=_entry_checks,
        basis=ARTICLE_62,
    ),
    Rule(
        code="S08",
        kinds=EVERY_KIND,
        keys=("deadline.t33",),
        needs=_WITH_CHECKS,
        judge=_yearly_checks,
    ),
    Rule(
        code="S09",
        kinds=CHILDCARE,
        keys=("care.health_certificate_required",),
        needs=("staff",),
        judge=_health,
    ),
)

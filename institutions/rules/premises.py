"""Rules about the licence, rooms, courses, material and prices.

Source: registry-funds 2.7 and 2.8; 行政许可法第五十条 for the renewal.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from common.clock import chinese_date
from institutions.rules.ratios import most_pupils
from institutions.rules.remarks import (
    EVERY_KIND,
    TUTORING,
    Facts,
    Rule,
    Said,
    Values,
    Weight,
    limit,
    plain,
)
from institutions.states import (
    Audience,
    CourseFamily,
    FirePaper,
    InstitutionKind,
    TeachingMode,
    Tenure,
)

_REST_DAYS = {6, 7}


def _licence(facts: Facts, values: Values) -> Said:
    until = facts.institution.licence_until
    if until is None:
        return
    if until < facts.day:
        yield Weight.BREACH, f"办学许可证已于{chinese_date(until)}期满。"
    elif until - timedelta(days=values["licence.renewal_days"]) <= facts.day:
        yield (
            Weight.SOON,
            f"办学许可证于{chinese_date(until)}期满，"
            f"延续应在期满{values['licence.renewal_days']}日前申请。",
        )


def _described(facts: Facts, _: Values) -> Said:
    if facts.venue is None:
        yield Weight.GAP, "没有登记场地情况，场地方面的规则无从核对。"


def _area_per_pupil(facts: Facts, values: Values) -> Said:
    yield from area_per_pupil(facts, limit(values, "venue.area_per_pupil_min"))


def area_per_pupil(facts: Facts, least: Any) -> Said:
    """Pupils at the same time against the training area; shared with childcare."""
    venue = facts.venue
    if venue is None or not least:
        return
    if venue.training_area_m2 is None or venue.pupils_same_time is None:
        yield Weight.GAP, "教学（活动）用房面积或者同一时段学生数没有登记，无法核对生均面积。"
        return
    most = most_pupils(venue.training_area_m2, least)
    if venue.pupils_same_time > most:
        yield (
            Weight.BREACH,
            f"教学（活动）用房{plain(venue.training_area_m2)}平方米，"
            f"按生均不少于{plain(least)}平方米最多容纳{most}人，"
            f"登记的同一时段学生为{venue.pupils_same_time}人。",
        )


def _total_area(facts: Facts, values: Values) -> Said:
    yield from total_area(facts, limit(values, "venue.total_area_min"))


def total_area(facts: Facts, least: Any) -> Said:
    """The whole area against the least one."""
    venue = facts.venue
    if venue is None or least is None or venue.total_area_m2 is None:
        return
    if venue.total_area_m2 < least:
        yield (
            Weight.BREACH,
            f"总建筑面积{plain(venue.total_area_m2)}平方米，少于{plain(least)}平方米。",
        )


def _floor(facts: Facts, values: Values) -> Said:
    yield from floor(facts, limit(values, "venue.floor_max"), values["venue.basement_barred"])


def floor(facts: Facts, highest: Any, basement_barred: bool) -> Said:
    """The floors on which the rooms lie against the highest one allowed, and the basement."""
    venue = facts.venue
    if venue is None:
        return
    if highest is not None and venue.floor_to is not None and venue.floor_to > highest:
        yield Weight.BREACH, f"场地最高在{venue.floor_to}层，高于{plain(highest)}层。"
    if basement_barred and venue.floor_from is not None and venue.floor_from < 0:
        yield Weight.BREACH, "场地有地下楼层，不得使用。"


def _lease(facts: Facts, values: Values) -> Said:
    venue = facts.venue
    if venue is None or venue.tenure != Tenure.RENTED or venue.lease_until is None:
        return
    until = venue.lease_until
    if until < facts.day:
        yield Weight.BREACH, f"场所租期已于{chinese_date(until)}届满。"
    elif until - timedelta(days=values["venue.lease_warn_days"]) <= facts.day:
        yield Weight.SOON, f"场所租期于{chinese_date(until)}届满。"


def _fire_paper(facts: Facts, values: Values) -> Said:
    if facts.venue is None or not values["venue.fire_paper_required"]:
        return
    if facts.venue.fire_paper == FirePaper.NONE:
        yield Weight.BREACH, "没有登记消防手续。"


def _late_lessons(facts: Facts, values: Values) -> Said:
    for course in facts.courses:
        end = "online" if course.mode == TeachingMode.ONLINE else "offline"
        latest = values["teaching.daily_end"][end]
        if course.ends_at is not None and f"{course.ends_at:%H:%M}" > latest:
            yield Weight.BREACH, f"{course}下课时间{course.ends_at:%H:%M}，晚于{latest}。"


def _online_lessons(facts: Facts, values: Values) -> Said:
    most = values["teaching.online_lesson"]["lesson_minutes_max"]
    for course in facts.courses:
        if course.mode == TeachingMode.ONLINE and (course.lesson_minutes or 0) > most:
            yield (
                Weight.BREACH,
                f"{course}线上每课时{course.lesson_minutes}分钟，超过{most}分钟。",
            )


def _rest_days(facts: Facts, values: Values) -> Said:
    if values["teaching.subject_days"]["rest_days"]:
        return
    for course in facts.courses:
        if _is_barred_at_rest(course) and _REST_DAYS & set(course.weekdays):
            yield (
                Weight.BREACH,
                f"{course}为学科类，安排在休息日（{course.weekdays_in_words}）上课。",
            )


def _is_barred_at_rest(course: Any) -> bool:
    """Compulsory stage: the senior middle school and preschool are no part of it."""
    return course.family == CourseFamily.SUBJECT and course.audience in (
        Audience.PRIMARY,
        Audience.JUNIOR,
    )


def _scope(facts: Facts, _: Values) -> Said:
    for course in facts.courses:
        if course.family != CourseFamily.SUBJECT:
            continue
        if course.audience == Audience.PRESCHOOL:
            yield Weight.BREACH, f"{course}面向学龄前儿童开展学科类培训。"
        elif facts.institution.kind == InstitutionKind.NON_SUBJECT:
            yield Weight.BREACH, f"{course}为学科类，超出非学科类机构的培训范围。"


def _class_size(facts: Facts, _: Values) -> Said:
    for course in facts.courses:
        if course.class_limit is not None and (course.pupils or 0) > course.class_limit:
            yield (
                Weight.BREACH,
                f"{course}在读{course.pupils}人，超过登记的班额{course.class_limit}人。",
            )


def _materials(facts: Facts, values: Values) -> Said:
    if not values["material.filing_required"]:
        return
    for material in facts.materials:
        if not material.is_self_written:
            continue
        missing = [
            word
            for word, value in (
                ("内部审核", material.reviewed_inside_on),
                ("外部审核", material.reviewed_outside_on),
                ("备案", material.filing_no),
            )
            if not value
        ]
        if missing:
            yield Weight.BREACH, f"{material}没有登记{'、'.join(missing)}。"


def _guide_price(facts: Facts, _: Values) -> Said:
    for price in facts.prices:
        if price.guide_fen is not None and price.amount_fen > price.guide_fen:
            yield (
                Weight.BREACH,
                f"{price}为{price.amount_fen / 100:,.2f}元，"
                f"高于政府指导价上限{price.guide_fen / 100:,.2f}元。",
            )


def _rule(code: str, judge: Any, needs: str, *keys: str, **more: Any) -> Rule:
    kinds = more.pop("kinds", TUTORING)
    wanted = (needs,) if needs else ()
    return Rule(code=code, kinds=kinds, keys=keys, needs=wanted, judge=judge, **more)


RULES = (
    _rule("L01", _licence, "", "licence.renewal_days", kinds=EVERY_KIND),
    _rule("V01", _described, "venue", kinds=EVERY_KIND),
    _rule("V02", _area_per_pupil, "venue", "venue.area_per_pupil_min"),
    _rule("V03", _total_area, "venue", "venue.total_area_min"),
    _rule("V04", _floor, "venue", "venue.floor_max", "venue.basement_barred"),
    _rule("V05", _lease, "venue", "venue.lease_warn_days", kinds=EVERY_KIND),
    _rule("V06", _fire_paper, "venue", "venue.fire_paper_required", kinds=EVERY_KIND),
    _rule("C01", _late_lessons, "courses", "teaching.daily_end"),
    _rule("C02", _online_lessons, "courses", "teaching.online_lesson"),
    _rule("C03", _rest_days, "courses", "teaching.subject_days"),
    _rule("C04", _scope, "courses", basis="“双减”意见"),
    _rule("C05", _class_size, "courses", basis="课程登记的班额"),
    _rule("M01", _materials, "materials", "material.filing_required"),
    _rule("P01", _guide_price, "prices", basis="政府指导价"),
)

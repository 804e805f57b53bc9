"""Rules about childcare. They differ from county to county, so each number is a parameter.

Source: registry-funds 3; 食品安全法第三十五条, 第四十五条.
"""

from __future__ import annotations

from typing import Any

from common.clock import chinese_date
from institutions.rules.premises import area_per_pupil, floor, total_area
from institutions.rules.remarks import (
    CHILDCARE,
    Facts,
    Rule,
    Said,
    Values,
    Weight,
    limit,
    plain,
)
from institutions.states import CourseFamily, Meals, RegisterKind


def _described(facts: Facts, _: Values) -> Said:
    if facts.care is None:
        yield Weight.GAP, "没有登记托管情况，托管方面的规则无从核对。"


def _registered(facts: Facts, values: Values) -> Said:
    if not values["care.registration_required"]:
        return
    if facts.institution.register_kind != RegisterKind.NONE:
        return
    below = limit(values, "care.exempt_below")
    pupils = facts.care.pupils if facts.care else None
    if below is not None and pupils is not None and pupils < below:
        return
    exempt = f"（托管不足{plain(below)}人的除外）" if below is not None else ""
    yield Weight.BREACH, f"没有办理登记，本县要求托管机构登记{exempt}。"


def _total_area(facts: Facts, values: Values) -> Said:
    yield from total_area(facts, limit(values, "care.area_total_min"))


def _area_per_pupil(facts: Facts, values: Values) -> Said:
    yield from area_per_pupil(facts, limit(values, "care.area_per_pupil_min"))


def _floor(facts: Facts, values: Values) -> Said:
    highest = limit(values, "care.floor_max")
    low = limit(values, "care.floor_max_under_14")
    if low is not None and (facts.care is None or facts.care.has_pupils_under_14):
        highest = low if highest is None else min(highest, low)
    yield from floor(facts, highest, values["care.basement_barred"])


def _beds(facts: Facts, values: Values) -> Said:
    care = facts.care
    if care is None or not care.beds:
        return
    most, least = limit(values, "care.nap_beds_max"), limit(values, "care.nap_area_per_bed_min")
    if most is not None and (care.beds_in_largest_room or 0) > most:
        yield (
            Weight.BREACH,
            f"午休用房单间最多{care.beds_in_largest_room}张床，超过{plain(most)}张。",
        )
    if least is not None and care.nap_area_m2 is not None and care.nap_area_m2 < least * care.beds:
        yield (
            Weight.BREACH,
            f"午休用房{plain(care.nap_area_m2)}平方米、床位{care.beds}张，"
            f"每床不足{plain(least)}平方米。",
        )


def _video(facts: Facts, values: Values) -> Said:
    least, care = limit(values, "care.video_days_min"), facts.care
    if least is None or care is None:
        return
    if care.video_days is None:
        yield Weight.GAP, "没有登记监控录像保存天数。"
    elif care.video_days < least:
        yield Weight.BREACH, f"监控录像保存{care.video_days}天，少于{plain(least)}天。"


def _food(facts: Facts, values: Values) -> Said:
    care = facts.care
    if care is None or not values["care.food_licence_required"]:
        return
    if care.meals == Meals.COOKED:
        yield from _own_kitchen(facts, care)
    elif care.meals == Meals.ORDERED and not care.meal_supplier:
        yield Weight.GAP, "订餐配送，没有登记供餐单位。"


def _own_kitchen(facts: Facts, care: Any) -> Said:
    until = care.food_licence_until
    if not care.food_licence_no:
        yield Weight.BREACH, "自办食堂，没有登记食品经营许可证。"
    elif until is not None and until < facts.day:
        yield Weight.BREACH, f"食品经营许可证已于{chinese_date(until)}期满。"
    if not care.keeps_samples:
        yield Weight.BREACH, "自办食堂，没有食品留样。"


def _no_training(facts: Facts, values: Values) -> Said:
    if not values["care.training_barred"]:
        return
    for course in facts.courses:
        if course.family != CourseFamily.CARE:
            yield Weight.BREACH, f"托管机构登记有{course}，不得开展培训。"


def _rule(code: str, judge: Any, needs: tuple[str, ...], *keys: str) -> Rule:
    return Rule(code=code, kinds=CHILDCARE, keys=keys, needs=needs, judge=judge)


_NAP = ("care.nap_beds_max", "care.nap_area_per_bed_min")
_FLOORS = ("care.floor_max", "care.floor_max_under_14", "care.basement_barred")
RULES = (
    _rule("K01", _described, ("care",)),
    _rule("K02", _registered, ("care",), "care.registration_required", "care.exempt_below"),
    _rule("K03", _total_area, ("venue",), "care.area_total_min"),
    _rule("K04", _area_per_pupil, ("venue",), "care.area_per_pupil_min"),
    _rule("K05", _floor, ("venue", "care"), *_FLOORS),
    _rule("K06", _beds, ("care",), *_NAP),
    _rule("K07", _video, ("care",), "care.video_days_min"),
    _rule("K08", _food, ("care",), "care.food_licence_required"),
    _rule("K09", _no_training, ("courses",), "care.training_barred"),
)

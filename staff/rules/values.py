"""A parameter's value in words: what the JSON of the table says to a person."""

from __future__ import annotations

from typing import Any

NOTHING = "（未填写）"

UNITS = {
    "working_day": "个工作日",
    "calendar_day": "个自然日",
    "month": "个月",
    "year": "年",
    "hour": "小时",
}
# What is added to a period by the fields beside count and unit.
_PERIOD_MORE = {
    "extension_count": "可延长{}",
    "policy_count": "实务要求{}",
    "then_count": "此后再{}",
    "grave_count": "危害重大的{}",
}
FIELD_LABELS = {
    "person_fen": "自然人（分）",
    "organisation_fen": "单位（分）",
    "address": "地址",
    "phone": "电话",
    "person": "联系人",
    "subject": "学科类培训",
    "non_subject": "非学科类培训",
    "childcare": "校外托管",
    "none": "未评级",
    "daily": "日常检查",
    "special": "专项检查",
    "case": "个案检查",
    "random": "随机抽查",
    "base": "每年起始分",
    "white_from": "列入白名单的最低分",
    "black_to": "列入黑名单的最高分",
    "owner": "责任人",
    "section_head": "股长",
    "bureau_head": "局领导",
    "key_months": "重点监督月数",
    "black_months": "黑名单月数",
    "black_fails_annual": "黑名单同时年检不合格（1为是，0为否）",
}
_FIELDS = {
    "person_fen": "自然人{}",
    "organisation_fen": "单位{}",
    "min_months": "最短{}个月",
    "max_months": "最长{}个月",
    "minor": "轻微：{}",
    "ordinary": "一般：{}",
    "grave": "严重：{}",
    "exempt_under_years": "不满{}周岁不予处罚",
    "lighter_under_years": "不满{}周岁从轻或者减轻",
    "national_holidays": "法定节假日：{}",
    "rest_days": "休息日：{}",
    "vacations": "寒暑假：{}",
    "offline": "线下{}",
    "online": "线上{}",
    "lesson_minutes_max": "每课时不超过{}分钟",
    "break_minutes_min": "间隔不少于{}分钟",
    "months_max": "不超过{}个月",
    "lessons_max": "不超过{}课时",
    "permille_per_day": "每日千分之{}",
    "cap": "以{}为限",
    "paused_by": "{}期间不计",
}
_CODES = {
    "fine": "罚款数额",
    "review": "复议",
    "litigation": "诉讼",
    "minor": "轻微",
    "ordinary": "一般",
    "grave": "严重",
}
_FEN_PER_YUAN = 100


def in_words(value: Any) -> str:
    """The value as a line of Chinese, whatever its kind."""
    if isinstance(value, dict):
        return _period(value) if "unit" in value else _table(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(in_words(one) for one in value) or NOTHING
    text = str(value).strip()
    return _CODES.get(text, text) or NOTHING


def length_in_words(count: int, unit: str) -> str:
    """15个工作日."""
    return f"{count}{UNITS.get(unit, unit)}"


def _period(value: dict[str, Any]) -> str:
    if value.get("set_in_document"):
        return "以文书写明的期限为准"
    words = length_in_words(value["count"], value["unit"])
    if value.get("before"):
        words = f"提前{words}"
    if value.get("at_least"):
        words = f"不少于{words}"
    more = [
        text.format(length_in_words(value[name], value["unit"]))
        for name, text in _PERIOD_MORE.items()
        if name in value
    ]
    return "，".join([words, *more])


def _table(value: dict[str, Any]) -> str:
    if not any(isinstance(one, bool) or one for one in value.values()):
        return NOTHING
    # The database keeps JSON by the length of its names; people read the order of these tables.
    order = [*FIELD_LABELS, *_FIELDS]
    shown = [name for name in value if name != "rolls"]  # said where days are counted
    names = sorted(shown, key=lambda name: order.index(name) if name in order else len(order))
    return "；".join(_field(name, value[name]) for name in names)


def _field(name: str, value: Any) -> str:
    if name.endswith("_fen"):
        return _FIELDS.get(name, "{}").format(f"{value // _FEN_PER_YUAN:,}元")
    if name == "published":
        return "公示" if value else "原则上不公示"
    if isinstance(value, bool):
        value = "可以" if value else "不得"
    label = FIELD_LABELS.get(name, name)
    return _FIELDS.get(name, f"{label}：{{}}").format(in_words(value))

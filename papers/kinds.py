"""What the value of a field may be, whether it is missing, and how a paper speaks it.

Pure: values in, words out. Every kind of catalogue.KINDS is answered here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from common.clock import CHINA, chinese_date
from common.money import yuan
from papers.catalogue import Column, Field
from papers.money_words import capitals

PARTY_PARTS = {
    "name": "名称（姓名）",
    "credit_code": "统一社会信用代码",
    "licence": "许可证号",
    "person": "法定代表人（负责人）",
    "sex": "性别",
    "age": "年龄",
    "id_number": "身份证件号码",
    "occupation": "职业（工作单位）",
    "address": "地址",
    "phone": "联系电话",
    "guardian": "监护人",
    "kind": "类别",
}
_PARTY_ORDER = [key for key in PARTY_PARTS if key != "kind"]
_UNITS = {
    "working_day": "个工作日",
    "calendar_day": "日",
    "month": "个月",
    "hour": "小时",
}
OPINION_LEVELS = {
    "officer": "承办人意见",
    "section": "承办机构负责人意见",
    "legal": "法制审核意见",
    "head": "机关负责人意见",
}
_LISTS = ("officers", "people", "basis", "table", "signatures", "answers", "photos")
OFFICERS_LEAST = 2  # Penalty Law art. 42 [source: S1]
AMOUNT_MOST_FEN = 10**13
DAYS_MOST = 999


def shape_problem(field: Field, value: Any) -> str:
    """What is wrong with a value, as the end of a sentence; empty when it fits or is absent."""
    if is_empty(value):
        return ""
    return _SHAPES.get(field.kind, _text_problem)(field, value)


def is_empty(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or value in ([], {})


def missing_labels(field: Field, value: Any, facts: dict[str, Any]) -> list[str]:
    """Labels of what this field must state and does not."""
    is_wanted = field.required or (
        bool(field.needed_with) and not is_empty(facts.get(field.needed_with))
    )
    if is_empty(value):
        return [field.label] if is_wanted else []
    if field.kind == "party":
        parts = [part for part in field.needs if is_empty(value.get(part))]
        return [f"{field.label}的{PARTY_PARTS[part]}" for part in parts]
    if field.kind == "officers":
        return _officers_missing(field, value)
    if field.kind in _LISTS and len(value) < field.least:
        return [f"{field.label}（至少{field.least}项）"]
    if field.kind == "table":
        return _cells_missing(field, value)
    if field.kind == "opinions":
        wanted = [level for level in field.levels if level not in field.open]
        silent = [level for level in wanted if is_empty((value.get(level) or {}).get("by"))]
        return [f"{field.label}（{OPINION_LEVELS[level]}）" for level in silent]
    return []


def _officers_missing(field: Field, value: list[dict[str, Any]]) -> list[str]:
    least = max(field.least, OFFICERS_LEAST) if field.key == "officers" else field.least
    whole = [one for one in value if one.get("name") and one.get("certificate_no")]
    if len(whole) < max(least, len(value)):
        return [f"{field.label}（{least}人以上，各附执法证号）"]
    return []


def _cells_missing(field: Field, value: list[dict[str, Any]]) -> list[str]:
    return [
        f"{field.label}第{no}行的{column.label}"
        for no, row in enumerate(value, start=1)
        for column in field.columns
        if column.required and is_empty(row.get(column.key))
    ]


def _text_problem(_field: Field, value: Any) -> str:
    return "" if isinstance(value, str) else "应为文字"


def _date_problem(_field: Field, value: Any) -> str:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return "不是有效的日期"
    return ""


def _moment_problem(_field: Field, value: Any) -> str:
    try:
        datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return "不是有效的时间"
    return ""


def _days_problem(_field: Field, value: Any) -> str:
    if not isinstance(value, dict) or value.get("unit") not in _UNITS:
        return "不是有效的期限"
    count = value.get("count")
    return "" if isinstance(count, int) and 0 < count <= DAYS_MOST else "的长度应为正整数"


def _money_problem(_field: Field, value: Any) -> str:
    if not _is_whole(value):
        return "应精确到分，不能再有更小的位数"
    return "" if 0 <= value <= AMOUNT_MOST_FEN else "超出可以填写的范围"


def _number_problem(_field: Field, value: Any) -> str:
    return "" if _is_whole(value) else "应为整数"


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _choice_problem(field: Field, value: Any) -> str:
    return "" if value in dict(field.options) else "不在可选项之中"


def _party_problem(_field: Field, value: Any) -> str:
    if not isinstance(value, dict):
        return "应为当事人的各项信息"
    if unknown := sorted(value.keys() - PARTY_PARTS.keys()):
        return f"多出{'、'.join(unknown)}"
    wrong = [k for k, v in value.items() if not isinstance(v, str | int | None)]
    return f"的{PARTY_PARTS[wrong[0]]}应为文字" if wrong else ""


def _rows_problem(_field: Field, value: Any) -> str:
    is_rows = isinstance(value, list) and all(isinstance(row, dict) for row in value)
    return "" if is_rows else "应为逐行的列表"


def _table_problem(field: Field, value: Any) -> str:
    if problem := _rows_problem(field, value):
        return problem
    for no, row in enumerate(value, start=1):
        for column in field.columns:
            cell = Field(column.key, column.label, column.kind)
            if problem := shape_problem(cell, row.get(column.key)):
                return f"第{no}行的{column.label}{problem}"
    return ""


def _opinions_problem(_field: Field, value: Any) -> str:
    is_blocks = isinstance(value, dict) and value.keys() <= OPINION_LEVELS.keys()
    return "" if is_blocks else "应为各级意见"


def _reference_problem(_field: Field, value: Any) -> str:
    if not isinstance(value, dict) or is_empty(value.get("title")):
        return "应写明文书名称"
    return _date_problem(_field, value["date"]) if value.get("date") else ""


_SHAPES: dict[str, Callable[[Field, Any], str]] = {
    "date": _date_problem,
    "moment": _moment_problem,
    "days": _days_problem,
    "money": _money_problem,
    "number": _number_problem,
    "choice": _choice_problem,
    "party": _party_problem,
    "officers": _rows_problem,
    "people": _rows_problem,
    "basis": _rows_problem,
    "signatures": _rows_problem,
    "answers": _rows_problem,
    "photos": _rows_problem,
    "table": _table_problem,
    "opinions": _opinions_problem,
    "paper_ref": _reference_problem,
}


def spoken(field: Field, value: Any) -> dict[str, Any]:
    """``words`` in one string, ``lines``, and what else the kind has; ``value`` for texts."""
    empty: dict[str, Any] = {"words": "", "lines": [], "rows": [], "opinions": [], "value": ""}
    if field.kind == "opinions":  # an empty block still has its boxes to fill with a pen
        return {**empty, **_speak_opinions(field, value or {})}
    if is_empty(value):
        return {**empty, "value": [] if field.kind in _LISTS else {} if _is_party(field) else ""}
    return {**empty, **_SPEAKERS.get(field.kind, _speak_text)(field, value)}


def _is_party(field: Field) -> bool:
    return field.kind in ("party", "paper_ref")


def _of_lines(lines: list[str], value: Any, joint: str = "；") -> dict[str, Any]:
    return {"words": joint.join(lines), "lines": lines, "value": value}


def _speak_text(_field: Field, value: Any) -> dict[str, Any]:
    text = str(value).strip()
    lines = [part.strip() for part in text.splitlines() if part.strip()]
    return {"words": text, "lines": lines, "value": text}


def _speak_long(field: Field, value: Any) -> dict[str, Any]:
    """Whole sentences: in a text another sentence follows, so the last one ends."""
    told = _speak_text(field, value)
    ends = told["words"].endswith(("。", "！", "？", "；", "：", "…"))
    return {**told, "value": told["words"] if ends else f"{told['words']}。"}


def _speak_date(_field: Field, value: str) -> dict[str, Any]:
    words = chinese_date(date.fromisoformat(value))
    return _of_lines([words], words)


def _speak_moment(_field: Field, value: str) -> dict[str, Any]:
    at = datetime.fromisoformat(value)
    at = at.astimezone(CHINA) if at.tzinfo else at
    words = f"{chinese_date(at.date())}{at.hour}时{at.minute:02}分"
    return _of_lines([words], words)


def _speak_days(_field: Field, value: dict[str, Any]) -> dict[str, Any]:
    words = f"{value['count']}{_UNITS[value['unit']]}"
    return _of_lines([words], words)


def _speak_money(_field: Field, value: int) -> dict[str, Any]:
    short = f"{yuan(value, mark='')}元"
    words = f"{short}（大写：{capitals(value)}）"
    return {**_of_lines([words], words), "short": short}


def _speak_choice(field: Field, value: str) -> dict[str, Any]:
    words = dict(field.options)[value]
    return _of_lines([words], words)


def party_lines(value: dict[str, Any]) -> list[str]:
    """The known parts of a party, one line each; a person's label is 姓名."""
    is_person = value.get("kind") == "person"
    labels = {**PARTY_PARTS, "name": "姓名" if is_person else "名称"}
    return [
        f"{labels[part]}：{value[part]}" for part in _PARTY_ORDER if not is_empty(value.get(part))
    ]


def _speak_party(_field: Field, value: dict[str, Any]) -> dict[str, Any]:
    parts = {part: str(value.get(part) or "") for part in PARTY_PARTS}
    lines = party_lines(value)
    return {"words": "；".join(lines), "lines": lines, "value": {**parts, "lines": lines}}


def _speak_officers(_field: Field, value: list[dict[str, Any]]) -> dict[str, Any]:
    lines = [one["name"] + _officer_marks(one) for one in value]
    return _of_lines(lines, "、".join(lines), "、")


def _officer_marks(one: dict[str, Any]) -> str:
    """Certificate, and the unit of whoever is not the organ's own (field set F1)."""
    number = f"执法证号：{one['certificate_no']}" if one.get("certificate_no") else ""
    marks = "，".join(part for part in (number, one.get("unit") or "") if part)
    return f"（{marks}）" if marks else ""


def _speak_people(_field: Field, value: list[dict[str, Any]]) -> dict[str, Any]:
    keys = ("name", "role", "unit", "sex", "age", "id_number", "phone")
    lines = ["，".join(str(one[key]) for key in keys if one.get(key)) for one in value]
    return _of_lines(lines, value)


def citation(one: dict[str, Any]) -> str:
    return f"{one['law']}{one['article']}"


def _speak_basis(_field: Field, value: list[dict[str, Any]]) -> dict[str, Any]:
    told = [
        citation(one) + (f"（{one['text'].rstrip('。')}）" if one.get("text") else "")
        for one in value
    ]
    cited = "、".join(citation(one) for one in value)
    return {"words": "；".join(told), "lines": told, "value": cited}


def _speak_signatures(_field: Field, value: list[dict[str, Any]]) -> dict[str, Any]:
    lines = ["：".join(str(one[k]) for k in ("role", "name") if one.get(k)) for one in value]
    return _of_lines(lines, value)


def _speak_answers(_field: Field, value: list[dict[str, Any]]) -> dict[str, Any]:
    lines = [f"问：{one.get('question') or ''}　答：{one.get('answer') or ''}" for one in value]
    return _of_lines(lines, value)


def _speak_photos(_field: Field, value: list[dict[str, Any]]) -> dict[str, Any]:
    lines = [f"照片{no}：{one.get('caption') or ''}" for no, one in enumerate(value, start=1)]
    return _of_lines(lines, value)


def _speak_table(field: Field, value: list[dict[str, Any]]) -> dict[str, Any]:
    rows = [
        [cell_words(column, row.get(column.key), no) for column in field.columns]
        for no, row in enumerate(value, start=1)
    ]
    keyed = [dict(zip((column.key for column in field.columns), row, strict=True)) for row in rows]
    lines = ["，".join(cell for cell in row if cell) for row in rows]
    return {"words": "；".join(lines), "lines": lines, "rows": rows, "value": keyed}


def cell_words(column: Column, value: Any, no: int) -> str:
    """One cell; a column ``no`` that nobody filled counts the rows."""
    if column.key == "no" and is_empty(value):
        return str(no)
    told = spoken(Field(column.key, column.label, column.kind), value)
    return str(told.get("short") or told["words"])


def _speak_opinions(field: Field, value: dict[str, Any]) -> dict[str, Any]:
    blocks = []
    for level in field.levels or tuple(value):
        one = value.get(level) or {}
        on = chinese_date(date.fromisoformat(one["on"])) if one.get("on") else ""
        blocks.append(
            {
                "label": OPINION_LEVELS[level],
                "opinion": str(one.get("opinion") or ""),
                "by": _signers(one.get("by")),
                "certificate_no": str(one.get("certificate_no") or ""),
                "on": on,
            }
        )
    lines = [f"{b['label']}：{b['opinion']} {b['by']} {b['on']}".strip() for b in blocks if b["by"]]
    return {"words": "；".join(lines), "lines": lines, "opinions": blocks, "value": ""}


def _signers(by: Any) -> str:
    """Who gave an opinion: a name, or of the officers their names with certificate numbers."""
    return "、".join(str(one["name"]) for one in by) if isinstance(by, list) else str(by or "")


def _speak_reference(_field: Field, value: dict[str, Any]) -> dict[str, Any]:
    number = f"（{value['number']}）" if value.get("number") else ""
    words = f"《{value['title']}》{number}"
    on = chinese_date(date.fromisoformat(value["date"])) if value.get("date") else ""
    parts = {"title": value["title"], "number": value.get("number") or "", "date": on}
    told = words + (f"，{on}" if on else "")
    return {"words": told, "lines": [told], "value": {**parts, "words": words}}


_SPEAKERS: dict[str, Callable[[Field, Any], dict[str, Any]]] = {
    "long": _speak_long,
    "date": _speak_date,
    "moment": _speak_moment,
    "days": _speak_days,
    "money": _speak_money,
    "choice": _speak_choice,
    "party": _speak_party,
    "officers": _speak_officers,
    "people": _speak_people,
    "basis": _speak_basis,
    "table": _speak_table,
    "opinions": _speak_opinions,
    "signatures": _speak_signatures,
    "answers": _speak_answers,
    "photos": _speak_photos,
    "paper_ref": _speak_reference,
}

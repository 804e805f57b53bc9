"""Facts that name their fields, to look at a form before it says anything real. Pure."""

from __future__ import annotations

from typing import Any

from papers.catalogue import Column, Field, Form
from papers.kinds import PARTY_PARTS

_DAY, _MOMENT, _SUM_FEN = "2026-01-05", "2026-01-05T09:00", 100_000


def specimen_facts(form: Form) -> dict[str, Any]:
    """A value for every field; words stand in brackets, so that nobody takes them for facts."""
    made = {field.key: _value(field) for field in form.fields}
    return {key: value for key, value in made.items() if value is not None}


def _value(field: Field) -> Any:
    label = _named(field.label)
    by_kind: dict[str, Any] = {
        "date": _DAY,
        "moment": _MOMENT,
        "days": {"count": 15, "unit": "calendar_day"},
        "money": _SUM_FEN,
        "number": 1,
        "party": {part: _named(words) for part, words in PARTY_PARTS.items() if part in _ORGAN},
        "officers": [
            {"name": _named(f"执法人员{no}"), "certificate_no": _named("证号")} for no in "甲乙"
        ],
        "people": [{"name": _named("姓名"), "role": _named("身份")}],
        "basis": [{"law": "《（法规名称）》", "article": "（条文号）"}],
        "paper_ref": {"title": label, "number": _named("文号"), "date": _DAY},
        "answers": [{"question": _named("问"), "answer": _named("答")}],
        "photos": [{"caption": _named("照片说明")}],
        "opinions": None,
        "signatures": None,
        "wording": None,
    }
    if field.kind == "choice":
        return field.options[0][0]
    if field.kind == "table":
        return [{column.key: _cell(column) for column in field.columns}]
    return by_kind.get(field.kind, label)


_ORGAN = ("name", "credit_code", "licence", "person", "address", "phone")


def _cell(column: Column) -> Any:
    if column.key == "no":
        return ""
    by_kind = {"money": _SUM_FEN, "number": 1, "date": _DAY}
    return by_kind.get(column.kind, _named(column.label))


def _named(label: str) -> str:
    return f"（{label}）"

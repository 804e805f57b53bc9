"""Facts as the words of a sheet's cells, and what stands where the pen shall write."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from common.clock import chinese_date
from papers.catalogue import Field, Form
from papers.kinds import spoken
from papers.wording import render_text

BLANK = "＿＿＿＿＿＿"
BLANK_DAY = "＿＿＿年＿＿月＿＿日"
BLANK_MOMENT = "＿＿＿年＿＿月＿＿日＿＿时＿＿分"
_PARTS = ("party", "paper_ref")  # kinds that a text names by a part: .name, .words


def words_of(field: Field, value: Any) -> str:
    """One value in words, money without its capitals; empty when there is none."""
    told = spoken(field, value)
    return str(told.get("short") or told["words"])


def day(value: Any) -> str:
    """An ISO day as 2026年3月5日; words that are no day stay as they are."""
    text = str(value or "")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return text
    return chinese_date(date.fromisoformat(text))


def sentences(text: str, form: Form, facts: dict[str, Any], words: dict[str, Any]) -> list[str]:
    """A paragraph of the form with the facts put in; what is not known is left for the pen.

    ``words`` are those that are no facts: organ, number, date.
    """
    values = {field.key: _value(field, facts.get(field.key)) for field in form.fields}
    return render_text(text, {**words, **values}).splitlines()


def _value(field: Field, value: Any) -> Any:
    told = spoken(field, value)["value"]
    if told:
        return told
    blank = BLANK_DAY if field.kind == "date" else BLANK
    return {"words": blank, "name": blank} if field.kind in _PARTS else blank


def party_rows(label: str, party: dict[str, Any]) -> list[list[tuple[str, str]]]:
    """Rows of (label, words) of the party block (field set F0), organisation or natural person.

    A party of no known kind gets the organisation's rows, which a pen can fill for both.
    """
    known = {key: str(value) for key, value in party.items() if value not in (None, "")}

    def of(key: str) -> str:
        return known.get(key, "")

    guardian = [[("监护人", of("guardian"))]] if of("guardian") else []
    if known.get("kind") == "person":
        return [
            [(f"{label}姓名", of("name")), ("性别", of("sex"))],
            [("年龄", _years(of("age"))), ("联系电话", of("phone"))],
            [("身份证件号码", of("id_number"))],
            [("工作单位或职业", of("occupation"))],
            [("住址", of("address"))],
            *guardian,
        ]
    name = f"{label}名称" if known.get("kind") else f"{label}名称（姓名）"
    return [
        [(name, of("name"))],
        [("统一社会信用代码", of("credit_code")), ("许可证及编号", of("licence"))],
        [("法定代表人（负责人）", of("person")), ("联系电话", of("phone"))],
        [("住所（地址）", of("address"))],
    ]


def _years(age: str) -> str:
    return f"{age}岁" if age.isdigit() else age

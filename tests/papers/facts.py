"""Facts of any length for a sheet, and the sheet drawn without a row in the database."""

from __future__ import annotations

import re
from typing import Any

import pypdfium2

from documents.rendering import TAGGED, render_pdf
from papers.catalogue import Form, all_forms, get_form
from papers.composition import Setting, compose
from papers.sheets import SHEETS
from tests.documents.paper import AREA_LEFT_MM, AREA_RIGHT_MM, AREA_TOP_MM, MM
from tests.factories.papers import value_of
from tests.times import DAY

ORGAN = "白石瑶族自治县教育局"
CODES = [form.code for form in all_forms(DAY) if form.layout in SHEETS]
RECORDS = [code for code in CODES if get_form(code, DAY).layout == "record"]
WITH_FOOT = [
    code
    for code in CODES
    if any(wanted.get("every_page") for wanted in get_form(code, DAY).signatures)
]
ARTICLE = {"law": "《中华人民共和国行政处罚法》", "article": "第四十二条"}
OFFICERS = [
    {"name": "李𬭎", "certificate_no": "18110700123"},
    {"name": "陈㛃", "certificate_no": "18110700145"},
]
PERSON = {
    "kind": "person",
    "name": "周𬭎㛃",
    "sex": "女",
    "age": 13,
    "id_number": "999901201303050024",
    "occupation": "白石县第三小学学生",
    "address": "白石县阳华路156号",
    "phone": "13900000001",
    "guardian": "周大山（父亲）",
}
_SENTENCE = "未取得办学许可证，擅自开展学科类校外培训，在场学生三十七名"


def sheet_facts(form: Form, *, rows: int = 2, long: int = 1, **changes: Any) -> dict[str, Any]:
    """Every field filled; ``rows`` per table, ``long`` paragraphs per long text."""
    no_facts = ("wording", "basis")
    facts = {field.key: value_of(field) for field in form.fields if field.kind not in no_facts}
    for field in form.fields:
        if field.kind == "basis":
            facts[field.key] = [ARTICLE]
        if field.kind == "table":
            facts[field.key] = (facts[field.key] * rows)[:rows]
        if field.kind in ("answers", "photos"):
            facts[field.key] = facts[field.key] * rows
        if field.kind == "long":
            lines = [f"{field.label}：{_SENTENCE}，第{no}段。" for no in range(1, long + 1)]
            facts[field.key] = "\n".join(lines)
        if field.kind == "officers":
            facts[field.key] = OFFICERS
        if field.kind == "signatures":
            facts[field.key] = []
    return {**facts, **changes}


def view_of(code: str, facts: dict[str, Any], **setting: Any) -> dict[str, Any]:
    """The frozen view of a form on these facts."""
    words = {"organ": ORGAN}
    about = {"number": "白教试〔2026〕3号", "date": "2026年3月5日", **setting}
    return compose(get_form(code, DAY), facts, Setting(words, **about))


def drawn(view: dict[str, Any]) -> bytes:
    return render_pdf(view["template"], view, variant=TAGGED)


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def body(pdf: bytes, view: dict[str, Any]) -> str:
    """The words between the margins, page after page, without the signatures at their feet."""
    bottom = view["bottom_mm"] / MM
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [
            page.get_textpage().get_text_bounded(
                0, bottom, page.get_width(), page.get_height() - AREA_TOP_MM / MM
            )
            for page in document
        ]
    return flat("".join(pages))


def feet(pdf: bytes, view: dict[str, Any]) -> list[str]:
    """What stands below the text of each page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [
            flat(
                page.get_textpage().get_text_bounded(
                    AREA_LEFT_MM / MM, 0, AREA_RIGHT_MM / MM, view["bottom_mm"] / MM
                )
            )
            for page in document
        ]

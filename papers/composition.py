"""What a paper says: form and facts in, the frozen view out. No rows, no clock, no settings.

The same function words the paper that is issued and its public version, which differ only in
the facts they are given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from papers.catalogue import Field, Form
from papers.kinds import spoken
from papers.sheets import SHEETS, compose_sheet
from papers.wording import render_text

TEMPLATE_VERSION = 1
ON_THE_GRID = ("order", "letter", "public_notice")
NUMBER_TO_COME = "（批准时编号）"
PUBLIC_MARK = "公开文本"
REASON = "replaces_because"  # a fact that any form takes when it replaces a paper


@dataclass(frozen=True, slots=True)
class Setting:
    """What a paper says that no fact of it says: who speaks, when, under which number."""

    words: dict[str, Any]
    number: str
    date: str
    verify_url: str = ""
    is_demonstration: bool = False
    old: dict[str, str] | None = None
    mark: str = ""


def compose(form: Form, facts: dict[str, Any], setting: Setting) -> dict[str, Any]:
    """The view: every word of the paper, in the order of its form."""
    told = {field.key: spoken(field, facts.get(field.key)) for field in form.fields}
    values = _values(form, told, setting)
    tables = list(_annexes(form, told))
    view = {
        "code": form.code,
        "layout": form.layout,
        "audience": form.audience,
        "edition": form.edition.isoformat(),
        "organ": setting.words["organ"],
        "title": form.title,
        "number": setting.number if form.is_numbered else "",
        "date": setting.date,
        "signature": setting.words["organ"] if form.signature == "organ" else "",
        "heading": setting.words["organ"] if form.heading == "organ" else "",
        "verify_url": setting.verify_url,
        "demonstration": setting.is_demonstration,
        "mark": setting.mark,
        "addressee": _addressee(form, told),
        "replaces": _replaces(form, facts, setting),
        "paragraphs": list(_paragraphs(form, values)),
        "receipt": [text for part in form.receipt if (text := render_text(part.text, values))],
        "tables": tables,
        "fields": [_field_view(field, told[field.key]) for field in form.fields],
        "v": {field.key: told[field.key]["value"] for field in form.fields},
        "template": form.template_name,
        "template_version": TEMPLATE_VERSION,
    }
    if form.layout in SHEETS:
        own = {**setting.words, "number": view["number"], "date": setting.date}
        view |= compose_sheet(form, facts, own)
    return view


def _values(form: Form, told: dict[str, Any], setting: Setting) -> dict[str, Any]:
    """The words that the form's texts may use."""
    values = {field.key: told[field.key]["value"] for field in form.fields}
    shorts = {f"{key}_short": told[key]["short"] for key in told if "short" in told[key]}
    own = {
        "title": form.title,
        "number": setting.number,
        "date": setting.date,
        "old": setting.old or {},
    }
    return {**setting.words, **own, **values, **shorts}


def _field_view(field: Field, told: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": field.key,
        "label": field.label,
        "kind": field.kind,
        "required": field.required,
        "words": told["words"],
        "lines": told["lines"],
        "columns": [
            {"key": column.key, "label": column.label, "width": column.width}
            for column in field.columns
        ],
        "rows": told["rows"],
        "opinions": told["opinions"],
    }


def _addressee(form: Form, told: dict[str, Any]) -> dict[str, Any]:
    """To whom an order or a letter speaks: its field ``addressee``, else its party."""
    if "addressee" in told:
        return {"name": told["addressee"]["words"], "lines": []}
    party = next((field for field in form.fields if field.kind == "party"), None)
    if party is None or form.audience != "party" or not told[party.key]["value"]:
        return {"name": "", "lines": []}
    return {
        "name": told[party.key]["value"].get("name", ""),
        "lines": told[party.key]["lines"][1:],
    }


def _paragraphs(form: Form, values: dict[str, Any]) -> Iterator[str]:
    for part in form.text:
        yield from render_text(part.text, values).splitlines()


def _replaces(form: Form, facts: dict[str, Any], setting: Setting) -> str:
    """A mistake after issue is a new paper: this sentence of it names the old one."""
    if setting.old is None:
        return ""
    old, reason = setting.old, str(facts.get(REASON) or "").strip().rstrip("。")
    because = f"因{reason}，" if reason else ""
    number = f"（{old['number']}）" if old["number"] else ""
    named = f"本机关{old['date']}制发的《{old['title']}》{number}"
    if form.corrects:
        return (
            f"{because}对{named}予以补正，以本文书为准，决定的内容不变。"
            "原文书已经送达的，各项期限仍自原文书送达之日起计算。"
        )
    return f"{because}{named}由本文书替代，自本文书送达之日起，原文书不再执行。"


def _annexes(form: Form, told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The tables that stand on sheets of their own behind the text."""
    for field in form.fields:
        if field.annex and told[field.key]["rows"]:
            yield {
                "title": field.label,
                "columns": [
                    {"key": column.key, "label": column.label, "width": column.width}
                    for column in field.columns
                ],
                "rows": told[field.key]["rows"],
            }

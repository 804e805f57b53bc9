"""A form in a county's own words: which parts may be worded, and what must stay said. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from django.template.base import VARIABLE_TAG_END, VARIABLE_TAG_START

from common.penalty_words import penalty_words_in
from papers.catalogue import Field, Form, Paragraph
from papers.kinds import PARTY_PARTS
from papers.wording import ISSUER_WORDS, REMEDY_WORDS, names_in, paragraph_problem

TITLE = "title"
RECEIPT = "receipt."
TITLE_LONGEST = 80
TEXT_LONGEST = 4000
PARTS_OF_KIND = {
    "party": {**dict.fromkeys(PARTY_PARTS), "lines": None},
    "paper_ref": dict.fromkeys(("title", "number", "date", "words")),
    "people": dict.fromkeys(
        ("name", "role", "unit", "sex", "age", "id_number", "phone", "address")
    ),
}
_LOOP = re.compile(r"{%\s*for\s+(\w+)\s+in\s+(\w+)")
_PART = re.compile(r"(?<![\w.|:\"'])([A-Za-z_]\w*)\.(\w+)")
_CODE = re.compile(r"{[{%].*?[%}]}", re.DOTALL)


def parts_of(form: Form) -> dict[str, str]:
    """Everything of a form that a county may word: title, paragraphs, paragraphs of the receipt."""
    return {
        TITLE: form.title,
        **{part.key: part.text for part in form.text},
        **{RECEIPT + part.key: part.text for part in form.receipt},
    }


def sharing(forms: Iterable[Form], form: Form, part: str) -> list[Form]:
    """The other forms that say the same in this part: how to reach us, where to object."""
    text = parts_of(form)[part]
    same = (one for one in forms if one.code != form.code)
    return [one for one in same if part != TITLE and parts_of(one).get(part) == text]


def part_label(form: Form, part: str) -> str:
    """标题, 第3段, 回执第1段; the key itself for a part that the form no longer has."""
    if part == TITLE:
        return "标题"
    for head, start, parts in (("", "", form.text), ("回执", RECEIPT, form.receipt)):
        for no, one in enumerate(parts, start=1):
            if start + one.key == part:
                return f"{head}第{no}段"
    return part


def worded(form: Form, own: Mapping[str, str]) -> Form:
    """The form with a county's words in place of the standard ones."""
    if not own:
        return form
    return replace(
        form,
        title=own.get(TITLE, form.title),
        text=tuple(Paragraph(part.key, own.get(part.key, part.text)) for part in form.text),
        receipt=tuple(
            Paragraph(part.key, own.get(RECEIPT + part.key, part.text)) for part in form.receipt
        ),
    )


def part_problem(form: Form, part: str, text: str) -> str:
    """What is wrong with one part's words by themselves; empty when they can be printed."""
    if part == TITLE:
        return _title_problem(form, text.strip())
    if len(text) > TEXT_LONGEST:
        return f"超过{TEXT_LONGEST}个字"
    if why := paragraph_problem(form, text):
        return why
    if odd := sorted(_odd_parts(form, text)):
        return f"用了本文书没有的字段{'、'.join(odd)}"
    return ""


def no_longer_said(standard: Form, form: Form) -> list[str]:
    """Labels of what the standard texts state and these no longer do, in the form's order.

    A fact that a form asks for and a text no longer prints would be lost on paper.
    """
    labels = {**{field.key: field.label for field in form.fields}, **REMEDY_WORDS}
    lost = _said(standard) - _said(form)
    return [label for key, label in labels.items() if key in lost]


def wording_problem(standard: Form, form: Form) -> tuple[str, str]:
    """The first part that cannot be printed and why; ``("", "")`` when all can."""
    was = parts_of(standard)
    for part, text in parts_of(form).items():
        if text != was[part] and (why := part_problem(form, part, text)):
            return part, why
    if lost := no_longer_said(standard, form):
        changed = next(part for part, text in parts_of(form).items() if text != was[part])
        return changed, f"不再写明{'、'.join(lost)}"
    return "", ""


def words_for(form: Form) -> list[tuple[str, str]]:
    """(what is typed, what it prints) of every word that a text of this form may use."""
    open_, close = VARIABLE_TAG_START, VARIABLE_TAG_END
    of_facts = {field.key: field.label for field in form.fields if field.kind not in _NO_WORDS}
    listed = {**of_facts, **ISSUER_WORDS}
    return [(f"{open_} {key} {close}", label) for key, label in listed.items() if label]


_NO_WORDS = ("wording", "signatures", "opinions")


def _said(form: Form) -> set[str]:
    names = {name.removesuffix("_short") for text in _texts(form) for name in names_in(text)}
    return names & {*form.by_key, *REMEDY_WORDS}


def _texts(form: Form) -> Iterator[str]:
    yield from (part.text for part in (*form.text, *form.receipt))


def _title_problem(form: Form, text: str) -> str:
    if not text:
        return "标题不能为空"
    if len(text) > TITLE_LONGEST:
        return f"标题超过{TITLE_LONGEST}个字"
    if any(mark in text for mark in "{}\n《》"):
        return "标题只能是一行文字，不能有书名号和字段"
    if form.forbids == "penalty" and (words := penalty_words_in(text)):
        return f"含有处罚字样“{'”“'.join(words)}”"
    return ""


def _odd_parts(form: Form, text: str) -> set[str]:
    """party.nme, one.colour: parts that the fact does not have and that would print as nothing."""
    loops = dict(_LOOP.findall(text))
    odd = set()
    for code in _CODE.findall(text):
        for name, part in _PART.findall(code):
            known = _known_parts(form.by_key.get(loops.get(name, name)))
            if name not in ("forloop", "old") and known is not None and part not in known:
                odd.add(f"{name}.{part}")
    return odd


def _known_parts(field: Field | None) -> set[str] | None:
    """None for what has no parts of its own that could be told."""
    if field is None:
        return None
    if field.kind == "table":
        return {column.key for column in field.columns}
    return set(PARTS_OF_KIND.get(field.kind, ()))

"""Every form printed from test data: what it must state stands in its text."""

from __future__ import annotations

import pytest

from documents.rendering import text_of
from papers.catalogue import Field, all_forms, get_form
from papers.composition import ON_THE_GRID
from papers.kinds import citation, spoken
from papers.wording import names_in
from tests.factories.papers import a_paper, facts_of
from tests.papers.facts import body, flat
from tests.times import DAY

pytestmark = pytest.mark.usefixtures("without_cases")

FORMS = all_forms(DAY)
WORDED = [form for form in FORMS if form.layout in ON_THE_GRID]


def wanted(field: Field, value) -> list[str]:
    """What of a field's value must be read on the paper."""
    if field.kind == "party":
        return [value[part] for part in field.needs]
    if field.kind in ("officers", "people"):
        return [text for one in value for key, text in one.items() if key != "role"]
    if field.kind == "basis":
        return [citation(one) for one in value]
    if field.kind == "paper_ref":
        return [value["title"], value["number"]]
    if field.kind == "answers":
        return [words for one in value for words in one.values()]
    if field.kind == "photos":
        return [one["caption"] for one in value]
    if field.kind == "signatures":
        return []  # on the lines of those who sign: test_sheets
    told = spoken(field, value)
    if field.kind == "money":
        return [told["short"]]
    if field.kind == "table":
        return [cell for row in told["rows"] for cell in row]
    if field.kind == "opinions":
        return [block["by"] for block in told["opinions"]]
    return [told["words"]]


def text_on(paper) -> str:
    """The words of the paper; of a record without the signatures between two of its pages."""
    pdf, view = paper.document.content, paper.payload["view"]
    return body(pdf, view) if "bottom_mm" in view else flat(text_of(pdf))


@pytest.mark.parametrize("code", [form.code for form in FORMS])
def test_a_form_says_every_fact_that_it_is_given(code, law):
    form = get_form(code, DAY)
    paper = a_paper(code, stage="printed")

    assert paper.print_error == ""
    text, facts = text_on(paper), facts_of(form)
    silent = [
        (field.label, words)
        for field in form.fields
        if field.key in facts
        for words in wanted(field, facts[field.key])
        if flat(words) not in text
    ]
    assert silent == []
    assert flat(paper.title) in text


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_a_form_carries_its_mark_and_source(form):
    assert form.mark
    assert form.source


@pytest.mark.parametrize("form", WORDED, ids=lambda form: form.code)
def test_every_required_field_is_used_by_the_texts_of_its_form(form):
    used = {name.removesuffix("_short") for part in form.text for name in names_in(part.text)}
    annexes = {field.key for field in form.fields if field.annex}
    required = {field.key for field in form.fields if field.required}
    assert required - used - annexes - {"addressee", "party"} == set()

"""Every table-like form drawn from data of every length, read again and measured."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from papers.catalogue import get_form
from papers.sheets import label_lines
from tests.documents.paper import AREA_BOTTOM_MM, AREA_LEFT_MM, AREA_RIGHT_MM, AREA_TOP_MM, glyphs
from tests.papers.facts import (
    CODES,
    OFFICERS,
    PERSON,
    WITH_FOOT,
    body,
    drawn,
    feet,
    flat,
    sheet_facts,
    view_of,
)
from tests.papers.test_forms import wanted
from tests.times import DAY

# Their parts have labels of their own.
UNLABELLED = ("party", "opinions", "signatures", "answers")
_FOLIO_MM = AREA_BOTTOM_MM + 6  # below the type area: page number and address only


def _missing(form, facts, text: str) -> list[str]:
    return [
        f"{field.label}: {words}"
        for field in form.fields
        if field.key in facts
        for told in wanted(field, facts[field.key])
        for words in told.splitlines()
        if flat(words) not in text
    ]


@pytest.mark.parametrize("code", CODES)
def test_a_sheet_says_each_fact_of_its_field_set(code):
    form = get_form(code, DAY)
    facts = sheet_facts(form)
    view = view_of(code, facts)

    text = body(drawn(view), view)

    assert _missing(form, facts, text) == []
    assert text.startswith(flat(view["heading"] + view["title"]))
    for field in form.fields:
        assert flat(field.label) in text or field.kind in UNLABELLED


@pytest.mark.parametrize("code", CODES)
def test_a_sheet_of_many_pages_keeps_its_words_and_its_margins(code):
    form = get_form(code, DAY)
    length = {"rows": 40, "long": 1 if form.layout == "cover" else 12}
    facts = sheet_facts(form, **length)
    view = view_of(code, facts)

    pdf = drawn(view)

    assert _missing(form, facts, body(pdf, view)) == []
    for one in glyphs(pdf):
        assert one.left > AREA_LEFT_MM - 0.1
        assert one.right < AREA_RIGHT_MM + 0.4
        assert one.top > AREA_TOP_MM - 0.1
        assert one.bottom < AREA_BOTTOM_MM + 0.1 or one.top > _FOLIO_MM


@pytest.mark.parametrize("code", WITH_FOOT)
def test_everybody_who_signs_has_a_line_on_every_page(code):
    form = get_form(code, DAY)
    view = view_of(code, sheet_facts(form, rows=40, long=12))

    pages = feet(drawn(view), view)

    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        for one in form.signatures:
            if one.get("every_page"):
                assert page.count(one["label"]) >= one.get("count", 1)
        assert f"第{number}页共{len(pages)}页" in page


@pytest.mark.parametrize("code", CODES)
def test_a_blank_sheet_keeps_every_label_and_says_nothing(code):
    form = get_form(code, DAY)
    view = view_of(code, {}, number="", date="")

    text = body(drawn(view), view)

    for field in form.fields:
        if field.kind not in UNLABELLED:
            assert flat(field.label) in text
    assert "None" not in text
    assert "[]" not in text
    assert "{" not in text


@pytest.mark.parametrize("code", CODES)
def test_a_sheet_is_tagged_pdf_a(code):
    pdf = drawn(view_of(code, sheet_facts(get_form(code, DAY))))

    with pikepdf.open(BytesIO(pdf)) as file:
        about = file.open_metadata()
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "A")
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == "zh-CN"
        assert all("/StructParents" in page.obj for page in file.pages)


PARTIES = [
    (code, field.key)
    for code in CODES
    for field in get_form(code, DAY).fields
    if field.kind == "party"
]


@pytest.mark.parametrize(("code", "key"), PARTIES)
def test_a_natural_person_of_thirteen_stands_there_with_the_guardian(code, key):
    view = view_of(code, sheet_facts(get_form(code, DAY), **{key: PERSON}))

    text = body(drawn(view), view)

    for part, words in PERSON.items():
        assert part == "kind" or flat(str(words)) in text
    assert "统一社会信用代码" not in text
    assert "13岁" in text


@pytest.mark.parametrize("code", ["F11", "D20-2", "D08", "D48-2", "D34", "D27"])
def test_the_head_of_a_table_stands_on_every_page_of_it(code):
    form = get_form(code, DAY)
    view = view_of(code, sheet_facts(form, rows=90))
    table = next(field for field in form.fields if field.kind == "table")
    head = "".join(flat(column.label) for column in table.columns)

    text = body(drawn(view), view)

    assert text.count(head) >= 3


def test_rare_characters_of_the_officers_are_drawn_on_every_page():
    view = view_of("D03", sheet_facts(get_form("D03", DAY), long=12))

    assert all("李𬭎" in page and "陈㛃" in page for page in feet(drawn(view), view))


def test_a_refusal_to_sign_is_noted_at_the_foot_of_every_page():
    refusal = "当事人阅看后拒绝签名，未说明理由"
    signed = [
        {"role": "officer", "name": OFFICERS[0]["name"], "path": "M10 10L200 100"},
        {"role": "party", "name": "王春梅", "refusal": refusal},
    ]
    view = view_of("D03", sheet_facts(get_form("D03", DAY), long=12, signatures=signed))

    pages = feet(drawn(view), view)

    assert len(pages) > 2
    assert all(refusal in page and "拒绝签名" in page for page in pages)


@pytest.mark.parametrize("code", ["D41", "D40", "D51", "D48", "D48-3"])
def test_what_goes_on_one_page_fits_one_page(code):
    for facts in ({}, sheet_facts(get_form(code, DAY))):
        view = view_of(code, facts)
        assert len(feet(drawn(view), {"bottom_mm": 35})) == 1


@pytest.mark.parametrize("code", ["D11", "D35", "D47", "D19", "D43-2", "D01", "D46"])
@pytest.mark.parametrize("long", [1, 2, 3, 4])
def test_the_decision_of_the_head_never_stands_alone_on_a_page(code, long):
    view = view_of(code, sheet_facts(get_form(code, DAY), long=long))

    lines = [line for line in glyphs(drawn(view)) if line.top < AREA_BOTTOM_MM]

    last = "".join(one.value for one in lines if one.page == lines[-1].page)
    assert "机关负责人审批意见" in last
    assert "承办机构审核意见" in last or "法制机构审核意见" in last


def test_labels_break_into_even_lines_and_never_behind_a_bracket():
    assert label_lines("案由") == ["案由"]
    assert label_lines("法定代表人（负责人）") == ["法定代表人", "（负责人）"]
    assert label_lines("被检查单位名称") == ["被检查单位", "名称"]
    assert label_lines("受送达人签名（盖章）") == ["受送达人签名", "（盖章）"]
    assert label_lines("被检查单位名称（姓名）") == ["被检查单位", "名称", "（姓名）"]
    assert label_lines("甲乙丙丁（戊己庚）辛") == ["甲乙丙丁", "（戊己庚）辛"]

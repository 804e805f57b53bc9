"""The printed page against GB/T 9704-2012, measured with a PDF library."""

from __future__ import annotations

import pytest

from documents.rendering import render_pdf
from tests.documents.paper import (
    AREA_LEFT_MM,
    AREA_RIGHT_MM,
    AREA_TOP_MM,
    CHARACTER_MM,
    LINE_MM,
    glyphs,
    in_area,
    line_with,
    lines,
    words,
)
from tests.factories.documents import ORGAN, notice_payload

LONG_ORGAN = "白石省青山市白石瑶族自治县教育体育和科学技术局"


def printed(findings: int = 3, **changes) -> list:
    return glyphs(render_pdf("documents/notice.html", notice_payload(findings, **changes)))


@pytest.fixture(scope="module")
def page_of_three():
    return printed()


def test_text_stays_inside_the_type_area(page_of_three):
    inside = in_area(page_of_three)

    assert min(glyph.left for glyph in inside) >= AREA_LEFT_MM - 0.05
    assert max(glyph.right for glyph in inside) <= AREA_RIGHT_MM + 0.05


def test_full_lines_end_at_the_right_edge(page_of_three):
    full = [line for line in lines(in_area(page_of_three)) if len(line) >= 28]

    assert len(full) > 5
    assert all(line[-1].right == pytest.approx(AREA_RIGHT_MM, abs=0.15) for line in full)


def test_28_characters_make_a_line():
    text = "一二三四五六七八九十" * 6

    line = line_with(printed(after=[text]), text[26:54])

    assert line[0].left == pytest.approx(AREA_LEFT_MM, abs=0.05)
    assert [round(b.left - a.left, 2) for a, b in zip(line, line[1:], strict=False)] == (
        pytest.approx([CHARACTER_MM] * 27, abs=0.03)
    )


def test_lines_lie_on_a_grid_of_22():
    second_page = [g for g in in_area(printed(8)) if g.page == 2]
    depths = [line[0].baseline for line in lines(second_page)]

    assert len(depths) == 22
    assert [b - a for a, b in zip(depths, depths[1:], strict=False)] == (
        pytest.approx([LINE_MM] * 21, abs=0.02)
    )
    assert AREA_TOP_MM < min(glyph.top for glyph in second_page) < AREA_TOP_MM + 4


def test_the_title_is_size_2_and_centred(page_of_three):
    for text in (ORGAN, "责令限期整改通知书"):
        line = next(line for line in lines(page_of_three) if words(line) == text)
        middle = (line[0].left + line[-1].right) / 2
        assert middle == pytest.approx((AREA_LEFT_MM + AREA_RIGHT_MM) / 2, abs=0.2)
        assert line[1].left - line[0].left == pytest.approx(22 / 72 * 25.4, abs=0.05)


def test_the_addressee_is_flush_left_and_paragraphs_two_in(page_of_three):
    addressee = line_with(page_of_three, "白石县晨曦教育培训中心：")
    person = line_with(page_of_three, "法定代表人（负责人）：王春梅")

    assert addressee[0].left == pytest.approx(AREA_LEFT_MM, abs=0.05)
    assert person[0].left == pytest.approx(AREA_LEFT_MM + 2 * CHARACTER_MM, abs=0.05)


def test_the_date_ends_four_characters_from_the_right_with_the_organ_centred_above(page_of_three):
    date = line_with(page_of_three, "2021年11月12日")
    organ = [line for line in lines(page_of_three) if words(line) == ORGAN][-1]

    assert date[-1].right == pytest.approx(AREA_RIGHT_MM - 4 * CHARACTER_MM, abs=0.1)
    assert _middle(organ) == pytest.approx(_middle(date), abs=0.1)
    assert date[0].baseline - organ[0].baseline == pytest.approx(LINE_MM, abs=0.02)


def test_a_long_organ_stays_centred_over_the_date_inside_the_type_area():
    found = printed(1, signature=LONG_ORGAN)

    organ, date = line_with(found, LONG_ORGAN), line_with(found, "2021年11月12日")

    assert organ[-1].right <= AREA_RIGHT_MM + 0.05
    assert _middle(organ) == pytest.approx(_middle(date), abs=0.1)


def test_the_seal_finds_room_and_its_top_lies_within_one_line_of_the_text(page_of_three):
    """Name and date a little below the middle of a round seal of 42 mm (GB/T 9704-2012, 7.3.5)."""
    page = page_of_three[-1].page
    inside = lines([g for g in in_area(page_of_three) if g.page == page])
    text, organ, date = inside[-3:]

    middle = (min(g.top for g in organ) + max(g.bottom for g in date)) / 2
    top = middle - 4 - 21
    assert 0 <= top - max(g.bottom for g in text) <= LINE_MM


@pytest.mark.parametrize(("page", "edge"), [(1, "right"), (2, "left"), (3, "right")])
def test_page_numbers_stand_outside_odd_right_even_left(page_of_three, page, edge):
    number = line_with([g for g in page_of_three if g.page == page], f"—{page}—")
    one_in = 14 / 72 * 25.4

    assert number[0].top == pytest.approx(262 + 7, abs=0.2)
    if edge == "right":
        assert number[-1].right == pytest.approx(AREA_RIGHT_MM - one_in, abs=0.1)
    else:
        assert number[0].left == pytest.approx(AREA_LEFT_MM + one_in, abs=0.1)


def test_the_code_stands_below_the_type_area_of_the_last_page_only(page_of_three):
    below = [line for line in lines(page_of_three) if line[0].top > 272]

    assert [words(line) for line in below] == [
        "扫码验真",
        "白教责改字〔2021〕12号",
        "999901.test/v/8fK2mQ7xWcPz4RtY1bNs",
    ]
    assert {line[0].page for line in below} == {page_of_three[-1].page}


def test_a_paper_of_the_demonstration_says_so_on_every_page():
    marks = [line for line in lines(printed(demonstration=True)) if words(line) == "演示"]

    assert [line[0].page for line in marks] == [1, 2, 3]
    assert all(glyph.bottom < AREA_TOP_MM for line in marks for glyph in line)


def _middle(line: list) -> float:
    return (line[0].left + line[-1].right) / 2

"""The seal: how it is drawn, and where it presses name and date."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.composition import compose
from documents.errors import GlyphMissing
from documents.faces import faces
from documents.rendering import render_pdf, text_of
from documents.seals import (
    DIAMETER_MM,
    Box,
    joint_columns,
    place_seal,
    seal_box,
    seal_svg,
    touching,
)
from tests.factories.documents import notice_payload

LINE = 225 / 22
LONG = "新疆维吾尔自治区巴音郭楞蒙古自治州教育局"


def last_page(**changes):
    return compose(notice_payload(**changes), width=faces().width)[-1]


def test_drawing_is_a_round_of_42_mm_with_a_star_and_no_text():
    svg = ElementTree.fromstring(seal_svg("白石县教育局"))  # noqa: S314 -- our own drawing

    assert (svg.get("width"), svg.get("viewBox")) == ("42mm", "-21 -21 42 42")
    kinds = [part.tag.rpartition("}")[2] for part in svg]
    assert kinds == ["circle", "path", "path"]
    assert {part.get("fill") for part in svg} == {"none", "#e00000"}


@pytest.mark.parametrize("organ", ["白石县教育局", LONG])
def test_nothing_of_the_drawing_leaves_the_ring(organ):
    drawn = ElementTree.fromstring(seal_svg(organ))[2].get("d")  # noqa: S314 -- our own drawing
    numbers = [float(one) for one in re.findall(r"-?\d+\.?\d*", drawn)]

    assert max(abs(one) for one in numbers) < DIAMETER_MM / 2


def test_name_with_a_sign_of_no_font_is_refused():
    with pytest.raises(GlyphMissing):
        seal_svg("白石县\U0010fffd局")


@pytest.mark.parametrize("organ", ["白石县教育局", LONG])
@pytest.mark.parametrize("findings", [1, 2, 3, 5])
def test_seal_presses_name_and_date_below_its_centre(organ, findings):
    page = last_page(findings=findings, organ=organ, signature=organ)
    box = seal_box(page)
    rows = {row.kind: row for row in page.rows}
    line = page.pitch_pt * 25.4 / 72
    top = 37.0
    for row in page.rows:
        if row.kind == "organ":
            break
        top += row.height * line

    assert {"organ", "date"} <= rows.keys()
    centre = box.top + DIAMETER_MM / 2
    assert top < centre < top + line  # the name's line runs through the centre, the date below
    assert 0 < top + line - centre < line
    text_ends = top - 2 * line
    assert text_ends <= box.top <= text_ends + line
    assert box.right < 210


def test_page_without_the_signature_bears_no_seal():
    pages = compose(notice_payload(findings=5), width=faces().width)

    assert [seal_box(page) is not None for page in pages] == [False] * (len(pages) - 1) + [True]


@given(st.floats(40, 200), st.floats(10, 60))
def test_top_of_the_seal_lies_within_one_line_of_the_text(body_bottom, width):
    organ = Box(100, body_bottom + 2 * LINE, width, LINE)
    date = Box(100, body_bottom + 3 * LINE, width, LINE)

    seal = place_seal(organ, date, body_bottom=body_bottom, line=LINE)

    assert body_bottom <= seal.top <= body_bottom + LINE
    assert seal.axis == pytest.approx(date.axis)


@pytest.mark.parametrize("count", range(1, 8))
def test_joint_seals_do_not_touch_and_stay_inside(count):
    rows = joint_columns(count)

    assert sum(len(row) for row in rows) == count
    for row in rows:
        seals = [Box(axis - 21, 100, 42, 42) for axis in row]
        assert not touching(seals)
        assert all(seal.left >= 28 and seal.right <= 184 for seal in seals)


def test_nobody_signs_is_no_question():
    with pytest.raises(ValueError, match="nobody"):
        joint_columns(0)


def test_seals_side_by_side_that_cross_are_noticed():
    assert touching([Box(28, 100, 42, 42), Box(60, 100, 42, 42)])


def test_printed_seal_leaves_the_words_alone():
    plain = render_pdf("documents/notice.html", notice_payload())
    seal = {"organ": "白石县教育局", "picture": ""}
    sealed = render_pdf("documents/notice.html", notice_payload(seal=seal))

    assert text_of(sealed) == text_of(plain)
    assert sealed != plain

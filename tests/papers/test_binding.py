"""The whole file as one PDF: order, numbers, bookmarks, tags, and what it claims to be."""

from __future__ import annotations

from datetime import date
from functools import cache
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from pikepdf import Name

from documents.bundles import merge_pdfs
from documents.errors import NotAPdf
from documents.rendering import render_pdf
from papers.binding import BoundPart, bind_file
from papers.catalogue import get_form
from tests.documents.paper import glyphs, words
from tests.papers.facts import ORGAN, drawn, flat, sheet_facts, view_of
from tests.times import DAY

ON = date(2026, 3, 5)
CASE = "白教案〔2026〕3号"


@cache
def printed(code: str, long: int = 1) -> bytes:
    return drawn(view_of(code, sheet_facts(get_form(code, DAY), long=long)))


def parts() -> list[BoundPart]:
    return [
        BoundPart("案卷封面", printed("D48"), is_counted=False),
        BoundPart("行政处罚决定审批表", printed("D35", 4), date="2026-03-05"),
        BoundPart("立案审批表", printed("D11"), number="白教立〔2026〕1号"),
        BoundPart("现场检查笔录", printed("D03", 3), remark="复制件"),
        BoundPart("备考表", printed("D48-3"), is_counted=False),
    ]


def bound(these: list[BoundPart] | None = None) -> bytes:
    return bind_file(these or parts(), organ=ORGAN, case_number=CASE, on=ON)


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as file:
        return len(file.pages)


def numbers_on(pdf: bytes) -> list[str]:
    """What stands in the upper corner of each page."""
    high = [one for one in glyphs(pdf) if one.top < 20]
    return [words([g for g in high if g.page == page]) for page in range(1, pages_of(pdf) + 1)]


def test_all_pages_are_there_and_counted_ones_are_numbered_through():
    pdf = bound()
    counted = sum(pages_of(part.pdf) for part in parts() if part.is_counted)

    assert pages_of(pdf) == counted + 3
    assert numbers_on(pdf) == ["", "", *(str(n) for n in range(1, counted + 1)), ""]


def test_the_number_stands_in_the_upper_outer_corner():
    high = [one for one in glyphs(bound()) if one.top < 20]

    assert high
    for one in high:
        odd = int(words([g for g in high if g.page == one.page])) % 2
        assert one.left > 180 if odd else one.right < 30


def test_the_index_names_each_paper_with_its_first_page():
    with pypdfium2.PdfDocument(bound()) as document:
        text = flat(document[1].get_textpage().get_text_bounded())
    second = 1 + pages_of(parts()[1].pdf)

    assert "卷内目录" in text
    assert "1行政处罚决定审批表2026年3月5日1" in text
    assert f"2立案审批表白教立〔2026〕1号{second}" in text
    assert f"3现场检查笔录{second + pages_of(parts()[2].pdf)}复制件" in text
    assert "备考表" not in text


def test_bookmarks_lead_to_the_first_page_of_each_part():
    with pypdfium2.PdfDocument(bound()) as document:
        found = [(one.get_title(), one.get_dest().get_index()) for one in document.get_toc()]
    starts, page = [], 0
    for part in parts():
        starts.append((part.title, page + (page > 0)))
        page += pages_of(part.pdf)

    assert found == [starts[0], ("卷内目录", 1), *starts[1:]]


def test_the_whole_stays_tagged_pdf_a_and_every_page_finds_its_elements():
    with pikepdf.open(BytesIO(bound())) as file:
        about = file.open_metadata()
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "A")
        assert file.Root.OutputIntents[0].S == Name.GTS_PDFA1
        root = file.Root.StructTreeRoot
        assert len(root.K) == len(parts()) + 1
        parents = pikepdf.NumberTree(root.ParentTree)
        for page in file.pages:
            marked = parents[int(page.obj.StructParents)]
            owners = {one.Pg.objgen for one in marked if one is not None and "/Pg" in one}
            assert owners == {page.obj.objgen}


def test_a_part_of_a_lower_level_lowers_the_claim():
    view = view_of("D11", sheet_facts(get_form("D11", DAY)))
    plain = BoundPart("立案审批表", render_pdf(view["template"], view))
    scan = BoundPart("扫描件", merge_pdfs([printed("D11")]))

    for part, level in ((plain, "U"), (scan, None)):
        with pikepdf.open(BytesIO(bound([*parts(), part]))) as file:
            assert file.open_metadata().get("pdfaid:conformance") == level


def test_the_same_parts_give_the_same_bytes():
    assert bound() == bound()


def test_a_part_that_is_no_pdf_is_named_by_its_place():
    broken = [*parts()[:2], BoundPart("坏文件", b"not a pdf")]

    with pytest.raises(NotAPdf) as refused:
        bound(broken)

    assert refused.value.facts == {"position": 3}

"""The printed paper: tagged PDF/A-3a, its geometry, rare characters, its public version."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from pypdfium2 import raw

from documents.models import StoredFile
from documents.rendering import text_of
from papers.catalogue import get_form
from papers.services import issue_paper, print_paper, public_pdf
from papers.states import PaperState
from signing.digests import digests
from tests.documents.paper import (
    AREA_LEFT_MM,
    AREA_RIGHT_MM,
    AREA_TOP_MM,
    CHARACTER_MM,
    Glyph,
    glyphs,
    in_area,
    line_with,
    lines,
    words,
)
from tests.factories.accounts import UserFactory
from tests.factories.papers import PARTY, a_paper, facts_of
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("without_cases")

ORDERS = ("D13", "D36", "D42", "D45")
LETTERS = ("D22", "D24", "D26")
PT = 25.4 / 72


def flat(pdf: bytes) -> str:
    return re.sub(r"\s+", "", text_of(pdf))


def content(code: str, **changes) -> bytes:
    paper = a_paper(code, stage="printed", **changes)
    assert paper.print_error == ""
    return paper.document.content


@pytest.mark.parametrize("code", ["D36", "D24", "D42", "D52"])
def test_issued_papers_are_tagged_pdf_a_3a(code, law):
    pdf = pikepdf.open(BytesIO(content(code)))
    root, xmp = pdf.Root, pdf.open_metadata()

    assert bool(root.MarkInfo.Marked)
    assert str(root.Lang) == "zh-CN"
    assert root.StructTreeRoot.K[0].S == "/Document"
    assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
    kinds = set(_kinds(root.StructTreeRoot.K[0]))
    assert {"/H1", "/P"} <= kinds
    if code in ("D24", "D52"):
        assert {"/Table", "/TR", "/TH", "/TD"} <= kinds


def _kinds(node):
    yield str(node.S)
    below = node.get("/K")
    for one in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(one, pikepdf.Dictionary) and "/S" in one:
            yield from _kinds(one)


def test_the_digests_are_those_of_the_stored_file(law):
    paper = a_paper("D13", stage="printed")

    held = digests(paper.document.content)

    assert (paper.sha256, paper.sm3) == (held.sha256, held.sm3)
    assert paper.document.sha256 == held.sha256


@pytest.mark.parametrize("code", ORDERS)
def test_an_order_stands_in_the_type_area(code, law):
    found = glyphs(content(code))
    inside = in_area(found)

    assert min(glyph.left for glyph in inside) >= AREA_LEFT_MM - 0.05
    assert max(glyph.right for glyph in inside) <= AREA_RIGHT_MM + 0.05
    assert min(glyph.top for glyph in inside) > AREA_TOP_MM
    date = [line for line in lines(inside) if words(line) == "2021年11月10日"][-1]
    assert date[-1].right == pytest.approx(AREA_RIGHT_MM - 4 * CHARACTER_MM, abs=0.1)


@pytest.mark.parametrize("code", LETTERS)
def test_a_letter_has_its_mark_lines_and_number_at_their_places(code, law):
    pdf = content(code)
    found = [glyph for glyph in glyphs(pdf) if glyph.page == 1]
    mark = line_with([g for g in found if g.top < 45], "桤木县教育局")
    first, second = _rules(pdf)

    assert min(g.top for g in mark) == pytest.approx(30, abs=0.6)
    assert _middle(mark) == pytest.approx(105, abs=0.3)
    assert first.top - max(g.bottom for g in mark) == pytest.approx(4, abs=0.6)
    assert 297 - second.bottom == pytest.approx(20, abs=0.2)
    for rule in (first, second):
        assert (rule.left, rule.right) == pytest.approx((20, 190), abs=0.1)
    number = next(line for line in lines(found) if words(line).endswith("1号") and line[0].top < 60)
    assert number[-1].right == pytest.approx(AREA_RIGHT_MM, abs=0.15)
    # 7/8 of a character of size 3 below the line; the ink of a character begins a little lower.
    assert number[0].top - first.bottom == pytest.approx(16 * 7 / 8 * PT, abs=0.8)


def test_a_letter_numbers_its_pages_from_the_second(law):
    found = glyphs(content("D24"))
    below = [line for line in lines(found) if line[0].top > 262]

    pages = {line[0].page for line in below if words(line).startswith("—")}
    assert 1 not in pages
    assert 2 in pages


def test_the_receipt_part_stands_on_a_page_of_its_own(law):
    found = glyphs(content("D24"))
    last = max(glyph.page for glyph in found)

    told = [words(line) for line in lines(found) if line[0].page == last]
    assert told[0] == "回执"
    assert "（印章）" in told


def _middle(line: list[Glyph]) -> float:
    return (line[0].left + line[-1].right) / 2


class _Rule:
    """A double red line, from the upper edge of its upper stroke to the lower of its lower."""

    def __init__(self, boxes: list[tuple[float, float, float, float]]) -> None:
        self.left, self.right = min(b[0] for b in boxes), max(b[2] for b in boxes)
        self.top, self.bottom = min(b[1] for b in boxes), max(b[3] for b in boxes)


def _rules(pdf: bytes) -> list[_Rule]:
    """The two double lines of page 1: its red drawn shapes, in millimetres from the top left."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    height, boxes = page.get_height(), []
    for drawn in page.get_objects([raw.FPDF_PAGEOBJ_PATH]):
        left, low, right, high = drawn.get_bounds()
        if right - left > 150 / PT:
            boxes.append((left * PT, (height - high) * PT, right * PT, (height - low) * PT))
    document.close()
    upper = [box for box in boxes if box[1] < 148]
    return [_Rule(upper), _Rule([box for box in boxes if box not in upper])]


@pytest.mark.parametrize("name", ["𬭎达培训中心", "㛃音艺术培训中心"])
def test_rare_characters_print_from_the_font_behind_or_stop_with_a_sentence(law, name):
    paper = a_paper("D13", stage="printed", party={**PARTY, "name": name})

    if paper.state == PaperState.PRINTED:
        assert name in flat(paper.document.content)
    else:
        assert "字库中没有" in paper.print_error


def test_a_character_in_no_font_stops_the_printing_and_nothing_is_lost(law):
    head = UserFactory(section_head=True)
    facts = facts_of(get_form("D13", DAY), party={**PARTY, "name": "\U000323af培训中心"})
    paper = issue_paper("D13", facts, about="x", by=head, at=NOON, prints=False)

    print_paper(paper.pk, at=NOON)
    print_paper(paper.pk, at=NOON)

    paper.refresh_from_db()
    assert (paper.state, paper.number) == (PaperState.APPROVED, "县教改字〔2021〕1号")
    assert "字库中没有" in paper.print_error
    assert StoredFile.objects.count() == 0


def test_printing_twice_gives_one_file(law):
    paper = a_paper("D13", stage="printed")

    print_paper(paper.pk, at=NOON)

    assert StoredFile.objects.count() == 1


CHILD = {
    "kind": "person",
    "name": "欧阳小满",
    "age": "13",
    "id_number": "431129200801011234",
    "address": "城关镇春晓路9号",
    "phone": "13874600009",
}


def test_the_public_version_hides_who_it_is_about(law):
    given = {"facts": "青禾教育培训中心（即桤木县青禾教育培训中心）负责人王春梅电话13874600001收费"}
    paper = a_paper("D36", stage="printed", **given)
    before = paper.document.content

    public = flat(public_pdf(paper).content)

    for hidden in ("桤木县青禾教育培训中心", "王春梅", "13874600001", "城关镇文化路8号"):
        assert hidden in flat(before)
        assert hidden not in public
    assert "公开文本" in public
    assert paper.number in public
    assert public_pdf(paper).sha256 == public_pdf(paper).sha256
    paper.refresh_from_db()
    assert paper.document.content == before


def test_of_a_minor_nothing_is_shown(law):
    given = {"party": CHILD, "facts": "欧阳小满在春晓路授课"}
    paper = a_paper("D37", stage="printed", **given)

    public = flat(public_pdf(paper).content)

    for part in ("name", "id_number", "address", "phone"):
        assert CHILD[part] in flat(paper.document.content)
        assert CHILD[part] not in public


def test_informants_are_always_hidden(law):
    paper = a_paper("D12", stage="printed", addressee="钱举报", matter="钱举报反映收费")

    assert "钱举报" not in flat(public_pdf(paper).content)

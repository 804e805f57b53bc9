"""The county's seal on papers of a case: pressed on name and date, and only where it belongs."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2
import pytest
from pypdfium2 import raw

from papers.services import public_pdf
from policies.services import seed_parameters
from tests.documents.paper import MM, glyphs, lines, words
from tests.factories.papers import a_paper
from tests.papers.conftest import CONTACT
from tests.times import NOON

pytestmark = pytest.mark.usefixtures("without_cases")

ORGAN = "桤木县教育局"


@pytest.fixture
def sealing(county):
    """The county has the picture of its seal printed."""
    facts = {"organ.name": ORGAN, "organ.contact": CONTACT, "paper.seal_drawn": True}
    seed_parameters(facts, at=NOON)


@dataclass(frozen=True)
class Round:
    """A drawn ring of a seal's size, in millimetres from the top left."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


def rounds(pdf: bytes) -> list[Round]:
    """Every drawn shape of 42 by 42 mm."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, 1):
            height = page.get_height()
            for drawn in page.get_objects([raw.FPDF_PAGEOBJ_PATH]):
                left, low, right, high = drawn.get_bounds()
                if abs((right - left) * MM - 42) < 1.5 and abs((high - low) * MM - 42) < 1.5:
                    sides = (left, height - high, right, height - low)
                    found.append(Round(number, *(side * MM for side in sides)))
    return found


@pytest.mark.parametrize("code", ["D13", "D36", "D24", "D42"])
def test_the_seal_presses_name_and_date(sealing, law, code):
    pdf = a_paper(code, stage="printed").document.content

    (seal,) = rounds(pdf)

    on_page = [line for line in lines(glyphs(pdf)) if line[0].page == seal.page]
    name = [line for line in on_page if words(line) == ORGAN][-1]
    date = [line for line in on_page if words(line) == "2021年11月10日"][-1]
    middle = (date[0].left + date[-1].right) / 2
    assert (seal.left + seal.right) / 2 == pytest.approx(middle, abs=0.6)
    assert seal.top < min(one.top for one in name)
    assert max(one.bottom for one in date) < seal.bottom
    assert (seal.top + seal.bottom) / 2 < date[0].top  # both lie a little below its centre


def test_only_the_organ_s_papers_bear_it_and_the_public_version_never(sealing, law):
    approval = a_paper("D35", stage="printed")  # signed by hand, level by level
    decision = a_paper("D36", stage="printed")

    assert rounds(approval.document.content) == []
    assert rounds(public_pdf(decision).content) == []


def test_without_the_county_s_word_the_place_stays_free(law):
    assert rounds(a_paper("D36", stage="printed").document.content) == []

"""A bound file of signed papers: what it says of their signatures, and where those are."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pypdfium2
import pytest

from papers.binding import BoundPart
from papers.packages import PackedPaper, pack_file
from signing.services import sign_pdf
from signing.states import Outcome
from signing.verification import examine
from tests.papers.facts import ORGAN, flat
from tests.papers.test_binding import CASE, bound, pages_of, printed
from tests.signing.conftest import ca, certificate, keeper, seals  # noqa: F401 -- fixtures
from tests.times import NOON


@pytest.fixture
def parts(certificate) -> list[BoundPart]:  # noqa: F811 -- the fixture
    """A signed decision, superseded, between papers without a signature."""
    signed = sign_pdf(printed("D35", 4), at=NOON, reason="签发").pdf
    return [
        BoundPart("案卷封面", printed("D48"), is_counted=False),
        BoundPart("行政处罚决定审批表", signed, remark="已被替代"),
        BoundPart("立案审批表", printed("D11")),
    ]


def index_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return flat(document[1].get_textpage().get_text_bounded())


def test_the_index_says_which_parts_are_signed_and_where_the_originals_are(parts):
    told = index_of(bound(parts))

    assert "1行政处罚决定审批表1已被替代，电子签名" in told
    assert told.count("电子签名") == 4  # the remark, and three times in the sentence below
    assert "其电子签名在单件原件中" in told


def test_without_a_signed_part_the_index_says_nothing_of_signatures(parts):
    assert "电子签名" not in index_of(bound([parts[0], parts[2]]))


def test_the_bound_file_claims_no_signature_and_keeps_every_page(parts):
    pdf = bound(parts)

    assert examine(pdf, at=NOON).outcome == Outcome.NOT_SIGNED
    assert pages_of(pdf) == 1 + sum(pages_of(part.pdf) for part in parts)
    with pikepdf.open(BytesIO(pdf)) as file:
        assert "/AcroForm" not in file.Root
        assert not any("/Annots" in page for page in file.pages)
        assert file.open_metadata()["pdfaid:conformance"] == "A"
    assert pdf == bound(parts)


def test_the_package_holds_the_signed_originals(parts):
    papers = [PackedPaper(part.title, part.pdf) for part in parts]

    with ZipFile(BytesIO(pack_file(papers, organ=ORGAN, case_number=CASE, at=NOON))) as archive:
        kept = archive.read("文书/002-行政处罚决定审批表.pdf")

    assert kept == parts[1].pdf
    assert examine(kept, at=NOON).outcome == Outcome.VALID

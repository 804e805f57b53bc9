from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest
from PIL import Image

from documents.bundles import merge_pdfs, zip_pdfs
from documents.errors import NotAPdf
from documents.pictures import page_pngs
from documents.rendering import render_pdf, text_of
from tests.factories.documents import notice_payload


@pytest.fixture(scope="module")
def papers() -> list[bytes]:
    return [
        render_pdf("documents/notice.html", notice_payload(number=f"白教责改字〔2021〕{n}号"))
        for n in (1, 2)
    ]


def test_merge_pdfs_puts_all_pages_behind_each_other(papers):
    whole = merge_pdfs(papers)

    singles = sum(len(pypdfium2.PdfDocument(paper)) for paper in papers)
    assert len(pypdfium2.PdfDocument(whole)) == singles
    assert text_of(whole).index("〔2021〕1号") < text_of(whole).index("〔2021〕2号")


def test_merge_pdfs_names_the_file_that_is_none(papers):
    with pytest.raises(NotAPdf, match="第2份文件"):
        merge_pdfs([papers[0], b"no pdf"])


def test_zip_pdfs_keeps_names_apart_and_inside_the_archive():
    archive = zip_pdfs([("1号.pdf", b"a"), ("1号.pdf", b"b"), ("../../c.pdf", b"c")])

    with ZipFile(BytesIO(archive)) as opened:
        assert opened.namelist() == ["1号.pdf", "1号（2）.pdf", "c.pdf"]
        assert opened.read("1号（2）.pdf") == b"b"


def test_zip_pdfs_of_the_same_papers_is_the_same_file():
    papers = [("甲.pdf", b"a"), ("乙.pdf", b"b")]

    assert zip_pdfs(papers) == zip_pdfs(papers)


def test_page_pngs_gives_a_picture_per_page_of_the_width_asked_for(papers):
    pictures = [Image.open(BytesIO(png)) for png in page_pngs(papers[0], width_px=420)]

    assert [picture.size for picture in pictures] == [(420, 595)] * len(pictures)
    assert len(pictures) == len(pypdfium2.PdfDocument(papers[0]))

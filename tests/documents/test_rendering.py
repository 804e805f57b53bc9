from __future__ import annotations

import os
import re
import subprocess
import sys
from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest
from django.template import engines
from weasyprint.urls import FatalURLFetchingError

from documents.errors import FontMissing, GlyphMissing
from documents.rendering import render_pdf, text_of
from tests.factories.documents import notice_payload, paper_finding

NOTICE = "documents/notice.html"


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _strings(value) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in _strings(part)]
    return [value] if isinstance(value, str) else []


def test_the_paper_says_everything_the_payload_says():
    payload = notice_payload(findings=8)

    text = squeezed(text_of(render_pdf(NOTICE, payload)))

    unprinted = {"rectification", "V35", payload["verify_url"]}
    for words in set(_strings(payload)) - unprinted:
        assert squeezed(words) in text
    assert "（八）" in text
    assert "999901.test/v/8fK2mQ7xWcPz4RtY1bNs" in text


def test_the_paper_says_nothing_that_the_payload_leaves_out():
    empty = {"name": "甲", "credit_code": "", "licence_no": "", "person": "", "address": ""}
    silent = {"paragraphs": [], "basis": [], "after": [], "deadline_text": "", "verify_url": ""}

    text = squeezed(text_of(render_pdf(NOTICE, notice_payload(0, party=empty, **silent))))

    assert text == (
        "白石瑶族自治县教育局责令限期整改通知书白教责改字〔2021〕12号甲："
        "白石瑶族自治县教育局2021年11月12日—1—"
    )


def test_the_same_payload_gives_the_same_bytes_in_another_process():
    here = sha256(render_pdf(NOTICE, notice_payload(2))).hexdigest()
    script = (
        "import django; django.setup()\n"
        "from hashlib import sha256\n"
        "from documents.rendering import render_pdf\n"
        "from tests.factories.documents import notice_payload\n"
        f"print(sha256(render_pdf({NOTICE!r}, notice_payload(2))).hexdigest())"
    )

    there = subprocess.run(
        [sys.executable, "-c", script], env=_other_process(), capture_output=True, check=True
    )

    assert there.stdout.decode().strip() == here


def _other_process() -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": os.getcwd(),
    }


def test_another_word_gives_another_file():
    first, second = (render_pdf(NOTICE, notice_payload(number=n)) for n in ("甲1号", "甲2号"))

    assert first != second


def test_the_file_calls_itself_pdf_a_3u():
    with pikepdf.open(BytesIO(render_pdf(NOTICE, notice_payload()))) as pdf:
        about = pdf.open_metadata()
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "U")
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert not pdf.is_encrypted
        assert "/ID" in pdf.trailer


def test_the_date_of_the_file_is_the_date_of_the_paper():
    with pikepdf.open(BytesIO(render_pdf(NOTICE, notice_payload()))) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20211112")
        assert str(pdf.docinfo["/Title"]) == (
            "白石瑶族自治县教育局责令限期整改通知书白教责改字〔2021〕12号"
        )


def test_every_font_is_embedded_as_a_subset_with_its_characters_named():
    payload = notice_payload(findings=[paper_finding(1), paper_finding(2)])
    with pikepdf.open(BytesIO(render_pdf(NOTICE, payload))) as pdf:
        fonts = {str(font.BaseFont): font for page in pdf.pages for font in _fonts(page)}
        assert {name.split("+")[1] for name in fonts} == {
            "paper-fangsong",
            "paper-kai",
            "paper-song",
            "paper-title",
        }
        for name, font in fonts.items():
            assert re.fullmatch(r"/[A-Z]{6}\+.*", name)
            assert "/FontFile3" in font.DescendantFonts[0].FontDescriptor
            assert "/ToUnicode" in font


def _fonts(page: pikepdf.Page) -> list[pikepdf.Object]:
    return [font for _, font in page.resources.Font.items()]


def test_rare_characters_of_names_come_from_the_font_behind():
    party = {**notice_payload()["party"], "person": "欧阳喆堃、龑𬱟"}

    pdf = render_pdf(NOTICE, notice_payload(party=party))

    assert "（负责人）：欧阳喆堃、龑𬱟" in squeezed(text_of(pdf))
    assert b"Noto" in b"".join(_font_names(pdf))


def _font_names(pdf: bytes) -> list[bytes]:
    with pikepdf.open(BytesIO(pdf)) as file:
        return [str(font.BaseFont).encode() for page in file.pages for font in _fonts(page)]


def test_a_character_in_no_font_stops_the_printing_with_a_sentence():
    party = {**notice_payload()["party"], "person": "王\U000f1234\u200b"}

    with pytest.raises(GlyphMissing) as refused:
        render_pdf(NOTICE, notice_payload(party=party))

    assert str(refused.value) == (
        "字库中没有“U+F1234、U+200B”，文书不能印制，请管理员安装含有这些字的字体后重试。"
    )


def test_words_of_the_payload_are_never_markup():
    pdf = render_pdf(NOTICE, notice_payload(after=["<b>甲</b>&amp;<script>乙</script>"]))

    assert "<b>甲</b>&amp;<script>乙</script>" in squeezed(text_of(pdf))


def test_a_missing_font_file_is_named(settings, tmp_path):
    settings.YUJIAN_FONTS_DIR = tmp_path

    with pytest.raises(FontMissing, match=str(tmp_path)):
        render_pdf(NOTICE, notice_payload())


def test_a_licensed_font_takes_the_place_of_the_free_one(settings):
    settings.YUJIAN_FONT_FACES = {"fangsong": f"{settings.YUJIAN_FONTS_DIR}/FandolKai-Regular.otf"}

    changed = render_pdf(NOTICE, notice_payload())

    settings.YUJIAN_FONT_FACES = {}
    assert changed != render_pdf(NOTICE, notice_payload())


@pytest.mark.parametrize("address", ["http://example.test/x.png", "file:///etc/passwd"])
def test_a_paper_opens_nothing_but_its_fonts(monkeypatch, address):
    page = engines["django"].from_string(f'<html><img src="{address}"/></html>')
    monkeypatch.setattr("documents.rendering.render_to_string", lambda name, context: page.render())

    with pytest.raises(FatalURLFetchingError, match="may not open"):
        render_pdf("any.html", {})


def test_the_proof_of_service_fits_one_page_even_with_long_names():
    payload = {
        "organ": "白石瑶族自治县教育局",
        "number": "白教责改字〔2021〕12号",
        "title": "责令限期整改通知书",
        "party": "白石瑶族自治县晨曦阳光优学教育科技有限责任公司第二分公司附设青少年综合素质拓展中心",
        "place": "白石县春晓路12号锦绣花园3栋2单元201室至206室",
    }

    text = squeezed(text_of(render_pdf("documents/delivery_receipt.html", payload)))

    assert text.startswith("白石瑶族自治县教育局送达回证送达文书名称及文号责令限期整改通知书")
    assert payload["party"] in text
    assert all(cell in text for cell in ("送达方式", "拒收事由", "见证人签名", "执法证号"))
    assert text.endswith("备注—1—")

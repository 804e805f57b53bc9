"""Somebody sends a PDF: one sentence comes back, and nothing is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from documents.models import StoredFile
from enforcement.models import Notice
from enforcement.services import print_paper, void_notice
from portal.standings import answer_for
from signing.models import SignedFile
from signing.services import sign_pdf
from tests.factories.accounts import UserFactory
from tests.factories.enforcement import NoticeFactory, WithdrawalFactory
from tests.times import NOON


@pytest.fixture
def notice(certificate) -> Notice:
    """A printed and signed notice."""
    made = NoticeFactory(approved=True)
    print_paper(made.pk, at=NOON)
    made.refresh_from_db()
    return made


def send(browser, content: bytes):
    return browser.post("/v/file/", {"file": SimpleUploadedFile("通知书.pdf", content)})


def test_printed_notice_is_signed_and_verifies(browser_of, notice):
    answer = send(browser_of(), notice.document.content)

    assert answer.status_code == 200
    assert "文书属实" in answer.text
    assert notice.number in answer.text
    assert SignedFile.objects.get().versions.get().file == notice.document


def test_changed_file_is_said_to_be_changed_and_kept_nowhere(browser_of, notice):
    before = StoredFile.objects.count()
    turned = bytearray(notice.document.content)
    turned[len(turned) // 2] ^= 4

    answer = send(browser_of(), bytes(turned))

    assert "文书被改动过" in answer.text
    assert StoredFile.objects.count() == before


def test_voided_notice_is_voided_however_well_signed(notice):
    content, head = notice.document.content, UserFactory(section_head=True)
    assert answer_for(content, at=NOON).code == "valid"

    void_notice(notice.pk, reason="写错当事人", by=head, at=NOON)

    answer = answer_for(content, at=NOON)
    assert (answer.code, answer.verdict.is_valid) == ("voided", True)
    assert "已作废" in answer.sentence


def test_revoked_certificate_is_no_word_on_the_paper_itself(browser_of, notice, ca, crl):
    ca.revoke(ca.signer[1], NOON + timedelta(days=1))
    crl(datetime.now(UTC))

    page = send(browser_of(), notice.document.content).text

    assert "<h1>签名不能采信</h1>" in page
    assert "2021年11月11日被吊销" in page
    assert "不再有效" not in page


def test_signed_file_that_was_never_issued_is_unknown(certificate, paper):
    answer = answer_for(sign_pdf(paper, at=NOON, reason="试").pdf, at=NOON)

    assert answer.code == "unknown"
    assert "没有存档" in answer.sentence


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"MZ"])
def test_what_is_no_pdf_is_refused(browser_of, county, content):
    assert send(browser_of(), content).status_code == 422


def test_page_says_nothing_about_the_party(browser_of, notice):
    answer = send(browser_of(), notice.document.content)

    assert notice.payload["party"]["name"] not in answer.text
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex")


def test_too_many_files_are_stopped(browser_of, county, settings):
    settings.YUJIAN_RATES = {**settings.YUJIAN_RATES, "verify_file": 1}
    browser = browser_of()

    assert [send(browser, b"%PDF-1.7").status_code for _ in range(2)] == [200, 429]


def test_command_names_each_file(notice, county, tmp_path):
    (tmp_path / "good.pdf").write_bytes(notice.document.content)
    (tmp_path / "bad.pdf").write_bytes(notice.document.content + b" ")
    said = StringIO()
    call_command("verify_paper", str(tmp_path / "good.pdf"), county=county.code, stdout=said)

    with pytest.raises(CommandError, match="有 1 个文件未通过核验"):
        call_command("verify_paper", str(tmp_path / "bad.pdf"), county=county.code, stdout=said)

    assert "good.pdf：valid：" in said.getvalue()
    assert "bad.pdf：changed：" in said.getvalue()


def test_paper_that_was_taken_back_names_the_one_that_did(notice):
    WithdrawalFactory(withdraws=notice, approved=True, number="白教撤通字〔2021〕1号")
    Notice.objects.filter(pk=notice.pk).update(state="withdrawn", withdrawn_at=NOON)

    answer = answer_for(notice.document.content, at=NOON)

    assert answer.code == "superseded"
    assert "由“白教撤通字〔2021〕1号”撤回" in answer.sentence

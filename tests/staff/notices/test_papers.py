"""Papers as files and pictures, and how the page learns that printing is done."""

from __future__ import annotations

import pytest

from documents.rendering import text_of
from enforcement.models import Notice
from enforcement.services import print_paper
from tests.enforcement.scenes import approved, printed, served
from tests.factories.enforcement import NoticeFactory
from tests.times import NOON


def test_pdf_is_sent_as_it_was_stored(browser_of, people, visit):
    notice = printed(visit, people)

    answer = browser_of(people.clerk).get(f"/notices/{notice.pk}/paper.pdf")

    assert answer.content == notice.document.content
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"].startswith("private")
    assert answer["Content-Disposition"].startswith("inline;")


def test_pdf_can_be_saved(browser_of, people, visit):
    notice = printed(visit, people)

    answer = browser_of(people.clerk).get(f"/notices/{notice.pk}/paper.pdf?download=1")

    assert answer["Content-Disposition"].startswith("attachment;")


def test_pages_are_pictures(browser_of, people, visit):
    notice = printed(visit, people)
    browser = browser_of(people.clerk)

    first = browser.get(f"/notices/{notice.pk}/pages/1.png")

    assert first.content.startswith(b"\x89PNG")
    assert (first["Content-Type"], first["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert browser.get(f"/notices/{notice.pk}/pages/99.png").status_code == 404


@pytest.mark.parametrize("what", ["paper.pdf", "pages/1.png", "receipt.pdf", "proof/"])
def test_what_is_not_there_is_not_found(browser_of, clerk, law, what):
    notice = NoticeFactory()

    assert browser_of(clerk).get(f"/notices/{notice.pk}/{what}").status_code == 404


@pytest.mark.parametrize("what", ["", "paper.pdf", "pages/1.png", "receipt.pdf", "progress/"])
def test_papers_of_another_county_are_not_found(browser_of, clerk, next_door, what):
    with next_door():
        other = NoticeFactory(printed=True)

    assert browser_of(clerk).get(f"/notices/{other.pk}/{what}").status_code == 404


def test_papers_are_closed_to_partners(browser_of, partner):
    notice = NoticeFactory(printed=True)

    assert browser_of(partner).get(f"/notices/{notice.pk}/paper.pdf").status_code == 403


def test_paper_that_cannot_be_read_is_a_sentence_and_no_breakdown(browser_of, clerk, law):
    notice = NoticeFactory(printed=True)  # its file is no PDF

    answer = browser_of(clerk).get(f"/notices/{notice.pk}/")

    assert answer.status_code == 200
    assert "not_a_pdf" in answer.text


def test_receipt_carries_number_and_party(browser_of, people, visit):
    notice = printed(visit, people)

    answer = browser_of(people.clerk).get(f"/notices/{notice.pk}/receipt.pdf")

    text = text_of(answer.content)
    assert notice.number in text
    assert "青禾培训学校" in text


def test_progress_says_nothing_while_the_paper_waits_and_reloads_when_it_is_there(
    browser_of, people, visit
):
    notice = approved(visit, people)
    browser = browser_of(people.clerk)

    waiting = browser.get(f"/notices/{notice.pk}/progress/")
    print_paper(notice.pk, at=NOON)
    done = browser.get(f"/notices/{notice.pk}/progress/")

    assert (waiting.status_code, waiting.content) == (204, b"")
    assert done["HX-Refresh"] == "true"


def test_progress_on_the_desk_becomes_a_line_that_asks_no_more(browser_of, people, visit):
    notice = printed(visit, people)

    answer = browser_of(people.clerk).get(f"/notices/{notice.pk}/progress/?strip=1")

    assert "已印制" in answer.text
    assert "hx-get" not in answer.text


def test_progress_stops_when_printing_was_stopped(browser_of, people, visit):
    notice = approved(visit, people)
    Notice.objects.filter(pk=notice.pk).update(print_error="字库中没有“𠮷”")

    answer = browser_of(people.clerk).get(f"/notices/{notice.pk}/progress/")

    assert answer["HX-Refresh"] == "true"


def test_proof_of_a_service_without_one_is_not_found(browser_of, people, visit):
    notice = served(visit, people)

    assert browser_of(people.clerk).get(f"/notices/{notice.pk}/proof/").status_code == 404

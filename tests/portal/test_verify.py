"""Is this paper genuine?"""

from __future__ import annotations

import pytest

from enforcement.models import Notice
from tests.factories.enforcement import NoticeFactory


def test_genuine_paper_shows_number_issuer_state_and_checksum(browser_of, county):
    notice = NoticeFactory(printed=True)

    answer = browser_of().get(f"/v/{notice.token}/")

    assert answer.status_code == 200
    assert "此文书属实" in answer.text
    for words in (notice.number, notice.payload["organ"], notice.document.sha256):
        assert words in answer.text


def test_page_says_nothing_about_the_party(browser_of, county):
    notice = NoticeFactory(printed=True)

    answer = browser_of().get(f"/v/{notice.token}/")

    assert notice.payload["party"]["name"] not in answer.text
    assert notice.institution.name not in answer.text


def test_unknown_token_is_said_to_be_unknown(browser_of, county):
    answer = browser_of().get("/v/no-such-token/")

    assert answer.status_code == 404
    assert "没有查到这份文书" in answer.text


@pytest.mark.parametrize("token", ["%00", "a%00b", "核验", "a" * 41])
def test_token_that_no_paper_can_bear_is_unknown(browser_of, county, token):
    assert browser_of().get(f"/v/{token}/").status_code == 404


def test_paper_of_the_neighbour_county_is_unknown_here(browser_of, next_door, county):
    with next_door():
        theirs = NoticeFactory(printed=True, token="theirs-only")

    answer = browser_of().get("/v/theirs-only/")

    assert answer.status_code == 404
    assert theirs.number not in answer.text


def test_draft_has_no_token_and_cannot_be_found(browser_of, county):
    NoticeFactory()

    assert Notice.objects.get().token is None
    assert browser_of().get("/v/None/").status_code == 404


def test_page_is_kept_by_nobody(browser_of, county):
    notice = NoticeFactory(printed=True)

    answer = browser_of().get(f"/v/{notice.token}/")

    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex")


def test_landing_leads_to_the_paper(browser_of, county):
    answer = browser_of().get("/v/?token=abc-123")

    assert (answer.status_code, answer.url) == (302, "/v/abc-123/")


def test_landing_refuses_other_signs(browser_of, county):
    answer = browser_of().get("/v/?token=a/b")

    assert "核验码只含字母、数字" in answer.text

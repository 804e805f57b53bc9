"""The page on which history proves itself."""

from __future__ import annotations

import pytest

from audit.services import publish_head, record, seal
from tests.factories.accounts import UserFactory
from tests.times import NOON


@pytest.fixture
def reviewer(county):
    return UserFactory(legal_reviewer=True, full_name="审计员")


def test_page_shows_seal_head_and_what_waits(browser_of, reviewer):
    record("user.create", reviewer, by=None, at=NOON)
    seal(at=NOON)
    publish_head(at=NOON)
    record("user.create", reviewer, by=None, at=NOON)

    answer = browser_of(reviewer).get("/history/proof/")

    facts = answer.context
    assert (facts["head"].position, facts["outside"].position, facts["unsealed"]) == (1, 1, 1)
    assert facts["head"].digest in answer.text
    assert "还没有核验过" in answer.text


def test_page_says_that_no_head_is_outside(browser_of, reviewer):
    assert "没有读到，请联系平台运维人员" in browser_of(reviewer).get("/history/proof/").text


def test_a_check_that_runs_is_shown_and_asks_again(browser_of, reviewer):
    record("user.create", reviewer, by=None, at=NOON)
    browser = browser_of(reviewer)

    waiting = browser.post("/history/check/", follow=True)
    assert "核验中" in waiting.text
    assert 'hx-trigger="every 2s"' in waiting.text
    refused = browser.post("/history/check/")

    assert refused.status_code == 409


def test_the_result_of_a_check_is_shown(browser_of, reviewer, commits):
    browser = browser_of(reviewer)

    with commits():
        browser.post("/history/check/")

    answer = browser.get("/history/proof/")
    assert "未发现问题" in answer.text
    assert "every 2s" not in answer.text


@pytest.mark.parametrize(("method", "path"), [("get", "proof"), ("post", "check")])
def test_proof_needs_its_right(browser_of, inspector, method, path):
    assert getattr(browser_of(inspector), method)(f"/history/{path}/").status_code == 403

"""The inbox as a page."""

from __future__ import annotations


def test_empty_inbox_says_so(browser_of, clerk):
    answer = browser_of(clerk).get("/")

    assert "孙怡，您好" in answer.text
    assert "现在没有等您处理的事项" in answer.text


def test_inbox_needs_a_login(browser_of):
    assert browser_of().get("/").status_code == 302

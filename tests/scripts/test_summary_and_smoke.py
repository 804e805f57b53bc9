"""The small readers of the scripts."""

import pytest

from script.lib.browser import Page, expect
from script.lib.failure import Failure
from script.lib.smoke import read_logins
from script.lib.summary import counts, main


def test_counts_are_read_from_the_report_of_pytest():
    report = '<testsuites><testsuite tests="9" failures="1" errors="2" skipped="3"/></testsuites>'

    assert counts(report) == (3, 3, 3)


def test_a_run_without_a_test_is_no_success(tmp_path, capsys):
    report = tmp_path / "results.xml"
    report.write_text('<testsuites><testsuite tests="0"/></testsuites>')

    code = main([str(report), "0"])

    assert code == 1
    assert capsys.readouterr().out.endswith("tests: 0 passed, 0 failed, 0 skipped\n")


def test_a_page_without_the_expected_words_ends_the_walk():
    page = Page("http://127.0.0.1/", 200, "text/html", "<title>收件箱</title>".encode())

    assert expect("inbox", page, "收件箱") == page
    with pytest.raises(Failure, match="does not show 停办通知书"):
        expect("inbox", page, "停办通知书")


def test_a_page_that_answers_an_error_ends_the_walk():
    with pytest.raises(Failure, match="answered 500 instead of 200"):
        expect("inbox", Page("http://127.0.0.1/", 500, "text/html", b""))


def test_logins_are_the_first_two_words_of_a_line(tmp_path):
    file = tmp_path / "logins.txt"
    file.write_text("# 演示\n\nzhang  a-b-c  执法人员\nli d-e-f\n说明\n")

    assert read_logins(file) == {"zhang": "a-b-c", "li": "d-e-f"}


def test_a_link_is_followed_by_its_pattern_or_the_walk_ends():
    page = Page("http://127.0.0.1/", 200, "text/html", b'<a href="/notices/17/">x</a>')

    assert page.first(r"/notices/\d+/") == "/notices/17/"
    with pytest.raises(Failure, match="has no href like"):
        page.first(r"/visits/\d+/")

"""A bank's file comes in by hand: taken, known, torn or refused, and its original goes out."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from funds.models import BankLine, BankStatement
from tests.factories import fund_scenes, funds
from tests.factories.accounts import UserFactory
from tests.factories.policies import ParameterFactory

UPLOAD = "/funds/statements/upload/"
FEE = "2021-11-09,3600.00,,3600.00,R1,缴费"
NEXT = "2021-11-10,120.00,,3720.00,R2,缴费"
ODD = "2021-11-10,120.00,,9999.00,R2,缴费"


@pytest.fixture
def account(keeper):
    return funds.account(keeper)


@pytest.fixture
def send(account, browser_of, keeper):
    def sent(content, name="十一月.csv", layout="two_columns", by=keeper):
        file = SimpleUploadedFile(name, content, content_type="image/png")
        typed = {"account": account.pk, "layout": layout, "file": file}
        return browser_of(by).post(UPLOAD, typed, follow=True)

    return sent


def test_a_file_is_taken_booked_and_told_about(send):
    answer = send(fund_scenes.csv(FEE, NEXT))

    kept = BankStatement.objects.get()
    assert answer.redirect_chain[-1][0] == f"/funds/statements/{kept.pk}/"
    assert (kept.line_count, kept.new_count, answer.context["known"]) == (2, 2, 0)
    assert (answer.context["waiting"], answer.context["in_suspense"]) == (0, 2)
    assert "新流水2笔" in answer.text


def test_the_same_file_again_and_a_longer_one_say_what_was_known(send):
    send(fund_scenes.csv(FEE))

    again = send(fund_scenes.csv(FEE))
    longer = send(fund_scenes.csv(FEE, NEXT))

    assert "以前已经收到，没有重复入账" in again.text
    assert (longer.context["known"], longer.context["page"].paginator.count) == (1, 1)
    assert BankLine.objects.count() == 2


def test_a_torn_file_is_refused_whole_or_taken_up_to_there_as_the_county_says(send):
    torn = fund_scenes.csv(FEE, ODD)

    refused = send(torn)
    assert refused.status_code == 422
    assert "第3行余额与上一行加减本行金额不符" in refused.text
    assert not BankStatement.objects.exists()

    ParameterFactory(key="funds.torn_files_taken", value=True)
    taken = send(torn)
    assert "第3行余额与上一行加减本行金额不符；只收到此前的流水" in taken.text
    assert BankLine.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "layout", "words"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\xff\xfe", "two_columns", "无法读取"),
        (b"MZ no statement", "mt940", "不是MT940对账单"),
        ("姓名,电话\n王,1\n".encode(), "signed", "没有找到"),
    ],
)
def test_what_is_no_statement_by_its_content_is_refused(send, content, layout, words):
    answer = send(content, layout=layout)

    assert answer.status_code == 422
    assert words in answer.text
    assert not BankStatement.objects.exists()


def test_another_content_under_one_number_is_refused_whole(send):
    send(fund_scenes.csv(FEE))

    answer = send(fund_scenes.csv(FEE.replace("3600.00", "3700.00")))

    assert answer.status_code == 422
    assert "R1" in answer.text
    assert BankStatement.objects.count() == 1


def test_a_file_too_large_an_unknown_layout_and_no_file_are_refused(send, browser_of, keeper):
    assert "MB" in send(b"x" * (20 * 1024 * 1024 + 1)).text
    assert send(fund_scenes.csv(FEE), layout="nonsense").status_code == 422
    assert browser_of(keeper).post(UPLOAD, {}).status_code == 422
    assert not BankStatement.objects.exists()


def test_only_who_books_may_bring_a_file_and_all_who_look_may_have_it_back(send, browser_of):
    content = fund_scenes.csv(FEE)
    assert send(content, by=UserFactory(inspector=True)).status_code == 403
    send(content)

    kept = BankStatement.objects.get()
    answer = browser_of(UserFactory(inspector=True)).get(f"/funds/statements/{kept.pk}/file/")

    assert answer.content == content
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_list_of_files_costs_the_same_for_one_and_for_three(
    send, browser_of, keeper, queries_of
):
    browser, address = browser_of(keeper), "/funds/statements/"
    send(fund_scenes.csv(FEE))
    for_one = queries_of(browser, address)
    send(fund_scenes.csv(FEE, NEXT))
    send(fund_scenes.csv(NEXT))

    assert queries_of(browser, address) == for_one
    assert len(browser.get(f"{address}?torn=yes").context["page"]) == 0

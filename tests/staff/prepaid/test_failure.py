"""If it stopped tonight, on pages: all ranked, one to the fen, and from drill to earnest."""

from __future__ import annotations

import re
from io import BytesIO

import openpyxl
import pytest

from audit.models import AuditEvent
from documents.rendering import text_of
from funds.models import PaymentOrder
from funds.services import Line, settle_institution
from funds.states import AccountState, BookCode, EntryKind
from tests.factories import funds
from tests.factories.institutions import InstitutionFactory
from tests.factories.policies import ParameterFactory
from tests.times import NOON

DRILL = "/prepaid/drill/"


def gone(account, hands, amount_fen):
    lines = (Line(BookCode.BANK, -amount_fen), Line(BookCode.SUSPENSE, amount_fen))
    funds.booked(account, hands.clerk, kind=EntryKind.OTHER_OUT, lines=lines)


@pytest.fixture
def short(account, hands):
    """4,000 and 1,250 yuan are owed, 3,150 are there."""
    for fee in (400000, 125000):
        funds.paid(account, hands.clerk, fee_fen=fee)
    gone(account, hands, 210000)
    return account


def sheet(content, name):
    return list(openpyxl.load_workbook(BytesIO(content))[name].values)


def test_institutions_are_ranked_by_what_is_uncovered(short, hands, browser_of, inspector):
    whole = funds.paid(funds.account(hands.clerk), hands.clerk).account
    browser = browser_of(inspector)

    page = browser.get(DRILL)
    rows = sheet(browser.get(f"{DRILL}drill.xlsx").content, "压力演练")

    assert [one.institution_id for one in page.context["page"]] == [
        short.institution_id,
        whole.institution_id,
    ]
    assert page.text.count('<rect class="outcome-3"') == 1
    assert "1／2" in page.text
    assert rows[2][1:] == (short.institution.name, 3150, 5250, 2100, 2)


def test_one_institution_says_who_gets_what_in_the_order_of_the_law(short, browser_of, inspector):
    browser, path = browser_of(inspector), f"{DRILL}{short.institution_id}/"

    page = browser.get(path, {"wages": "500", "others": "20"}).text

    for words in ("¥5,250.00", "¥3,150.00", "¥2,400.00", "¥750.00", "¥500.00", "王**"):
        assert words in page
    assert "王小明" not in page
    assert "转入清算" not in page
    assert browser.get(path, {"wages": "-1"}).status_code == 422


def test_the_list_for_payment_is_masked_and_sums_to_what_is_there(short, browser_of, inspector):
    path = f"{DRILL}{short.institution_id}/payouts.xlsx"
    content = browser_of(inspector).get(path, {"wages": "500"}).content

    rows = sheet(content, "付款清单")[1:]
    assert [row[2:4] for row in rows] == [("王**", "王**")] * 2
    assert [row[5:] for row in rows] == [(4000, 2400, 1600), (1250, 750, 500)]
    assert [row[2:] for row in sheet(content, "清偿顺序")[2:]] == [
        (5250, 3150, 2100),
        (500, 0, 500),
        (0, 0, 0),
    ]


def test_a_settlement_is_begun_shared_and_watched(short, hands, browser_of):
    clerk, head = browser_of(hands.clerk), browser_of(hands.head)
    path = f"{DRILL}{short.institution_id}/"

    assert clerk.post(f"{path}settle/", {"reason": "失联"}).status_code == 403
    head.post(f"{path}settle/", {"reason": "负责人失联"})
    short.refresh_from_db()
    assert short.state == AccountState.SETTLING
    assert "提出清算退费" in clerk.get(path).text
    answer = clerk.post(f"/prepaid/accounts/{short.pk}/share/", follow=True)

    assert "已提出2笔退费，共3,150元" in answer.text
    assert "清算退费进度" in answer.text
    assert sum(PaymentOrder.objects.values_list("amount_fen", flat=True)) == 315000
    again = clerk.post(f"/prepaid/accounts/{short.pk}/share/")
    assert "nothing_to_share" in again.text


def test_without_money_everything_says_so(county, browser_of, inspector):
    browser = browser_of(inspector)
    stranger = InstitutionFactory()

    assert "没有监管账户" in browser.get(DRILL).text
    assert browser.get(f"{DRILL}{stranger.pk}/").status_code == 404


def test_an_account_without_entries_owes_nothing(account, browser_of, inspector):
    page = browser_of(inspector).get(f"{DRILL}{account.institution_id}/")

    assert page.context["exposed"].owed_fen == 0
    assert "没有应退的学员" in page.text


def test_the_pages_of_a_failure_cost_the_same_for_more(short, hands, browser_of, queries_of):
    browser, one = browser_of(hands.clerk), f"{DRILL}{short.institution_id}/"
    before = [queries_of(browser, path) for path in (DRILL, one)]
    for _ in range(2):
        funds.paid(short, hands.clerk)
        funds.paid(funds.account(hands.clerk), hands.clerk)

    assert [queries_of(browser, path) for path in (DRILL, one)] == before


def test_letters_name_the_parents_and_each_look_is_on_record(short, hands, browser_of):
    browser, path = browser_of(hands.clerk), f"{DRILL}{short.institution_id}/"
    ParameterFactory(key="organ.contact", value={"address": "东街1号", "phone": "8230001"})
    settle_institution(short.institution_id, reason="失联", by=hands.head, at=NOON)
    assert f"{path}letters/" in browser.get(path).text

    assert browser.post(f"{path}letters/", {"purpose": ""}).status_code == 422
    assert not AuditEvent.objects.filter(kind="fund_contract.reveal").exists()
    pdf = browser.post(f"{path}letters/", {"purpose": "寄送清算告知信"}).content

    said = re.sub(r"\s", "", text_of(pdf))
    assert said.count("联系方式：东街1号，8230001。") == 2
    for words in ("王大明：", "学员王小明", "应退还您4,000元", "可以退还您2,400元", "退还您750元"):
        assert words in said
    looks = AuditEvent.objects.filter(kind="fund_contract.reveal")
    assert [look.facts["purpose"] for look in looks] == ["寄送清算告知信"] * 2

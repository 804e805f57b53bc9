"""Money of nobody: suggested, claimed by order number, and taken back with a reason."""

from __future__ import annotations

from funds.models import BankLine, Entry
from funds.queries import suggestions_for
from tests.factories import fund_scenes, funds
from tests.factories.accounts import UserFactory


def _line(lived, ref="R3"):
    return lived.account.bank_lines.get(bank_ref=ref)


def test_what_stands_in_suspense_is_listed_with_the_contracts_it_may_pay(lived, browser_of):
    page = browser_of(lived.by).get("/funds/suspense/")

    (row,) = page.context["lines"]
    assert (row.line, [one.contract for one in row.suggested]) == (_line(lived), [lived.awaited])
    assert row.suggested[0].because == "amount"
    assert lived.awaited.order_no in page.text


def test_a_number_in_the_remark_speaks_before_an_equal_amount(lived):
    named = funds.contract(lived.account, lived.by, order_no="B000777")
    line = "2021-11-10,120.00,,3440.00,R4,B000777和B000888的课费"
    funds.contract(lived.account, lived.by, order_no="B000888")
    fund_scenes.taken(lived.account, lived.by, line)

    found = suggestions_for([_line(lived, "R4")])[_line(lived, "R4").pk]

    assert [one.because for one in found] == ["number", "number", "amount"]
    assert named in [one.contract for one in found]


def test_a_suggestion_is_taken_up_and_undone_with_a_reason(lived, browser_of):
    line, browser = _line(lived), browser_of(lived.by)
    page = browser.get(f"/funds/lines/{line.pk}/")
    assert f'value="{lived.awaited.order_no}"' in page.text

    browser.post(f"/funds/lines/{line.pk}/claim/", {"order_no": lived.awaited.order_no})
    assert _line(lived).matched_by == "person"
    undo = f"/funds/lines/{line.pk}/undo/"
    assert browser.post(undo, {"reason": " "}).status_code == 422
    after = browser.post(undo, {"reason": "不是他缴的"}, follow=True)

    assert _line(lived).matched_by == "suspense"
    assert "已撤销，列入待查。" in after.text
    assert Entry.objects.filter(note="不是他缴的").count() == 1


def test_an_order_number_of_nobody_or_of_another_account_is_refused(lived, browser_of):
    other = funds.contract(funds.account(lived.by), lived.by)
    browser, address = browser_of(lived.by), f"/funds/lines/{_line(lived).pk}/claim/"
    before = Entry.objects.count()

    for number in ("X404", other.order_no):
        answer = browser.post(address, {"order_no": number})
        assert answer.status_code == 422
        assert "没有这个订单号的合同" in answer.text
    too_much = browser.post(address, {"order_no": lived.paid.order_no})

    assert "待缴金额不足" in too_much.text
    assert Entry.objects.count() == before


def test_who_only_looks_is_offered_nothing_and_cannot(lived, browser_of):
    browser = browser_of(UserFactory(inspector=True))
    page = browser.get(f"/funds/lines/{_line(lived).pk}/")

    assert (page.context["may_claim"], page.context["may_undo"]) == (False, False)
    for verb in ("claim", "undo"):
        assert browser.post(f"/funds/lines/{_line(lived).pk}/{verb}/").status_code == 403


def test_a_line_in_suspense_is_not_undone_and_one_that_waits_neither(lived, browser_of):
    browser, before = browser_of(lived.by), Entry.objects.count()

    again = browser.post(f"/funds/lines/{_line(lived).pk}/undo/", {"reason": "x"}, follow=True)
    BankLine.objects.filter(pk=_line(lived).pk).update(entry=None, matched_by="")
    waiting = browser.post(f"/funds/lines/{_line(lived).pk}/undo/", {"reason": "x"})

    assert "没有改动" in again.text
    assert waiting.status_code == 404
    assert Entry.objects.count() == before


def test_suspense_costs_the_same_for_one_and_for_three(lived, browser_of, queries_of):
    browser = browser_of(lived.by)
    for_one = queries_of(browser, "/funds/suspense/")
    lines = "2021-11-10,5.00,,3325.00,R5,甲", "2021-11-10,6.00,,3331.00,R6,乙"
    fund_scenes.taken(lived.account, lived.by, *lines)

    assert queries_of(browser, "/funds/suspense/") == for_one
    assert len(browser.get("/funds/suspense/?text=R6").context["lines"]) == 1
    assert browser.get("/funds/suspense/?way=out").context["lines"] == []

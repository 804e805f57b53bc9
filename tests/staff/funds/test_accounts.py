"""Accounts on their pages: listed, opened, moved, and their numbers seen for a purpose only."""

from __future__ import annotations

from audit.models import AuditEvent
from funds.models import Bank, FundAccount
from funds.services import move_account
from tests.factories import fund_scenes, funds
from tests.factories.accounts import UserFactory
from tests.factories.institutions import InstitutionFactory
from tests.times import NOON

NEW = "/funds/open/"


def _typed(keeper, **changes):
    told = {
        "institution": InstitutionFactory(name="青禾培训学校").pk,
        "bank": funds.bank(keeper).pk,
        "kind": "custody",
        "number": "6217 0000 1234 5678",
        "opened_on": "2021-11-01",
        "minimum": "5000.50",
    }
    return told | changes


def test_the_list_shows_balance_minimum_and_the_colour_of_alerts(lived, browser_of):
    page = browser_of(lived.by).get("/funds/")

    (line,) = page.context["lines"]
    assert (line.balance_fen, line.minimum_fen, line.is_short) == (332000, 500000, True)
    assert (line.red, line.yellow) == (1, 1)
    totals = page.context["totals"]
    assert (totals.bank_fen, totals.pupils_fen) == (332000, 285000)
    assert (totals.releasable_fen, totals.suspense_fen) == (35000, 12000)
    assert "¥3,320.00" in page.text
    assert lived.account.number not in page.text


def test_the_list_costs_the_same_for_one_and_for_three(county, browser_of, keeper, queries_of):
    browser = browser_of(keeper)
    funds.account(keeper)
    for_one = queries_of(browser, "/funds/")
    funds.account(keeper)
    funds.account(keeper)

    assert queries_of(browser, "/funds/") == for_one


def test_the_list_is_narrowed_by_what_is_alarming(lived, browser_of):
    calm = funds.account(lived.by)
    browser = browser_of(lived.by)

    def found(query):
        return [line.account for line in browser.get(f"/funds/?{query}").context["lines"]]

    assert found("pick=red") == [lived.account]
    assert found(f"institution={calm.institution_id}") == [calm]
    assert found("state=frozen") == []


def test_an_account_is_opened_and_its_number_is_never_printed(county, browser_of, keeper):
    browser = browser_of(keeper)

    answer = browser.post(NEW, _typed(keeper), follow=True)

    account = FundAccount.objects.get()
    assert (account.number, account.own_minimum_fen) == ("6217000012345678", 500050)
    assert "尾号5678" in answer.text
    assert "6217000012345678" not in answer.text


def test_a_number_that_is_none_is_refused_and_everything_typed_is_kept(county, browser_of, keeper):
    answer = browser_of(keeper).post(NEW, _typed(keeper, number="12ab"))

    assert answer.status_code == 422
    assert "不是8至32位数字" in answer.text
    assert 'value="2021-11-01"' in answer.text
    assert not FundAccount.objects.exists()


def test_a_day_that_has_not_come_and_a_debt_as_minimum_are_refused(county, browser_of, keeper):
    typed = _typed(keeper, opened_on="2999-01-01", minimum="-1")

    answer = browser_of(keeper).post(NEW, typed)

    assert set(answer.context["form"].errors) == {"opened_on", "minimum"}
    assert not FundAccount.objects.exists()


def test_a_bank_is_added_once_and_the_second_name_changes_nothing(county, browser_of, keeper):
    browser = browser_of(keeper)

    browser.post("/funds/banks/", {"code": "icbc", "name": "工商银行县支行"})
    again = browser.post("/funds/banks/", {"code": "icbc", "name": "另一家"}, follow=True)
    wrong = browser.post("/funds/banks/", {"code": "ICBC 1", "name": "另一家"})

    assert Bank.objects.get().name == "工商银行县支行"
    assert "此前已登记为“工商银行县支行”" in again.text
    assert wrong.status_code == 422


def test_the_page_of_an_account_shows_what_each_part_of_its_money_is(lived, browser_of):
    page = browser_of(lived.by).get(f"/funds/{lived.account.pk}/")

    held = page.context["held"]
    assert {code: fen for code, fen in held.items() if fen} == {
        "bank": 332000,
        "pupil": 255000,
        "refund": 30000,
        "releasable": 35000,
        "suspense": 12000,
    }
    streams = page.context["streams"]
    assert (streams.paid_fen, streams.taught_fen, streams.due_fen) == (360000, 75000, 30000)
    assert (streams.released_fen, streams.refunded_fen) == (40000, 0)
    assert [block.label for block in page.context["flow"].blocks][0] == "家长缴费"
    assert "低于最低余额5,000元" in page.text


def test_a_number_is_shown_for_a_purpose_and_the_look_is_recorded(lived, browser_of):
    address = f"/funds/{lived.account.pk}/number/"
    browser = browser_of(lived.by)

    empty = browser.post(address, {"purpose": " "})
    shown = browser.post(address, {"purpose": "与银行核对"})

    assert empty.status_code == 422
    assert lived.account.number not in empty.text
    assert lived.account.number in shown.text
    assert "no-store" in shown["Cache-Control"]
    (look,) = AuditEvent.objects.filter(kind="fund_account.reveal")
    assert look.facts["purpose"] == "与银行核对"


def test_a_number_is_for_who_manages_accounts_only(lived, browser_of):
    address = f"/funds/{lived.account.pk}/number/"

    for user in (lived.head, UserFactory(inspector=True)):
        assert browser_of(user).post(address, {"purpose": "看看"}).status_code == 403
    assert not AuditEvent.objects.filter(kind="fund_account.reveal").exists()


def test_an_account_is_frozen_by_who_approves_with_a_reason(lived, browser_of):
    address = f"/funds/{lived.account.pk}/move/freeze/"
    chief = browser_of(lived.head)

    assert browser_of(lived.by).post(address, {"reason": "失联"}).status_code == 403
    assert chief.post(address, {"reason": ""}).status_code == 422
    answer = chief.post(address, {"reason": "负责人失联"}, follow=True)

    assert FundAccount.objects.get(pk=lived.account.pk).state == "frozen"
    assert "账户现为“冻结”。" in answer.text
    assert "负责人失联" in answer.text


def test_only_moves_that_the_state_allows_are_offered_and_others_refused(lived, browser_of):
    move_account(lived.account.pk, "freeze", reason="失联", by=lived.head, at=NOON)
    browser = browser_of(lived.head)
    page = browser.get(f"/funds/{lived.account.pk}/")

    closing = browser.post(f"/funds/{lived.account.pk}/move/close/", {"reason": "完"})

    assert [button.label for button in page.context["buttons"]] == ["解除冻结", "转入清算"]
    assert closing.status_code == 422
    assert "冻结" in closing.text
    assert browser.get(f"/funds/{lived.account.pk}/move/vanish/").status_code == 404


def test_an_account_with_money_in_it_is_not_closed(lived, browser_of):
    answer = browser_of(lived.head).post(
        f"/funds/{lived.account.pk}/move/close/", {"reason": "机构停办"}
    )

    assert answer.status_code == 422
    assert "不能销户" in answer.text


def test_who_may_not_see_money_sees_none_and_a_wrong_key_finds_nothing(lived, browser_of):
    assert browser_of(UserFactory(partner_officer=True)).get("/funds/").status_code == 403
    assert browser_of(lived.by).get("/funds/99999999/").status_code == 404


def test_a_calm_account_without_a_fee_has_a_page_too(county, browser_of, keeper):
    fund_scenes.law()
    account = funds.account(keeper)

    page = browser_of(UserFactory(inspector=True)).get(f"/funds/{account.pk}/?span=365")

    assert page.context["flow"] is None
    assert page.context["buttons"] == []
    assert "还没有家长缴费入账" in page.text
    assert "没有最低余额" in page.text

"""Alerts on their pages, in the inbox, and the proof for auditors."""

from __future__ import annotations

from datetime import timedelta

from funds.models import Alert
from funds.services import close_alert, prove_journal
from staff.inbox.rows import inbox_of
from tests.factories.accounts import UserFactory
from tests.funds.test_journal_guards import run
from tests.times import DAY, NOON


def _alert(lived, rule="below_minimum"):
    return Alert.objects.get(account=lived.account, rule=rule)


def test_open_alerts_are_listed_red_first_with_sentence_and_source(lived, browser_of):
    page = browser_of(UserFactory(inspector=True)).get("/funds/alerts/")

    assert [alert.level for alert in page.context["page"]] == ["red", "yellow"]
    assert _alert(lived).sentence in page.text
    assert _alert(lived).basis in page.text


def test_what_was_closed_leaves_the_list_and_is_found_by_the_filter(lived, browser_of):
    close_alert(_alert(lived).pk, because="已补足", by=lived.head, at=NOON)
    browser = browser_of(lived.by)

    def rules(query=""):
        return [alert.rule for alert in browser.get(f"/funds/alerts/{query}").context["page"]]

    assert rules() == ["large_movement"]
    assert rules("?pick=closed") == ["below_minimum"]
    assert rules("?level=red") == []
    assert rules("?state=closed") == ["below_minimum"]
    assert rules(f"?account={lived.account.pk}") == rules("?pick=")
    assert rules("?pick=") == ["below_minimum", "large_movement"]
    assert "已补足" in browser.get("/funds/alerts/?pick=closed").text


def test_an_alert_is_seen_to_and_closed_by_somebody_else_with_words(lived, browser_of):
    alert = _alert(lived)
    address = f"/funds/alerts/{alert.pk}/"
    keeper, chief = browser_of(lived.by), browser_of(lived.head)

    assert chief.post(f"{address}handle/").status_code == 403
    keeper.post(f"{address}handle/")
    assert keeper.post(f"{address}handle/").status_code == 409
    assert keeper.post(f"{address}close/", {"because": "x"}).status_code == 403
    assert chief.post(f"{address}close/", {"because": " "}).status_code == 422
    answer = chief.post(f"{address}close/", {"because": "机构已补足余额"}, follow=True)

    alert.refresh_from_db()
    assert (alert.state, alert.closed_because) == ("closed", "机构已补足余额")
    assert answer.context["buttons"] == []
    assert answer.text.count("机构已补足余额") == 2


def test_each_person_is_offered_what_he_may_do(lived, browser_of):
    address = f"/funds/alerts/{_alert(lived).pk}/"

    def labels(user):
        return [button.label for button in browser_of(user).get(address).context["buttons"]]

    assert labels(lived.by) == ["开始处置"]
    assert labels(lived.head) == ["解除"]
    assert labels(UserFactory(inspector=True)) == []


def test_alerts_and_money_of_nobody_wait_in_the_inbox_of_who_books(lived):
    found = inbox_of(lived.by, DAY + timedelta(days=1))

    assert [work.label for work in found.overdue] == ["红色预警"]
    assert {work.label for work in found.mine} == {"黄色预警", "待认领"}
    assert not [work for work in inbox_of(lived.head, DAY).mine if work.icon == "alert-triangle"]


def test_auditors_see_the_proof_and_what_it_found(lived, browser_of):
    prove_journal(at=NOON)
    run("UPDATE funds_leg SET amount_fen = amount_fen * 2", guards=False)
    prove_journal(at=NOON + timedelta(days=1))

    page = browser_of(UserFactory(audit_administrator=True)).get("/funds/proof/")

    assert page.status_code == 200
    assert page.context["newest"].trouble_count > 0
    assert "第1号分录的内容与摘要不符" in page.text
    assert [one.trouble_count > 0 for one in page.context["page"]] == [True, False]
    assert browser_of(UserFactory(partner_officer=True)).get("/funds/proof/").status_code == 403

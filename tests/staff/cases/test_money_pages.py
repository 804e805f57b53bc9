"""After the decision, by page: money, deferral, remedies, urging and the court."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.models import Case, CourtApplication, Deferral, Payment
from cases.states import CaseState
from common.clock import at_noon, localdate
from papers.models import OfficialPaper
from policies.services import load_calendar
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.accounts import UserFactory

WINDOW = date(2022, 6, 11)


@pytest.fixture
def today(people):
    day = localdate(timezone.now())
    load_calendar((day.year,), at=timezone.now())
    return day


def send(browser, case: Case, act: str, **sent):
    return browser.post(f"/cases/{case.pk}/do/{act}/", sent)


def state_of(case: Case) -> str:
    return Case.objects.get(pk=case.pk).state


def test_too_much_money_is_refused_and_the_words_stay(people, today, browser_of):
    case = endings.handed_over(people)
    paid = {"part": "fine", "paid_on": today, "channel": "bank", "reference": "湘农商001"}

    page = send(browser_of(people.lead), case, "pay", amount_fen="3000.01", **paid)

    assert "尚欠3,000元，不能登记3,000.01元" in page.text
    assert "湘农商001" in page.text
    assert (Payment.objects.count(), state_of(case)) == (0, CaseState.SERVED)


def test_a_payment_is_taken_back_by_the_section_only(people, today, browser_of):
    case = endings.paid(people)
    act = f"reverse/{case.payments.get().pk}"

    assert send(browser_of(people.lead), case, act, reason="退票").status_code == 403
    assert Payment.objects.count() == 1
    assert send(browser_of(people.section), case, act, reason="退票").status_code == 302
    again = send(browser_of(people.section), case, act, reason="退票")

    assert "已经冲销" in again.text
    assert [row.amount_fen for row in case.payments.order_by("pk")] == [300_000, -300_000]


def test_instalments_are_asked_for_and_granted(people, today, browser_of):
    case = endings.handed_over(people)
    days = [(today + timedelta(days=count)).isoformat() for count in (40, 70)]
    asked = {"kind": "parts", "requested_on": today, "reason": "经营困难"}
    lead, head = browser_of(people.lead), browser_of(people.head)

    refused = send(lead, case, "defer", plan=f"{days[0]}，1000\n{days[1]}，1000", **asked)
    send(lead, case, "defer", plan=f"{days[0]}，1000\n{days[1]}，2000", **asked)
    row = Deferral.objects.get()
    forbidden = send(lead, case, f"defer-decide/{row.pk}", grants="yes", answer="同意")
    send(head, case, f"defer-decide/{row.pk}", grants="yes", answer="同意")

    assert "合计须等于尚欠的罚款3,000元" in refused.text
    assert forbidden.status_code == 403
    row.refresh_from_db()
    assert (row.state, row.instalments.count()) == ("granted", 2)


def test_a_remedy_is_entered_and_its_end(people, today, browser_of):
    case = endings.handed_over(people)
    told = {"kind": "reconsideration", "body": "县人民政府", "filed_on": today}
    lead = browser_of(people.lead)

    send(lead, case, "remedy", **told)
    twice = send(lead, case, "remedy", **told)
    remedy = case.remedies.get()
    ended = {"result": "upheld", "received_on": today, "text": "复议决定：维持"}
    send(lead, case, f"remedy-end/{remedy.pk}", **ended)

    assert "行政复议尚未结束" in twice.text
    remedy.refresh_from_db()
    assert (remedy.result, remedy.ended_on, state_of(case)) == ("upheld", today, "performing")


def test_another_inspector_enters_nothing(people, today, browser_of):
    case = endings.handed_over(people)
    stranger = browser_of(UserFactory(inspector=True, certificate=True))
    told = {"kind": "reconsideration", "body": "县人民政府", "filed_on": today}
    paid = {"part": "fine", "paid_on": today, "channel": "bank", "reference": "湘农商001"}

    answers = [
        send(stranger, case, "remedy", **told),
        send(stranger, case, "pay", amount_fen="1", **paid),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert (case.remedies.count(), state_of(case)) == (0, CaseState.SERVED)


def test_the_urging_says_what_is_owed_today(people, today, browser_of):
    case = endings.handed_over(people)

    answer = send(browser_of(people.lead), case, "urge")

    paper = OfficialPaper.objects.get(code="D44")
    facts = paper.facts
    assert answer.url == f"/papers/{paper.pk}/edit/"
    # Years late, so the surcharge has reached the fine.
    assert (facts["fine_fen"], facts["surcharge_fen"], facts["total_fen"]) == (
        300_000,
        300_000,
        600_000,
    )
    assert facts["surcharge_how"].startswith("自2021年12月28日起每日按逾期罚款数额的3%")
    assert facts["decision_served_on"] == "2021-12-10"


def test_the_court_is_asked_on_the_page_inside_its_window(people, today, browser_of):
    case = endings.handed_over(people)
    paper = endings.approved_paper(case, people, "D45", role="court", at=scenes.days(31))
    endings.urged(case, people, date(2022, 5, 5))
    lead, told = browser_of(people.lead), {"paper": paper.pk, "court": "县人民法院"}

    form = lead.get(f"/cases/{case.pk}/do/court/").text
    late = send(lead, case, "court", **told, applied_on=date(2022, 9, 14))
    send(lead, case, "court", **told, applied_on=WINDOW)

    assert "可以申请的期间为2022年6月11日至2022年9月13日" in form
    assert "可以申请的期间为" in late.text
    assert CourtApplication.objects.get().applied_on == WINDOW


def test_the_form_of_the_court_tells_why_no_window_opens(people, today, browser_of):
    case = endings.sued(people).case
    endings.approved_paper(case, people, "D45", role="court", at=scenes.days(31))

    page = browser_of(people.lead).get(f"/cases/{case.pk}/do/court/")

    assert "不能申请法院强制执行：当事人已申请行政复议" in page.text


def test_the_application_names_the_urging_once_it_was_served(people, today, browser_of):
    case = endings.handed_over(people)
    lead = browser_of(people.lead)
    assert "do/court-paper/" not in lead.get(f"/cases/{case.pk}/").text
    endings.urged(case, people, date(2022, 5, 5))

    send(lead, case, "court-paper")

    facts = OfficialPaper.objects.get(code="D45").facts
    assert facts["urging"]["title"] == "行政处罚履行催告书"
    assert facts["urging_served_on"] == "2022-05-05"


def test_the_answer_of_the_court_is_said_once(people, today, browser_of):
    row = endings.before_the_court(people)
    lead, told = browser_of(people.lead), {"on": WINDOW, "text": "受理通知书"}
    act = f"court-answer/{row.pk}"

    send(lead, row.case, act, answer="accepted", **told)
    again = send(lead, row.case, act, answer="enforced", **told)

    assert "答复只登记一次" in again.text
    row.refresh_from_db()
    assert (row.answer, row.answered_at.date() >= at_noon(WINDOW).date()) == ("accepted", True)


def test_a_paid_case_offers_no_payment_and_says_since_when_it_was_due(people, today, browser_of):
    case = endings.paid(people)

    page = browser_of(people.lead).get(f"/cases/{case.pk}/").text

    assert "do/pay/" not in page
    assert "2021年12月27日（3,000元）" in page

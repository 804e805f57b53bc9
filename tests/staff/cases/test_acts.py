"""A case walked through its forms, from the clue to the decision, by those whose turn it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case, CaseEvidence, Decision, PriorNotice
from cases.states import CaseState, DecisionState, NoticeState
from common.clock import localdate
from policies.services import load_calendar
from tests.factories import cases as scenes
from tests.factories.accounts import UserFactory
from tests.factories.cases import FACTS, People
from tests.factories.policies import ViolationFactory
from tests.factories.serving import receipt


@pytest.fixture
def today(people):
    """Pages look at the clock, so the calendar of this year is needed."""
    day = localdate(timezone.now())
    load_calendar((day.year,), at=timezone.now())
    return day


def send(browser, case: Case, act: str, **sent):
    return browser.post(f"/cases/{case.pk}/do/{act}/", sent)


def test_a_clue_is_registered_by_hand_with_its_officers(people, today, browser_of):
    sent = {
        "cause": "擅自办学",
        "source": "complaint",
        "text": "群众举报",
        "found_on": today,
        "lead": people.lead.pk,
        "others": [people.second.pk],
    }

    answer = browser_of(people.lead).post("/cases/new/", sent)

    case = Case.objects.get()
    assert answer.url == f"/cases/{case.pk}/"
    assert [one.user_id for one in case.officers.order_by("pk")] == people.officer_ids


def test_half_of_the_days_of_an_act_is_refused_and_keeps_the_words(people, today, browser_of):
    sent = {"cause": "擅自办学", "source": "complaint", "text": "群众举报", "found_on": today}
    sent |= {"acted_from": today, "lead": people.lead.pk, "others": [people.second.pk]}

    page = browser_of(people.lead).post("/cases/new/", sent)

    assert "须同时填写" in page.text
    assert "群众举报" in page.text
    assert not Case.objects.exists()


def test_from_the_clue_to_the_number_each_in_turn(people, today, browser_of):
    case = scenes.clue(people)
    officer, section, head = map(browser_of, (people.lead, people.section, people.head))
    ViolationFactory(code="T901")
    party = {"kind": "organisation", "name": "晨光托管中心", "phone": "13800000000"}
    days = {"acted_from": today - timedelta(days=9), "acted_until": today}

    answers = [
        send(officer, case, "party", **party),
        send(officer, case, "violations", codes=["T901"], **days),
        send(officer, case, "check", result="属实", proposes="yes"),
        send(section, case, "endorse-filing", agrees="yes", opinion="同意"),
        send(head, case, "file", opinion="同意立案"),
    ]

    assert [answer.status_code for answer in answers] == [302] * 5
    case.refresh_from_db()
    assert (case.state, case.party.phone) == (CaseState.INVESTIGATING, "13800000000")
    assert case.number


def test_a_refusal_comes_back_with_its_sentence_and_the_words(people, today, browser_of):
    case = scenes.clue(people)

    page = send(browser_of(people.lead), case, "check", result="经查属实的情况", proposes="yes")

    assert page.status_code == 200
    assert "还没有明确的当事人" in page.text
    assert "经查属实的情况" in page.text
    case.refresh_from_db()
    assert case.state == CaseState.CLUE


def test_the_second_click_finds_it_filed(people, browser_of):
    case = scenes.checked(people)
    browser = browser_of(people.head)
    send(browser, case, "file", opinion="同意立案")

    page = send(browser, case, "file", opinion="同意立案")

    assert "已立案调查中" in page.text
    assert Case.objects.get().steps.filter(action="file").count() == 1


@pytest.mark.parametrize("who", ["section", "reviewer", "second"])
def test_who_may_not_approve_a_filing_is_refused(people, browser_of, who):
    case = scenes.checked(people)

    answer = send(browser_of(getattr(people, who)), case, "file", opinion="同意立案")

    assert answer.status_code == 403
    case.refresh_from_db()
    assert case.state == CaseState.CHECKED


def test_evidence_report_and_review(people, today, browser_of):
    case = scenes.filed(people)
    officer, reviewer = browser_of(people.lead), browser_of(people.reviewer)
    proof = {"kind": "record", "name": "笔录", "obtained_on": today, "obtained_from": "现场"}
    texts = dict.fromkeys(("evidence", "basis", "discretion", "proposal"), "据查")
    gains = {"collected_fen": "120000", "refunded_fen": "20000.50", "refunded_on": today}

    send(officer, case, "evidence", **proof, page_count=2, proves="有学生")
    flags = {"is_complex": "on", "on": today, "proposed_kind": "penalty", "facts": FACTS}
    send(officer, case, "end", **texts, **flags, **gains, deduction_basis="退费凭证")
    send(reviewer, case, "review", outcome="passed", qualification="A2020", opinion="同意")

    case.refresh_from_db()
    assert case.state == CaseState.REVIEWED
    assert CaseEvidence.objects.get().is_object
    assert case.reports.get().gains_fen == 9_999_950


def test_an_amount_with_three_decimals_is_refused_in_one_sentence(people, browser_of):
    case = scenes.ended(people)
    said = {"facts": FACTS, "basis": "第十七条", "reason": "一般", "p3": "3000.005"}

    page = send(browser_of(people.lead), case, "notice", **said)

    assert "金额应精确到分，最多两位小数。" in page.text
    assert not PriorNotice.objects.exists()


def test_a_notice_is_drafted_its_paper_begun_and_what_it_lacks_is_named(people, browser_of, today):
    case = scenes.ended(people)
    browser = browser_of(people.lead)
    said = {"facts": FACTS, "basis": "第十七条", "reason": "一般", "p3": "3000"}

    send(browser, case, "notice", **said)
    notice = PriorNotice.objects.get()
    before = browser.get(f"/cases/{case.pk}/").context["next"].missing
    answer = send(browser, case, f"notice-paper/{notice.pk}", code="D29")

    assert notice.penalties.get().amount_fen == 300_000
    assert "《行政处罚事先告知书》的草稿" in before
    assert answer.url == f"/papers/{case.papers.get(paper__code='D29').paper_id}/edit/"


def test_a_notice_is_approved_and_served_on_the_page(people, today, browser_of, commits):
    case = scenes.ended(people)
    notice = scenes.drafted(case, people)
    told = {"way": "direct", "delivered_on": today, "recipient": "王春梅", "proof": receipt()}

    with commits():
        send(browser_of(people.section), case, f"notice-approve/{notice.pk}")
    papers = [notice.papers.get().paper_id]
    send(browser_of(people.lead), case, "serve", papers=papers, **told)

    notice.refresh_from_db()
    assert (notice.state, notice.served_on) == (NoticeState.SERVED, today)


def _decided(case: Case, people: People, browser_of) -> list[int]:
    said = {"kind": "penalty", "facts": FACTS, "basis": "第十七条", "reason": "一般"}
    said |= {
        "performance": "十五日内缴纳",
        "statement_answer": "未陈述申辩",
        "p3": "3000",
        "least": "1000",
        "most": "5000",
    }
    officer = browser_of(people.lead)
    codes = [send(officer, case, "decision", **said).status_code]
    decision = Decision.objects.get()
    for code in ("D36", "D39"):
        more = scenes.rest_of(code)
        scenes.services.draft_decision_paper(
            decision.pk, code, more, by=people.lead, at=timezone.now()
        )
    for who, act in (("lead", "submit"), ("section", "endorse"), ("head", "approve")):
        browser = browser_of(getattr(people, who))
        codes.append(send(browser, case, f"{act}/{decision.pk}", opinion="同意").status_code)
    return codes


def test_a_decision_goes_from_its_draft_to_the_head(people, today, browser_of):
    case = scenes.answered(people)

    codes = _decided(case, people, browser_of)

    assert codes == [302] * 4
    assert Decision.objects.get().state == DecisionState.APPROVED


def test_the_range_is_compared_while_it_is_typed(people, browser_of):
    case = scenes.answered(people)
    browser, path = browser_of(people.lead), f"/cases/{case.pk}/range/"
    said = {"3000": "在裁量基准之内", "500": "超出裁量基准", "4000": "重于告知的3,000元"}

    for fine, words in said.items():
        page = browser.get(path, {"p3": fine, "least": "1000", "most": "5000"})
        assert words in page.text, fine


def test_a_row_of_another_case_is_not_found(people, browser_of):
    mine, other = scenes.ended(people), scenes.ended(people)
    notice = scenes.drafted(other, people)

    answer = send(browser_of(people.section), mine, f"notice-approve/{notice.pk}")

    assert answer.status_code == 404
    notice.refresh_from_db()
    assert notice.state == NoticeState.DRAFT


def test_a_returned_decision_is_back_in_the_officers_inbox(people, today, browser_of):
    case = scenes.answered(people)
    decision = scenes.drafted_decision(case, people, scenes.penalty(), scenes.days(30))
    submit = scenes.services.submit_decision
    submit(decision.pk, opinion="建议", by=people.lead, at=scenes.days(30))
    assert "决定待审核" in browser_of(people.section).get("/").text

    send(browser_of(people.section), case, f"return/{decision.pk}", reason="事实不清")

    assert "决定被退回：事实不清" in browser_of(people.lead).get("/").text
    assert "决定待审核" not in browser_of(people.section).get("/").text


def test_inboxes_name_what_waits_for_whom(people, browser_of):
    scenes.known_clue(people)
    scenes.checked(people)
    scenes.ended(people, is_complex=True)
    waits = {
        "lead": ("线索待核查", "立案待批准"),
        "head": ("立案待批准", "线索待核查"),
        "reviewer": ("待法制审核", "立案待批准"),
    }

    for who, (there, not_there) in waits.items():
        page = browser_of(getattr(people, who)).get("/").text
        assert there in page, who
        assert not_there not in page, who


def test_a_partner_has_no_case_in_his_inbox(people, browser_of):
    scenes.checked(people)

    assert "立案" not in browser_of(UserFactory(partner_officer=True)).get("/").text


def test_what_follows_a_decision_is_entered_on_its_page(people, today, browser_of, commits):
    with commits():
        case = scenes.decided(people).case
    browser = browser_of(people.lead)
    papers = list(case.papers.filter(decision__isnull=False).values_list("paper_id", flat=True))
    told = {"way": "direct", "delivered_on": today, "recipient": "王春梅", "proof": receipt()}

    send(browser, case, "serve", papers=papers, **told)
    paid = {"part": "fine", "paid_on": today, "channel": "bank", "reference": "湘农商001"}
    send(browser, case, "pay", amount_fen="1000", **paid)

    page = browser.get(f"/cases/{case.pk}/").text
    case.refresh_from_db()
    assert case.state == CaseState.PERFORMING
    assert "尚欠2,000元" in page


def test_a_decision_without_its_notice_of_repair_is_not_served(people, today, browser_of, commits):
    with commits():
        case = scenes.decided(people).case
    papers = [case.papers.get(paper__code="D36").paper_id]
    told = {"way": "direct", "delivered_on": today, "recipient": "王春梅", "proof": receipt()}

    page = send(browser_of(people.lead), case, "serve", papers=papers, **told)

    assert page.status_code == 200
    assert "王春梅" in page.text
    case.refresh_from_db()
    assert case.state == CaseState.DECIDED

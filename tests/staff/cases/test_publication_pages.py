"""Publication, its end and credit repair, by page; the list of what the public sees."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cases.models import Case, CreditRepair, Publication, Removal
from cases.services import Proposed
from common.clock import localdate
from policies.services import load_calendar
from tests.factories import endings
from tests.factories.accounts import UserFactory

LIST = "/cases/publications/"


@pytest.fixture
def today(people):
    day = localdate(timezone.now())
    load_calendar((day.year,), at=timezone.now())
    return day


def send(browser, case: Case, act: str, **sent):
    return browser.post(f"/cases/{case.pk}/do/{act}/", sent)


def shown(case: Case, people, browser, today):
    """A penalty published on its page today."""
    at = timezone.now()
    paper = endings.approved_paper(case, people, "D51", role="publication", at=at)
    return send(browser, case, "publish", summary=paper.pk, where="县政府门户网站", on=today)


def rows_of(browser, query: str = "") -> list[int]:
    return [row.pk for row in browser.get(f"{LIST}?{query}").context["page"]]


def test_an_empty_list_says_how_a_penalty_comes_into_it(people, browser_of):
    page = browser_of(people.lead).get(LIST).text

    assert "没有符合条件的公示" in page
    assert LIST in browser_of(people.lead).get("/cases/").text


@pytest.mark.parametrize("who", ["partner_officer", "system_administrator"])
def test_who_may_not_see_cases_sees_no_publication(people, browser_of, who):
    publication = endings.published(endings.handed_over(people))
    browser = browser_of(UserFactory(**{who: True}))
    case_id = publication.decision.case_id
    file = f"/cases/{case_id}/publications/{publication.pk}/public.pdf"

    assert [browser.get(path).status_code for path in (LIST, file)] == [403, 403]


def test_the_summary_is_made_out_from_the_decision(people, today, browser_of):
    case = endings.handed_over(people)

    send(browser_of(people.lead), case, "summary")

    facts = case.papers.get(role="publication").paper.facts
    assert (facts["penalty"], facts["fine_fen"]) == ("罚款（人民币3,000元）", 300_000)
    assert (facts["decided_by"], facts["decided_on"]) == ("桤木县教育局", "2021-12-10")


def test_a_penalty_is_shown_with_its_planned_end(people, today, browser_of):
    case = endings.handed_over(people)
    lead = browser_of(people.lead)

    answer = shown(case, people, lead, today)
    again = shown(case, people, lead, today)

    publication = Publication.objects.get()
    assert answer.status_code == 302
    assert "不能办理公示：已于" in again.text
    assert publication.remove_on.year == today.year + 1
    assert rows_of(lead, "pick=due") == rows_of(lead, "pick=soon") == []
    assert rows_of(lead, "state=published&publicity_class=ordinary&text=晨光") == [publication.pk]
    file = f"/cases/{case.pk}/publications/{publication.pk}/public.pdf"
    assert lead.get(file).content.startswith(b"%PDF")


def test_a_warning_is_offered_no_publication_and_its_card_says_why(people, today, browser_of):
    case = endings.handed_over(people, Proposed("P1"))

    page = browser_of(people.lead).get(f"/cases/{case.pk}/").text

    assert "do/publish/" not in page
    assert "<strong>不公示" in page
    assert "轻微处罚原则上不公示" in page


def test_another_inspector_publishes_nothing(people, today, browser_of):
    case = endings.handed_over(people)
    stranger = browser_of(UserFactory(inspector=True, certificate=True))

    assert shown(case, people, stranger, today).status_code == 403
    assert not Publication.objects.exists()


def test_an_annulled_decision_is_withdrawn_and_then_gone(people, today, browser_of):
    case = endings.handed_over(people)
    lead = browser_of(people.lead)
    shown(case, people, lead, today)
    early = send(lead, case, "unpublish", reason="有误")
    remedy = {"kind": "reconsideration", "body": "县人民政府", "filed_on": today}
    send(lead, case, "remedy", **remedy)
    ended = {"result": "annulled", "received_on": today, "text": "撤销"}
    send(lead, case, f"remedy-end/{case.remedies.get().pk}", **ended)

    send(lead, case, "unpublish", reason="决定已被撤销")
    removal = Removal.objects.get()
    assert rows_of(lead, "pick=due") == [removal.publication_id]
    send(lead, case, f"removed/{removal.pk}", on=today, proof="网页已无法打开")

    assert "决定没有被变更或者撤销" in early.text
    assert Publication.objects.get().state == "withdrawn"
    assert rows_of(lead, "pick=due") == []


def test_what_is_over_is_listed_until_somebody_took_it_down(people, today, browser_of):
    publication = endings.published(endings.handed_over(people))
    case, removal = publication.decision.case, endings.to_be_removed(publication)
    lead, section = browser_of(people.lead), browser_of(people.section)
    told = {"on": today, "proof": "已截图"}
    assert "待停止公示" in lead.get("/").text

    forbidden = send(section, case, f"removed/{removal.pk}", **told)
    assert (forbidden.status_code, rows_of(lead, "pick=due")) == (403, [publication.pk])
    send(lead, case, f"removed/{removal.pk}", **told)
    again = send(lead, case, f"removed/{removal.pk}", **told)

    assert "已停止公示" in again.text
    publication.refresh_from_db()
    assert publication.state == "removed"
    assert Removal.objects.get().proof == "已截图"


def test_credit_is_asked_to_be_repaired_and_the_head_decides(people, today, browser_of):
    publication = endings.published(endings.handed_over(people))
    case, lead = publication.decision.case, browser_of(people.lead)

    send(lead, case, "repair-ask", requested_on=today, ground="已履行")
    repair = CreditRepair.objects.get()
    act, told = f"repair-decide/{repair.pk}", {"repairs": "yes", "answer": "同意"}
    assert rows_of(lead, "pick=repair") == [publication.pk]
    assert "信用修复待决定" in browser_of(people.head).get("/").text
    forbidden = send(browser_of(people.section), case, act, **told)
    send(browser_of(people.head), case, act, **told)

    assert forbidden.status_code == 403
    repair.refresh_from_db()
    assert (repair.state, Removal.objects.get().reason) == ("repaired", "repaired")


def test_credit_asked_too_early_is_refused_with_the_day(people, today, browser_of):
    case, lead = endings.handed_over(people), browser_of(people.lead)
    shown(case, people, lead, today)

    form = lead.get(f"/cases/{case.pk}/do/repair-ask/").text
    page = send(lead, case, "repair-ask", requested_on=today, ground="已履行")

    assert "起可以申请信用修复" in form
    assert "不能早于" in page.text
    assert not CreditRepair.objects.exists()


def test_the_list_costs_the_same_for_more_rows(people, browser_of, queries_of):
    browser = browser_of(people.section)
    endings.to_be_removed(endings.published(endings.handed_over(people)))
    one = queries_of(browser, LIST)
    endings.to_be_removed(endings.published(endings.handed_over(people)))

    assert queries_of(browser, LIST) == one


def test_the_neighbour_county_finds_no_publication(people, browser_of, next_door):
    publication = endings.published(endings.handed_over(people))
    case_id = publication.decision.case_id
    with next_door() as neighbour:
        browser = browser_of(UserFactory(inspector=True), at=neighbour)

        assert rows_of(browser) == []
        file = f"/cases/{case_id}/publications/{publication.pk}/public.pdf"
        assert browser.get(file).status_code == 404

"""Papers of cases on their pages: what the case says is read there, and linked."""

from __future__ import annotations

import pytest

from cases import services
from cases.models import CasePaper
from papers.models import OfficialPaper
from papers.services import approve_paper
from tests.factories import cases as scenes
from tests.staff.papers.typing import typed
from tests.times import NOON


@pytest.fixture
def notice(people):
    return scenes.drafted(scenes.ended(people), people)


def paper_of(case, code: str) -> OfficialPaper:
    return CasePaper.objects.get(case=case, paper__code=code).paper


def test_what_the_case_says_is_shown_with_its_source_and_not_asked(people, notice, browser_of):
    paper = paper_of(notice.case, "D29")

    page = browser_of(people.lead).get(f"/papers/{paper.pk}/edit/")

    labels = [one.label for one in page.context["taken"]]
    assert labels == ["当事人", "案由", "违法事实", "拟作出的处罚"]
    assert f'href="/cases/{notice.case_id}/"' in page.text
    assert not {"facts", "party__name", "penalties"} & set(page.context["form"].fields)


def test_what_is_sent_for_a_fact_of_the_case_is_passed_over(people, notice, browser_of):
    paper, browser = paper_of(notice.case, "D29"), browser_of(people.lead)
    sent = typed(browser.get(f"/papers/{paper.pk}/edit/").context["form"])

    browser.post(f"/papers/{paper.pk}/edit/", {**sent, "facts": "另写", "contact_person": "何某"})

    facts = OfficialPaper.objects.get(pk=paper.pk).facts
    assert (facts["facts"], facts["contact_person"]) == (notice.facts, "何某")


def test_a_draft_that_fell_behind_its_case_is_brought_up_by_saving(people, notice, browser_of):
    paper, browser = paper_of(notice.case, "D29"), browser_of(people.lead)
    OfficialPaper.objects.filter(pk=paper.pk).update(facts={**paper.facts, "cause": "旧案由"})

    page = browser.get(f"/papers/{paper.pk}/edit/")
    assert "草稿原写为：旧案由" in page.text
    browser.post(f"/papers/{paper.pk}/edit/", typed(page.context["form"]))

    assert OfficialPaper.objects.get(pk=paper.pk).facts["cause"] == notice.case.cause


def test_a_paper_of_a_notice_has_no_buttons_of_its_own(people, notice, browser_of):
    paper = paper_of(notice.case, "D29")
    browser = browser_of(people.section)
    page = browser.get(f"/papers/{paper.pk}/")
    assert "审阅批准" not in [button.label for button in page.context["buttons"]]
    assert "一并批准" in page.text

    answer = browser.post(f"/papers/{paper.pk}/approve/")

    assert "case_paper_goes_with_its_step" in answer.text
    assert OfficialPaper.objects.get(pk=paper.pk).is_draft


def test_a_correction_after_issue_names_the_old_paper_and_stays_in_the_case(people, browser_of):
    case = scenes.filed(people)
    old = services.draft_case_paper(
        case.pk, "D50", scenes.rest_of("D50"), role="recusal", by=people.lead, at=NOON
    )
    approve_paper(old.pk, by=people.head, at=NOON)
    browser = browser_of(people.lead)
    labels = [one.label for one in browser.get(f"/papers/{old.pk}/").context["buttons"]]
    assert labels == ["公开文本", "制作替代文书"]

    browser.post(f"/papers/{old.pk}/supersede/", {"reason": "姓名有误"})

    new = OfficialPaper.objects.get(supersedes=old)
    assert CasePaper.objects.get(paper=new).case == case
    assert "本机关2021年11月10日制发的" in browser.get(f"/papers/{new.pk}/").text


def test_a_slip_of_a_decision_is_put_right_on_its_page(people, browser_of):
    decision = scenes.decided(people)
    old = paper_of(decision.case, "D36")
    lead, head = browser_of(people.lead), browser_of(people.deputy)
    labels = [one.label for one in lead.get(f"/papers/{old.pk}/").context["buttons"]]
    assert "补正" in labels

    lead.post(f"/papers/{old.pk}/supersede/", {"reason": "银行账号有误"})
    new = OfficialPaper.objects.get(supersedes=old)
    form = lead.get(f"/papers/{new.pk}/edit/").context["form"]
    assert not {"performance", "facts", "fine_fen"} & set(form.fields)
    lead.post(f"/papers/{new.pk}/edit/", {**typed(form), "account_no": "43001"})
    assert "补正行政处罚决定书" in head.get(f"/papers/{new.pk}/").text
    head.post(f"/papers/{new.pk}/approve/")

    new.refresh_from_db()
    assert (new.is_approved, new.facts["account_no"]) == (True, "43001")
    assert CasePaper.objects.get(paper=new).decision == decision


def test_a_notice_offers_no_correction(people, browser_of):
    notice = scenes.approved(scenes.ended(people), people)
    page = browser_of(people.lead).get(f"/papers/{notice.papers.get().paper_id}/")

    assert "补正" not in [one.label for one in page.context["buttons"]]

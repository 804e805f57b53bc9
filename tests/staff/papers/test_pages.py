"""Papers on their pages: seen, changed, approved, voided, replaced, taken out masked."""

from __future__ import annotations

import pytest

from audit.models import AuditEvent
from papers.models import OfficialPaper
from papers.services import issue_paper
from papers.states import PaperState
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.accounts import UserFactory
from tests.factories.papers import a_paper
from tests.staff.papers.typing import typed
from tests.times import NOON

pytestmark = pytest.mark.usefixtures("without_cases")


def address(paper: OfficialPaper, what: str = "") -> str:
    return f"/papers/{paper.pk}/{what}"


def test_the_list_shows_papers_and_is_narrowed_by_form_and_state(law, browser_of):
    draft, decided = a_paper("D13"), a_paper("D36", stage="approved")
    browser = browser_of(UserFactory(inspector=True))

    assert [row.pk for row in browser.get("/papers/").context["page"]] == [decided.pk, draft.pk]
    for query, found in (("form=D13", draft), ("state=approved", decided)):
        rows = browser.get(f"/papers/?{query}").context["page"]
        assert [row.pk for row in rows] == [found.pk]


def test_the_forms_are_listed_with_their_marks(law, browser_of):
    page = browser_of(UserFactory(inspector=True)).get("/papers/forms/").text

    assert "行政处罚决定书" in page
    assert "Art. 59 [source: S1]" in page


@pytest.mark.parametrize("who", ["partner_officer", "system_administrator"])
def test_who_may_not_see_cases_sees_no_paper(law, browser_of, who):
    paper = a_paper("D13", stage="printed")
    browser = browser_of(UserFactory(**{who: True}))

    for what in ("", "paper.pdf", "public.pdf", "pages/1.png", "approve/", "void/"):
        assert browser.get(address(paper, what)).status_code == 403


def test_the_page_of_a_draft_names_everything_that_is_missing_in_one_list(law, browser_of):
    paper = a_paper("D13", facts="", correct="", officers=[])

    page = browser_of(UserFactory(section_head=True)).get(address(paper))

    assert page.context["missing"] == [
        "执法人员",
        "查明的事实",
        "应当改正的内容",
    ]
    assert "补齐后才能批准" in page.text


def test_a_head_approves_on_the_page_and_the_paper_is_printed(law, browser_of, commits):
    paper = a_paper("D13")
    browser = browser_of(UserFactory(section_head=True))

    with commits():
        answer = browser.post(address(paper, "approve/"), follow=True)

    paper.refresh_from_db()
    assert paper.state == PaperState.PRINTED
    assert "县教改字〔2021〕1号" not in answer.text  # the year is that of the click
    assert paper.number in answer.text
    assert browser.get(address(paper, "paper.pdf")).status_code == 200
    assert browser.get(address(paper, "pages/1.png"))["Content-Type"] == "image/png"


def test_an_approval_with_missing_facts_is_a_sentence_and_changes_nothing(law, browser_of):
    paper = a_paper("D13", facts="")

    answer = browser_of(UserFactory(section_head=True)).post(address(paper, "approve/"))

    assert "还缺少：查明的事实" in answer.text
    assert OfficialPaper.objects.get().state == PaperState.DRAFT


def test_an_officer_changes_a_draft_and_three_decimals_are_refused(law, browser_of):
    paper = a_paper("D44")
    browser = browser_of(UserFactory(inspector=True))
    sent = typed(browser.get(address(paper, "edit/")).context["form"])

    refused = browser.post(address(paper, "edit/"), {**sent, "fine_fen": "100.125"})
    assert "最多两位小数" in refused.text
    browser.post(address(paper, "edit/"), {**sent, "fine_fen": "1,000.10", "way": "到银行缴纳"})

    facts = OfficialPaper.objects.get().facts
    assert (facts["fine_fen"], facts["way"]) == (1_000_10, "到银行缴纳")
    assert {**facts, "fine_fen": 0, "way": ""} == {**paper.facts, "fine_fen": 0, "way": ""}


def test_a_paper_is_voided_with_a_reason_and_one_without_changes_nothing(law, browser_of):
    paper = a_paper("D13", stage="printed")
    browser = browser_of(UserFactory(section_head=True))

    browser.post(address(paper, "void/"), {"reason": ""})
    assert OfficialPaper.objects.get().state == PaperState.PRINTED
    browser.post(address(paper, "void/"), {"reason": "当事人有误"})

    paper.refresh_from_db()
    assert (paper.state, paper.void_reason) == (PaperState.VOIDED, "当事人有误")


def test_a_replacement_is_begun_from_the_old_paper(law, browser_of):
    old = a_paper("D13", stage="printed")

    answer = browser_of(UserFactory(inspector=True)).post(
        address(old, "supersede/"), {"reason": "发现日期有误"}
    )

    new = OfficialPaper.objects.get(supersedes=old)
    assert answer.url == address(new, "edit/")
    assert new.facts == {**old.facts, "replaces_because": "发现日期有误"}


def test_the_public_version_is_taken_out_and_that_is_on_record(law, browser_of):
    paper = a_paper("D36", stage="printed")
    clerk = UserFactory(registry_clerk=True)

    answer = browser_of(clerk).get(address(paper, "public.pdf"))

    assert answer["Content-Type"] == "application/pdf"
    event = AuditEvent.objects.get(kind="official_paper.take_public")
    assert event.actor_id == clerk.pk


def test_the_register_of_numbers_lists_papers_as_well(law, browser_of):
    paper = a_paper("D36", stage="approved")
    browser = browser_of(UserFactory(registry_clerk=True))

    page = browser.get("/notices/numbers/?book=2021-paper-罚")

    assert [row.pk for row in page.context["page"]] == [paper.pk]
    assert "已编至 1 号" in page.text
    assert browser.get("/notices/numbers/register.xlsx?book=2021-paper-罚").status_code == 200


def test_whoever_holds_a_paper_reads_its_state_by_its_code(law, browser_of):
    head = UserFactory(section_head=True)
    old = a_paper("D13", stage="printed")
    browser = browser_of()
    assert "此文书属实" in browser.get(f"/v/{old.token}/").text

    issue_paper("D13", old.facts, about="x", by=head, at=NOON, supersedes=old, prints=False)

    page = browser.get(f"/v/{old.token}/").text
    assert "此文书已被替代，不再有效" in page
    assert "县教改字〔2021〕2号" in page
    assert old.facts["party"]["name"] not in page


def test_a_paper_of_a_case_is_replaced_inside_its_case(law, browser_of):
    people = scenes.People()
    case = scenes.filed(people)
    old = endings.approved_paper(case, people, "D50", role="recusal", at=NOON)

    answer = browser_of(people.lead).post(address(old, "supersede/"), {"reason": "姓名有误"})

    new = OfficialPaper.objects.get(supersedes=old)
    assert answer.url == address(new, "edit/")
    assert {link.paper_id for link in case.papers.filter(role="recusal")} == {old.pk, new.pk}

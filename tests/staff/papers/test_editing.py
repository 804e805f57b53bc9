"""Every fact of a draft on its page: rows, officers, articles, what is missing, a look at it."""

from __future__ import annotations

import pytest

from documents.rendering import text_of
from papers.catalogue import all_forms
from papers.models import OfficialPaper
from papers.services import approve_paper
from policies.models import Basis
from tests.factories.accounts import UserFactory
from tests.factories.papers import PARTY, a_paper
from tests.factories.policies import ViolationFactory
from tests.staff.papers.typing import typed
from tests.times import DAY

HTMX = {"HTTP_HX_REQUEST": "true"}


def address(paper: OfficialPaper, what: str = "edit/") -> str:
    return f"/papers/{paper.pk}/{what}"


@pytest.fixture
def officer(law):
    return UserFactory(
        inspector=True, full_name="何执法", certificate=True, certificate__number="HN77"
    )


@pytest.fixture
def browser(officer, browser_of):
    return browser_of(officer)


def form_of(browser, paper: OfficialPaper):
    return browser.get(address(paper)).context["form"]


@pytest.mark.parametrize("code", [form.code for form in all_forms(DAY)])
def test_a_draft_that_nobody_touched_stays_as_it_was(browser, code):
    paper = a_paper(code)

    answer = browser.post(address(paper), typed(form_of(browser, paper)))

    assert answer.status_code == 302
    assert without_numbers(OfficialPaper.objects.get().facts) == without_numbers(paper.facts)


def without_numbers(facts):
    """The rows of a table count themselves."""
    return {
        key: [{k: v for k, v in row.items() if k != "no"} for row in value]
        if isinstance(value, list)
        else value
        for key, value in facts.items()
    }


def test_rows_come_and_go_without_being_saved(browser):
    paper = a_paper("D36")
    sent = typed(form_of(browser, paper))

    more = browser.post(address(paper), {**sent, "rows": "evidence:add"}, **HTMX).text
    fewer = browser.post(address(paper), {**sent, "rows": "evidence:drop:0"}, **HTMX).text

    assert more.count('class="rows-line"') == 3
    assert fewer.count('class="rows-line"') == 1
    assert "<html" not in more
    assert OfficialPaper.objects.get().facts == paper.facts


def test_rows_come_without_htmx_as_well(browser):
    paper = a_paper("D36")
    sent = {**typed(form_of(browser, paper)), "cause": "刚刚写的"}

    page = browser.post(address(paper), {**sent, "rows": "evidence:add"})

    assert len(page.context["form"]["evidence"].value()) == 3
    assert "刚刚写的" in page.text
    assert OfficialPaper.objects.get().facts == paper.facts


def test_a_row_is_added_and_another_taken_away(browser):
    paper = a_paper("D36")
    sent = typed(form_of(browser, paper))
    sent = {key: text for key, text in sent.items() if not key.startswith("evidence-0-")}

    browser.post(address(paper), {**sent, "evidence-2-name": "合同", "evidence-2-proves": "收费"})

    rows = OfficialPaper.objects.get().facts["evidence"]
    assert [row["name"] for row in rows] == [paper.facts["evidence"][1]["name"], "合同"]


def test_a_row_with_a_wrong_cell_is_named_and_nothing_is_saved(browser):
    paper = a_paper("D36")
    sent = typed(form_of(browser, paper))

    page = browser.post(address(paper), {**sent, "evidence-1-pages": "三"})

    assert "第2行：页数" in page.text
    assert OfficialPaper.objects.get().facts == paper.facts


def test_officers_are_chosen_from_those_with_a_valid_certificate(browser):
    paper = a_paper("D13")
    UserFactory(inspector=True, full_name="无证人")
    form = form_of(browser, paper)
    labels = str(form["officers"])
    assert "何执法（HN77）" in labels
    assert "无证人" not in labels
    assert "周执法（HN00000001）今天没有有效的执法证" in labels

    browser.post(address(paper), {**typed(form), "officers-1-officer": "何执法|HN77"})

    officers = OfficialPaper.objects.get().facts["officers"]
    assert officers[1] == {"name": "何执法", "certificate_no": "HN77"}


def test_a_list_longer_than_a_page_can_send_stays_as_it_is(browser):
    many = [{"name": f"材料{no}", "pages": 1} for no in range(300)]
    paper = a_paper("D24", materials=many)
    page = browser.get(address(paper))
    assert "移送材料清单（300行）的行数超过" in page.text

    browser.post(address(paper), {**typed(page.context["form"]), "contact_person": "何某"})

    facts = OfficialPaper.objects.get().facts
    assert (facts["materials"], facts["contact_person"]) == (many, "何某")


def test_an_invented_officer_is_refused(browser):
    paper = a_paper("D13")
    sent = {**typed(form_of(browser, paper)), "officers-1-officer": "假冒|X1"}

    page = browser.post(address(paper), sent)

    assert page.status_code == 200
    assert "第2行：执法人员" in page.text
    assert OfficialPaper.objects.get().facts == paper.facts


def test_an_article_is_chosen_from_the_catalogue(browser):
    paper = a_paper("D13", order_basis=[])
    row = Basis.objects.filter(code="PL28").latest("valid_from")
    sent = typed(form_of(browser, paper))

    browser.post(address(paper), {**sent, "order_basis-0-version": row.version})

    fact = OfficialPaper.objects.get().facts["order_basis"][0]
    assert (fact["version"], fact["law"] + fact["article"]) == (row.version, row.citation)


def test_an_article_that_nobody_confirmed_is_marked_and_refused(browser):
    paper, row = a_paper("D13", order_basis=[]), ViolationFactory(uncertain=True)
    form = form_of(browser, paper)
    assert "条文号待确认，不能引用" in str(form["order_basis"])
    assert f'value="{row.version}" disabled' in str(form["order_basis"])

    page = browser.post(address(paper), {**typed(form), "order_basis-0-version": row.version})

    assert "第1行" in page.text
    assert OfficialPaper.objects.get().facts == paper.facts


def test_a_look_shows_what_is_typed_and_what_is_missing_and_keeps_nothing(browser):
    paper = a_paper("D13")
    sent = {**typed(form_of(browser, paper)), "correct": "停止超范围培训", "facts": "", "look": "1"}

    page = browser.post(address(paper), sent, **HTMX)

    assert "停止超范围培训" in page.text
    assert page.context["missing"] == ["查明的事实"]
    assert OfficialPaper.objects.get().facts == paper.facts


def test_a_look_at_wrong_words_says_which(browser):
    paper = a_paper("D44")
    sent = {**typed(form_of(browser, paper)), "fine_fen": "三千", "look": "1"}

    page = browser.post(address(paper), sent, **HTMX)

    assert "填写有误：未缴罚款金额（元）" in page.text


def test_a_draft_is_seen_as_a_paper_with_its_mark(browser):
    paper = a_paper("D13")

    answer = browser.get(address(paper, "draft.pdf"))

    assert "草稿" in text_of(answer.content)
    assert browser.get(address(a_paper("D13", stage="printed"), "draft.pdf")).status_code == 404


def test_whatever_stops_the_approval_stands_in_the_one_list(browser):
    lost = [{"law": "《某法》", "article": "第一条", "version": "X1@2020-01-01"}]
    paper = a_paper("D13", facts="", correct="处以罚款", order_basis=lost)

    page = browser.get(address(paper, ""))

    assert page.context["missing"] == ["查明的事实"]
    assert ["与规则目录不一致" in page.context["faults"][0], len(page.context["faults"])] == [
        True,
        2,
    ]
    assert "不能写入处罚内容" in page.text


def test_opinions_and_every_part_of_a_party_are_typed(browser):
    paper = a_paper("D46", party={"kind": "organisation", "name": PARTY["name"]}, opinions={})
    sent = typed(form_of(browser, paper))
    block = {"opinions__head__opinion": "同意", "opinions__head__by": "秦局长"}

    browser.post(address(paper), {**sent, **block, "party__kind": "person", "party__sex": "女"})

    facts = OfficialPaper.objects.get().facts
    assert facts["opinions"] == {"head": {"opinion": "同意", "by": "秦局长"}}
    assert facts["party"] == {"kind": "person", "name": PARTY["name"], "sex": "女"}


def test_who_may_not_draft_changes_nothing(law, browser_of):
    paper = a_paper("D13")

    for who, code in (("registry_clerk", 403), ("system_administrator", 403)):
        answer = browser_of(UserFactory(**{who: True})).post(address(paper), {"facts": "x"})
        assert answer.status_code == code
    assert OfficialPaper.objects.get().facts == paper.facts


def test_a_draft_of_the_neighbour_county_is_not_found(browser, next_door):
    assert browser.get("/papers/987654/edit/").status_code == 404
    assert browser.get("/papers/987654/draft.pdf").status_code == 404


def test_an_approved_paper_is_not_changed_by_its_old_page(browser):
    paper = a_paper("D13")
    sent = typed(form_of(browser, paper))

    approve_paper(paper.pk, by=UserFactory(section_head=True), at=paper.drafted_at, prints=False)

    page = browser.post(address(paper), {**sent, "facts": "改一改"})

    assert "内容不能再改" in page.text
    assert OfficialPaper.objects.get().facts == paper.facts

"""The end of a case, by page: closing with its three opinions, the archive, the file."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pytest
from django.utils import timezone

from audit.models import AuditEvent
from cases.models import Case, CaseArchive, Closing
from cases.states import CaseState
from common.clock import localdate
from policies.services import load_calendar
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.accounts import UserFactory


@pytest.fixture
def today(people):
    day = localdate(timezone.now())
    load_calendar((day.year,), at=timezone.now())
    return day


@pytest.fixture
def clerk(county):
    return UserFactory(registry_clerk=True)


def send(browser, case: Case, act: str, **sent):
    return browser.post(f"/cases/{case.pk}/do/{act}/", sent)


def page_of(browser, case: Case):
    return browser.get(f"/cases/{case.pk}/")


def state_of(case: Case) -> str:
    return Case.objects.get(pk=case.pk).state


def test_what_holds_a_closing_back_is_listed_by_name_before_anybody_tries(
    people, today, browser_of
):
    case = endings.sued(people).case
    owed = ["行政复议（县人民政府）尚未结束", "尚欠罚款3,000元"]

    page, form = (
        browser_of(people.lead).get(f"/cases/{case.pk}/{what}") for what in ("", "do/close-ask/")
    )

    assert page.context["next"].missing[:2] == owed
    assert "还不能结案" in page.text
    assert "；".join(owed) in form.text


def test_a_closing_is_refused_with_everything_that_holds_it_back(people, today, browser_of):
    case = endings.handed_over(people)
    told = {"ground": "performed", "execution": "罚款未缴"}

    page = send(browser_of(people.lead), case, "close-ask", **told)

    assert "不能结案：尚欠罚款3,000元" in page.text
    assert "罚款未缴" in page.text
    assert (Closing.objects.count(), state_of(case)) == (0, CaseState.SERVED)


def test_a_case_is_closed_by_three_people_each_on_his_page(people, today, browser_of):
    case = endings.paid(people)
    lead, section, head = map(browser_of, (people.lead, people.section, people.head))
    told = {"ground": "performed", "execution": "罚款已缴清"}

    asked = send(lead, case, "close-ask", **told)
    closing = Closing.objects.get()
    drafted = send(lead, case, "closing-paper")
    endorsed = send(section, case, f"close-endorse/{closing.pk}", opinion="同意报批")
    closed = send(head, case, f"close/{closing.pk}", opinion="同意结案")

    codes = [answer.status_code for answer in (asked, drafted, endorsed, closed)]
    assert (codes, state_of(case)) == ([302] * 4, CaseState.CLOSED)
    paper = case.papers.get(role="closing").paper
    assert (paper.state, paper.facts["execution"]) == ("approved", "罚款已缴清")
    by = {level: one["by"] for level, one in paper.facts["opinions"].items()}
    assert by == {
        "officer": people.lead.full_name,
        "section": people.section.full_name,
        "head": people.head.full_name,
    }


def test_the_head_sees_what_the_form_lacks_and_closes_nothing_without_it(people, today, browser_of):
    case, at = endings.paid(people), scenes.days(40)
    told = {"ground": "performed", "execution": "罚款已缴清"}
    closing = scenes.services.ask_closing(case.pk, **told, by=people.lead, at=at)
    scenes.services.endorse_closing(closing.pk, opinion="同意", by=people.section, at=at)
    head = browser_of(people.head)

    form = head.get(f"/cases/{case.pk}/do/close/{closing.pk}/")
    page = send(head, case, f"close/{closing.pk}", opinion="同意")

    assert "《结案审批表》的草稿" in form.text
    assert "还没有起草《结案审批表》" in page.text
    closing.refresh_from_db()
    assert (closing.state, state_of(case)) == ("endorsed", CaseState.PERFORMING)
    assert not case.opinions.filter(matter="closing", level="head").exists()


@pytest.mark.parametrize("endorses", [False, True])
def test_a_closing_given_back_is_in_the_officers_inbox_with_its_reason(
    people, today, browser_of, endorses
):
    closing = endings.closing(people, endorses=endorses)
    act, who = ("close-return", people.section)
    if endorses:
        act, who = ("close-return-endorsed", people.head)

    send(browser_of(who), closing.case, f"{act}/{closing.pk}", reason="执行情况不清")

    closing.refresh_from_db()
    assert (closing.state, closing.return_reason) == ("returned", "执行情况不清")
    lead = browser_of(people.lead)
    assert "结案被退回" in lead.get("/").text
    assert "执行情况不清" in page_of(lead, closing.case).text


@pytest.mark.parametrize(
    ("who", "act", "endorses"),
    [
        ("lead", "close-endorse", False),
        ("head", "close-endorse", False),
        ("section", "close", True),
        ("lead", "close", True),
        ("reviewer", "close-return", False),
    ],
)
def test_who_may_not_decide_on_a_closing_changes_nothing(
    people, today, browser_of, who, act, endorses
):
    closing = endings.closing(people, endorses=endorses)
    before = closing.state

    sent = {"opinion": "同意", "reason": "退回"}
    answer = send(browser_of(getattr(people, who)), closing.case, f"{act}/{closing.pk}", **sent)

    assert answer.status_code == 403
    closing.refresh_from_db()
    assert (closing.state, state_of(closing.case)) == (before, CaseState.PERFORMING)


def test_inboxes_name_the_closing_that_waits(people, today, browser_of):
    endings.closing(people)
    endings.closing(people, endorses=True)

    assert "结案待审核" in browser_of(people.section).get("/").text
    head = browser_of(people.head).get("/").text
    assert ("结案待批准" in head, "结案待审核" in head) == (True, False)


def test_cover_and_note_sheet_are_made_out_from_the_case(people, today, browser_of):
    case = endings.closed_bare(people)
    lead = browser_of(people.lead)

    send(lead, case, "cover")
    send(lead, case, "notes")

    cover, notes = (case.papers.get(paper__code=code).paper for code in ("D48", "D48-3"))
    assert (cover.facts["party"], cover.facts["result"]) == ("晨光托管中心", "罚款已缴清")
    assert (cover.facts["section"], cover.facts["retention"]) == ("县教育局", "30年")
    # Decision, notice of repair and the receipt are printed; the form of the closing waits.
    assert (notes.facts["count"], notes.facts["pages"]) == (3, 3)


def test_an_archive_is_refused_while_papers_wait_and_names_them(people, today, browser_of, clerk):
    case = endings.closed_bare(people)
    browser = browser_of(clerk)

    form = browser.get(f"/cases/{case.pk}/do/archive/").text
    page = send(browser, case, "archive")

    for text in (form, page.text):
        assert "《结案审批表》还没有批准并印制" in text
        assert "还没有制作案卷封面" in text
    assert "case_not_archivable" in page.text
    assert (state_of(case), CaseArchive.objects.count()) == (CaseState.CLOSED, 0)


def test_who_may_not_archive_archives_nothing(people, today, browser_of):
    case = endings.closed(people)

    for who in (people.lead, people.section, people.head):
        assert send(browser_of(who), case, "archive").status_code == 403
    assert (state_of(case), CaseArchive.objects.count()) == (CaseState.CLOSED, 0)


def test_the_clerk_archives_and_takes_the_file_out(people, today, browser_of, clerk):
    case = endings.closed(people)
    browser = browser_of(clerk)
    assert "待归档" in browser.get("/").text

    answer = send(browser, case, "archive")

    archive = CaseArchive.objects.get()
    assert (answer.status_code, state_of(case)) == (302, CaseState.ARCHIVED)
    assert archive.checksum in page_of(browser, case).text
    path = f"/cases/{case.pk}/archives/{archive.pk}/"
    bound, package = (browser.get(path + name) for name in ("file.pdf", "package.zip"))
    with pikepdf.open(BytesIO(bound.content)) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles[:3] == ["行政处罚案卷", "卷内目录", "行政处罚决定书"]
    with ZipFile(BytesIO(package.content)) as packed:
        assert {"SHA256SUMS", "manifest.json"} <= set(packed.namelist())
    assert AuditEvent.objects.filter(kind="case.take_file").count() == 2


def test_a_file_of_another_case_is_not_found(people, today, browser_of, clerk):
    mine, other = endings.closed_bare(people), endings.closed_bare(people)
    archive = endings.archived_row(other)

    for name in ("file.pdf", "package.zip"):
        path = f"/cases/{mine.pk}/archives/{archive.pk}/{name}"
        assert browser_of(clerk).get(path).status_code == 404


def test_an_archived_file_is_opened_by_the_head_for_a_reason(people, today, browser_of, clerk):
    case = endings.closed(people)
    scenes.services.archive_case(case.pk, by=clerk, at=scenes.days(41))
    head = browser_of(people.head)

    forbidden = send(browser_of(clerk), case, "reopen-archive", reason="补入文书")
    empty = send(head, case, "reopen-archive", reason=" ")
    assert (forbidden.status_code, state_of(case)) == (403, CaseState.ARCHIVED)
    assert "该字段是必填项" in empty.text
    send(head, case, "reopen-archive", reason="补入法院文书")

    assert state_of(case) == CaseState.CLOSED
    assert "补充归档：补入法院文书" in page_of(head, case).text

"""A paper that bears numbers of a person: stars on its page, the file for a purpose, on record."""

from __future__ import annotations

import pytest

from audit.models import AuditEvent
from cases.models import CasePaper
from papers.models import OfficialPaper
from papers.services import print_paper
from tests.factories import cases as scenes
from tests.factories.accounts import UserFactory
from tests.papers.test_printing import flat
from tests.staff.papers.typing import typed
from tests.times import NOON

WHO = scenes.person(phone="13900001111")
NUMBERS = (WHO.id_number, WHO.phone)
PURPOSE = {"purpose": "打印送达"}


@pytest.fixture
def paper(people):
    """The printed notice to a person."""
    case = scenes.end(scenes.filed(people, party=WHO), people)
    scenes.approved(case, people)
    found = CasePaper.objects.get(case=case, paper__code="D29").paper
    print_paper(found.pk, at=NOON)
    return OfficialPaper.objects.get(pk=found.pk)


@pytest.fixture
def draft(people):
    case = scenes.end(scenes.filed(people, party=WHO), people)
    scenes.drafted(case, people)
    return CasePaper.objects.get(case=case, paper__code="D29").paper


def shown_in(text: str) -> list[str]:
    return [one for one in NUMBERS if one in text]


def test_the_page_shows_stars_and_no_picture(people, paper, browser_of):
    browser = browser_of(people.lead)

    page = browser.get(f"/papers/{paper.pk}/")

    assert shown_in(page.text) == []
    assert "加密保存" in page.text
    assert list(page.context["page_numbers"]) == []
    assert browser.get(f"/papers/{paper.pk}/pages/1.png").status_code == 404
    answer = browser.get(f"/papers/{paper.pk}/paper.pdf")
    assert answer.url == f"/papers/{paper.pk}/take/"


def test_an_officer_takes_the_paper_for_a_purpose_and_that_is_on_record(people, paper, browser_of):
    browser = browser_of(people.lead)
    refused = browser.post(f"/papers/{paper.pk}/take/", {"purpose": " "})
    assert refused["Content-Type"].startswith("text/html")

    taken = browser.post(f"/papers/{paper.pk}/take/", PURPOSE)

    assert shown_in(flat(taken.content)) == list(NUMBERS)
    assert taken["Cache-Control"].startswith("no-store")
    event = AuditEvent.objects.get(kind="official_paper.take")
    assert (event.actor_id, event.facts["purpose"]) == (people.lead.pk, "打印送达")
    assert shown_in(str(event.facts)) == []


def test_who_only_looks_takes_nothing(paper, browser_of):
    for who in ({"inspector": True}, {"registry_clerk": True}):
        answer = browser_of(UserFactory(**who)).post(f"/papers/{paper.pk}/take/", PURPOSE)
        assert answer.status_code == 403

    assert not AuditEvent.objects.filter(kind="official_paper.take").exists()


def test_the_desk_of_a_draft_and_its_preview_show_stars(people, draft, browser_of):
    browser = browser_of(people.lead)

    edit = browser.get(f"/papers/{draft.pk}/edit/")
    look = browser.post(f"/papers/{draft.pk}/edit/", {**typed(edit.context["form"]), "look": "1"})
    pdf = browser.get(f"/papers/{draft.pk}/draft.pdf")

    for text in (edit.text, look.text, flat(pdf.content)):
        assert shown_in(text) == []
        assert "加密保存" in text


def test_a_draft_that_is_saved_keeps_its_numbers(people, draft, browser_of):
    browser = browser_of(people.lead)
    sent = typed(browser.get(f"/papers/{draft.pk}/edit/").context["form"])

    browser.post(f"/papers/{draft.pk}/edit/", {**sent, "contact_person": "何某"})

    changed = OfficialPaper.objects.get(pk=draft.pk)
    assert changed.facts["party"] == draft.facts["party"]
    assert changed.facts["contact_person"] == "何某"

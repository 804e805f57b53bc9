"""A county's own words on their pages: proposed, looked at, taken by another, left."""

from __future__ import annotations

import pytest
from django.utils import timezone

from common.clock import localdate
from documents.rendering import text_of
from papers.models import FormWording, WordingProposal
from papers.queries import form_with_wording
from papers.states import WordingState
from tests.factories.accounts import UserFactory
from tests.factories.papers import OWN_WORDS, a_proposal, a_wording
from tests.papers.facts import flat

EDIT = "/rules/wordings/D13/after/"


def typed(**changes):
    today = localdate(timezone.now()).isoformat()
    return {
        "way": "own",
        "text": OWN_WORDS,
        "valid_from": today,
        "source": "桤教办〔2026〕3号",
        **changes,
    }


def test_an_administrator_proposes_and_the_security_administrator_takes(
    browser_of, system_administrator, security_administrator, law
):
    page = browser_of(system_administrator).post(EDIT, typed())
    assert page.status_code == 302
    assert not FormWording.objects.exists()

    other = browser_of(security_administrator)
    seen = other.get(page.url).text
    assert "<del>" in seen
    assert "采用</button>" in seen
    other.post(f"{page.url}take/")

    form = form_with_wording("D13", localdate(timezone.now()))
    assert next(part.text for part in form.text if part.key == "after") == OWN_WORDS
    assert "本县表述" in other.get("/rules/wordings/D13/").text


def test_whoever_proposed_sees_no_button_to_take(browser_of, system_administrator, law):
    row = a_proposal()

    page = browser_of(system_administrator).get(f"/rules/wordings/proposed/{row.pk}/").text

    assert "采用</button>" not in page
    assert "须由提出人以外" in page


@pytest.mark.parametrize("who", ["section_head", "legal_reviewer", "inspector"])
def test_who_keeps_no_rules_opens_nothing(browser_of, law, who):
    row, browser = a_proposal(), browser_of(UserFactory(**{who: True}))

    for path in ("", "D13/", "D13/after/", "D13/specimen.pdf", f"proposed/{row.pk}/"):
        assert browser.get(f"/rules/wordings/{path}").status_code == 403
    assert browser.post(f"/rules/wordings/proposed/{row.pk}/take/").status_code == 403
    assert WordingProposal.objects.get().state == WordingState.WAITING


def test_the_administrator_cannot_take(browser_of, system_administrator, law):
    row = a_proposal()

    answer = browser_of(system_administrator).post(f"/rules/wordings/proposed/{row.pk}/take/")

    assert answer.status_code == 403
    assert not FormWording.objects.exists()


def test_a_proposal_of_the_neighbour_county_is_not_found(
    browser_of, security_administrator, law, next_door
):
    with next_door():
        theirs = a_proposal()
    browser, address = browser_of(security_administrator), f"/rules/wordings/proposed/{theirs.pk}/"

    for path in ("", "specimen.pdf"):
        assert browser.get(address + path).status_code == 404
    for path in ("take/", "discard/"):
        assert browser.post(address + path).status_code == 404
    with next_door():
        assert WordingProposal.objects.get().state == WordingState.WAITING


def test_a_form_and_a_part_that_are_not_there_are_not_found(browser_of, system_administrator, law):
    browser = browser_of(system_administrator)

    for path in ("X99/", "X99/after/", "D13/nowhere/", "X99/specimen.pdf"):
        assert browser.get(f"/rules/wordings/{path}").status_code == 404


def test_an_unknown_field_is_named_and_nothing_is_kept(browser_of, system_administrator, law):
    answer = browser_of(system_administrator).post(EDIT, typed(text="{{ colour }}依法移送。"))

    assert answer.status_code == 422
    assert "用了本文书没有的字段colour" in answer.text
    assert "form_wording_wrong" in answer.text
    assert not WordingProposal.objects.exists()


def test_what_is_typed_is_compared_with_the_standard_before_it_is_kept(
    browser_of, system_administrator, law
):
    browser = browser_of(system_administrator)

    same = browser.post(f"{EDIT}preview/", typed(way="standard", text="")).text
    other = browser.post(f"{EDIT}preview/", typed()).text
    wrong = browser.post(f"{EDIT}preview/", typed(text="{{ colour }}")).text

    assert "与标准表述相同" in same
    assert "<ins>" in other
    assert "用了本文书没有的字段colour" in wrong
    assert not WordingProposal.objects.exists()


def test_the_specimen_shows_the_words_before_they_are_taken(
    browser_of, security_administrator, law
):
    row = a_proposal()

    answer = browser_of(security_administrator).get(
        f"/rules/wordings/proposed/{row.pk}/specimen.pdf"
    )

    assert answer["Content-Type"] == "application/pdf"
    assert flat(OWN_WORDS) in flat(text_of(answer.content))


def test_back_to_the_standard_by_page(
    browser_of, system_administrator, security_administrator, law
):
    a_wording()
    page = browser_of(system_administrator).post(EDIT, typed(way="standard", text=""))

    browser_of(security_administrator).post(f"{page.url}take/")

    assert FormWording.objects.first().is_standard
    assert "<ins>" not in browser_of(security_administrator).get("/rules/wordings/D13/").text


def test_a_shared_paragraph_is_proposed_and_taken_for_several_forms(
    browser_of, system_administrator, security_administrator, law
):
    address = "/rules/wordings/D13/contact/"
    browser = browser_of(system_administrator)
    assert "D14" in dict(browser.get(address).context["form"].fields["also"].choices)
    page = browser.post(address, typed(text="电话：{{ contact_phone }}", also=["D14", "D15"]))
    assert "连同另外2种文书一并采用" in browser_of(security_administrator).get(page.url).text

    browser_of(security_administrator).post(f"{page.url}take/", {"with_same": "1"})

    assert sorted(FormWording.objects.values_list("code", flat=True)) == ["D13", "D14", "D15"]


def test_a_proposal_is_left_by_page(browser_of, security_administrator, law):
    row = a_proposal()

    browser_of(security_administrator).post(f"/rules/wordings/proposed/{row.pk}/discard/")

    assert WordingProposal.objects.get().state == WordingState.DISCARDED
    assert not FormWording.objects.exists()


def test_the_list_says_who_speaks_for_itself_and_what_waits(
    browser_of, system_administrator, law, queries_of
):
    browser = browser_of(system_administrator)
    a_wording()
    cost = queries_of(browser, "/rules/wordings/")
    a_wording("D14")
    a_proposal("D15")

    page = browser.get("/rules/wordings/")

    own = {form.code: (parts, waits) for form, parts, waits in page.context["rows"]}
    assert (own["D13"], own["D14"], own["D15"]) == ((1, 0), (1, 0), (0, 1))
    assert queries_of(browser, "/rules/wordings/") == cost


def test_what_waits_stands_in_the_inbox_of_whoever_may_take_it(
    browser_of, system_administrator, security_administrator, law
):
    row = a_proposal()

    address = f"/rules/wordings/proposed/{row.pk}/"
    assert address in browser_of(security_administrator).get("/").text
    assert address not in browser_of(system_administrator).get("/").text

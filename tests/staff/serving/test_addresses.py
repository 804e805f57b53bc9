"""Confirmed addresses on their pages: entered, replaced, taken back, looked at."""

from __future__ import annotations

from datetime import date

import pytest

from audit.models import AuditEvent
from serving.models import AddressConfirmation
from tests.factories import cases as scenes
from tests.factories.accounts import UserFactory
from tests.factories.papers import a_paper
from tests.factories.serving import PARTY, a_confirmation, receipt
from tests.times import DAY

SAID = {"address": "桤木县城关镇文化路8号", "phone": PARTY.phone, "electronic": PARTY.electronic}


@pytest.fixture
def browser(browser_of, county):
    return browser_of(UserFactory(inspector=True))


def signed(**changes):
    told = {**SAID, "consents_electronic": "on", "signed_on": DAY, "file": receipt()}
    return told | changes


def test_addresses_are_entered_from_a_paper_and_lie_masked(law, browser):
    paper = a_paper(stage="printed")

    page = browser.post(f"/papers/addresses/new/?paper={paper.pk}", signed(), follow=True)

    row = AddressConfirmation.objects.get()
    assert (row.party_name, row.party_key) == (PARTY.name, PARTY.key)
    assert row.addresses == SAID
    assert "138****0001" in page.text
    assert not any(told in page.text for told in SAID.values())


def test_addresses_are_entered_from_a_case_by_the_key_of_its_person(people, browser):
    case = scenes.known_clue(people, scenes.person())

    browser.post(f"/papers/addresses/new/?case={case.pk}", signed())

    row = AddressConfirmation.objects.get()
    assert (row.party_name, row.party_key) == ("李大山", "李大山/19850301")
    assert "同意电子送达" in browser.get(f"/cases/{case.pk}/").text


def test_the_second_click_is_told_that_the_sheet_is_known(law, browser):
    path = f"/papers/addresses/new/?paper={a_paper(stage='printed').pk}"
    browser.post(path, signed())

    again = browser.post(path, signed())

    assert again.status_code == 422
    assert "已经登记，请勿重复登记" in again.text
    assert AddressConfirmation.objects.count() == 1


def test_a_new_sheet_replaces_the_old_one_which_stays_in_the_history(browser):
    old = a_confirmation(signed_on=date(2021, 11, 1))

    page = browser.post(f"/papers/addresses/new/?replaces={old.pk}", signed(), follow=True)

    assert "已由后签署的确认书替代" in page.text
    assert [row.pk for row in page.context["history"]][1] == old.pk


def test_a_consent_without_an_electronic_address_is_a_sentence(browser):
    old = a_confirmation(signed_on=date(2021, 11, 1))

    sent = signed(electronic="")
    answer = browser.post(f"/papers/addresses/new/?replaces={old.pk}", sent)

    assert "送达地址确认书缺少：同意电子送达的电子地址" in answer.text
    assert AddressConfirmation.objects.count() == 1


def test_a_consent_is_taken_back_with_its_letter_and_only_once(browser):
    row = a_confirmation()
    sent = {"received_on": DAY, "letter": receipt()}

    first = browser.post(f"/papers/addresses/{row.pk}/withdraw/", sent, follow=True)
    again = browser.post(f"/papers/addresses/{row.pk}/withdraw/", {**sent, "letter": receipt()})

    assert "不再电子送达" in first.text
    assert "不能再次撤回" in again.text
    assert AddressConfirmation.objects.in_force().get().consents_electronic is False


def test_a_confirmation_is_ended_with_its_reason(browser):
    row = a_confirmation()

    browser.post(f"/papers/addresses/{row.pk}/end/", {"on": DAY, "reason": ""})
    assert AddressConfirmation.objects.get().ended_on is None
    browser.post(f"/papers/addresses/{row.pk}/end/", {"on": DAY, "reason": "房屋已拆除"})

    row.refresh_from_db()
    assert (row.ended_on, row.end_reason) == (DAY, "房屋已拆除")


def test_addresses_are_looked_at_for_a_purpose_on_record(browser):
    row = a_confirmation()

    blank = browser.post(f"/papers/addresses/{row.pk}/look/", {"purpose": ""})
    shown = browser.post(f"/papers/addresses/{row.pk}/look/", {"purpose": "上门送达"})

    assert PARTY.address not in blank.text
    assert PARTY.address in shown.text
    assert "no-store" in shown["Cache-Control"]
    assert AuditEvent.objects.filter(kind="address.reveal").count() == 1


def test_the_signed_sheet_is_opened_on_record(browser):
    row = a_confirmation()

    answer = browser.get(f"/papers/addresses/{row.pk}/signed/")

    assert answer["Content-Type"] == "image/jpeg"
    assert AuditEvent.objects.filter(kind="address.reveal").count() == 1


def test_the_list_is_narrowed_and_says_when_it_is_empty(browser):
    assert "没有送达地址确认书" in browser.get("/papers/addresses/").text
    old, held = a_confirmation(signed_on=date(2021, 11, 1)), a_confirmation()

    for query, found in (("", [held, old]), ("pick=ended", [old]), ("pick=electronic", [held])):
        page = browser.get(f"/papers/addresses/?{query}").context["page"]
        assert [row.pk for row in page] == [row.pk for row in found], query
    assert not browser.get("/papers/addresses/?text=没有此人").context["page"].object_list


def test_who_may_not_serve_sees_masked_addresses_and_changes_nothing(browser_of, county):
    row = a_confirmation()
    browser = browser_of(UserFactory(bureau_head=True))

    page = browser.get(f"/papers/addresses/{row.pk}/")

    assert page.status_code == 200
    assert PARTY.phone not in page.text
    for act in ("withdraw", "end", "look", "signed"):
        assert browser.get(f"/papers/addresses/{row.pk}/{act}/").status_code == 403, act
    assert browser.get(f"/papers/addresses/new/?replaces={row.pk}").status_code == 403


def test_a_partner_and_the_neighbour_see_no_addresses(county, next_door, browser, browser_of):
    with next_door():
        row = a_confirmation()

    for act in ("", "withdraw/", "end/", "look/", "signed/"):
        assert browser.get(f"/papers/addresses/{row.pk}/{act}").status_code == 404, act
    assert browser.get("/papers/addresses/new/?replaces=1").status_code == 404
    assert browser.get("/papers/addresses/new/").status_code == 404
    partner = browser_of(UserFactory(partner_officer=True))
    assert partner.get("/papers/addresses/").status_code == 403

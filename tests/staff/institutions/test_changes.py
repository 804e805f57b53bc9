"""Changing the registry through its pages."""

from __future__ import annotations

import pytest

from audit.models import AuditEvent
from institutions.models import Institution, Person
from institutions.states import InstitutionState, Nature
from tests.factories.institutions import BUSINESS_CODE, InstitutionFactory, PersonFactory

NEW = {
    "name": "新苗托管中心",
    "kind": "childcare",
    "state": "registered",
    "nature": "for_profit",
    "register_kind": "business",
    "credit_code": BUSINESS_CODE,
    "address": "城关镇文化路8号",
    "x": "111.6",
    "y": "25.0",
    "system": "wgs84",
}


def test_clerk_enters_an_institution_with_its_site(browser_of, clerk):
    answer = browser_of(clerk).post("/institutions/new/", NEW, follow=True)

    made = Institution.objects.get()
    assert answer.redirect_chain == [(f"/institutions/{made.pk}/", 302)]
    assert "已录入“新苗托管中心”。" in answer.text
    assert (made.credit_code, made.current_site.address) == (BUSINESS_CODE, "城关镇文化路8号")


def test_point_outside_the_county_is_refused_and_nothing_is_entered(browser_of, clerk):
    answer = browser_of(clerk).post("/institutions/new/", NEW | {"x": "120.1"})

    assert answer.status_code == 422
    assert "不在桤木县辖区内" in answer.text
    assert not Institution.objects.exists()


def test_edit_keeps_before_and_after_in_history(browser_of, clerk):
    institution = InstitutionFactory(phone="1000001")
    browser = browser_of(clerk)
    page = browser.get(f"/institutions/{institution.pk}/edit/")
    sent = {name: value or "" for name, value in page.context["form"].initial.items()}

    browser.post(f"/institutions/{institution.pk}/edit/", sent | {"phone": "1000002"})

    facts = AuditEvent.objects.get(kind="institution.change").facts
    assert (facts["old"], facts["new"]) == ("1000001", "1000002")


def test_edit_of_an_old_version_is_refused(browser_of, clerk):
    institution = InstitutionFactory(version=3)
    page = browser_of(clerk).get(f"/institutions/{institution.pk}/edit/")
    sent = {name: value or "" for name, value in page.context["form"].initial.items()}

    answer = browser_of(clerk).post(
        f"/institutions/{institution.pk}/edit/", sent | {"version": 2, "phone": "1000002"}
    )

    assert "刚刚已被他人修改" in answer.text
    assert Institution.objects.get().phone == institution.phone


def test_state_form_offers_only_moves_that_start_here(browser_of, clerk):
    institution = InstitutionFactory(stopped=True)

    form = browser_of(clerk).get(f"/institutions/{institution.pk}/state/").context["form"]

    assert "find_reopened" in dict(form.fields["action"].choices)
    assert "deregister" not in dict(form.fields["action"].choices)


def test_state_changes_with_its_reason(browser_of, clerk):
    institution = InstitutionFactory(registered=True)
    sent = {"action": "suspend", "reason": "自行停业报告"}

    browser_of(clerk).post(f"/institutions/{institution.pk}/state/", sent)

    assert Institution.objects.get().state == InstitutionState.SUSPENDED
    assert AuditEvent.objects.get().facts["reason"] == "自行停业报告"


def test_reregistration_as_nonprofit_changes_the_nature(browser_of, clerk):
    institution = InstitutionFactory()

    browser_of(clerk).post(f"/institutions/{institution.pk}/nonprofit/", {"on": "2021-11-09"})

    assert Institution.objects.get().nature == Nature.NON_PROFIT


def test_site_moves_and_the_former_one_stays(browser_of, clerk):
    institution = InstitutionFactory(site__address="旧址1号")
    sent = {"address": "新址2号", "system": "wgs84", "on": "2021-11-09"}

    answer = browser_of(clerk).post(f"/institutions/{institution.pk}/site/", sent, follow=True)

    assert "新址2号" in answer.text
    assert "曾在：旧址1号" in answer.text


def test_person_is_named_and_leaves(browser_of, clerk):
    institution = InstitutionFactory()
    browser = browser_of(clerk)
    sent = {"name": "何晓燕", "role": "teacher"}
    browser.post(f"/institutions/{institution.pk}/people/new/", sent)
    person = Person.objects.get()

    browser.post(f"/institutions/people/{person.pk}/leave/", {"on": "2021-11-09"})

    assert Person.objects.get().left_on is not None


@pytest.mark.parametrize("page", ["edit", "site", "state", "nonprofit", "people/new"])
def test_inspector_may_change_nothing(browser_of, inspector, page):
    institution = InstitutionFactory()

    answer = browser_of(inspector).post(f"/institutions/{institution.pk}/{page}/", NEW)

    assert answer.status_code == 403
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("page", ["edit", "site", "state", "nonprofit", "people/new"])
def test_institution_of_the_neighbour_county_cannot_be_changed(browser_of, clerk, next_door, page):
    with next_door():
        theirs = InstitutionFactory()

    answer = browser_of(clerk).post(f"/institutions/{theirs.pk}/{page}/", NEW)

    assert answer.status_code == 404


def test_person_of_the_neighbour_county_is_not_found(browser_of, clerk, next_door):
    with next_door():
        theirs = PersonFactory()

    answer = browser_of(clerk).get(f"/institutions/people/{theirs.pk}/leave/")

    assert answer.status_code == 404

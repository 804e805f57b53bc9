"""Listed supervision on its pages: listed, told of, moved, ended; each sees what is his."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from common.clock import localdate
from supervision.models import Listing
from tests.factories.accounts import UserFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.supervision import ListingFactory

LIST = "/supervision/listings/"


def _typed(owner, leader):
    return {
        "institution": InstitutionFactory().pk,
        "matter": "学员退费未完成",
        "target": "全部退清并报送凭证",
        "owner": owner.pk,
        "leader": leader.pk,
        "due_on": (localdate(timezone.now()) + timedelta(days=20)).isoformat(),
    }


def test_a_matter_is_listed_for_two_people(county, browser_of, leader, inspector):
    browser = browser_of(leader)
    refused = browser.post(f"{LIST}new/", _typed(leader, leader))
    assert refused.status_code == 422
    assert "不能是同一人（何局长）" in refused.text
    assert "全部退清并报送凭证" in refused.text

    browser.post(f"{LIST}new/", _typed(inspector, leader))

    assert Listing.objects.get().owner == inspector


def test_somebody_who_could_not_open_it_does_not_answer_for_it(county, browser_of, leader):
    auditor = UserFactory(audit_administrator=True, full_name="秦岚")

    answer = browser_of(leader).post(f"{LIST}new/", _typed(auditor, leader))

    assert "秦岚没有办理督办事项的角色" in answer.text
    assert not Listing.objects.exists()


def test_a_partner_sees_and_tells_of_his_own_only(county, browser_of, partner):
    mine, other = ListingFactory(owner=partner), ListingFactory()
    browser = browser_of(partner)

    assert browser.get("/supervision/", follow=True).context["page"].object_list == [mine]
    assert browser.get(f"{LIST}{other.pk}/").status_code == 404
    browser.post(f"{LIST}{mine.pk}/progress/", {"text": "已退费20人"})

    assert [line.text for line in mine.progress.all()] == ["已退费20人"]
    assert "已退费20人" in browser.get(f"{LIST}{mine.pk}/").text
    assert browser.get(f"{LIST}{mine.pk}/strike/").status_code == 403


def test_a_stranger_tells_nothing(county, browser_of, inspector):
    listing = ListingFactory()

    answer = browser_of(inspector).post(f"{LIST}{listing.pk}/progress/", {"text": "路过"})

    assert answer.status_code == 403
    assert not listing.progress.exists()


@pytest.mark.parametrize(("what", "state"), [("strike", "met"), ("escalate", "escalated")])
def test_a_listing_ends_once_with_a_result(county, browser_of, leader, what, state):
    listing, browser = ListingFactory(), browser_of(leader)
    address = f"{LIST}{listing.pk}/{what}/"

    assert browser.post(address, {"result": ""}).status_code == 422
    browser.post(address, {"result": "全部退清"})
    again = browser.post(address, {"result": "再一次"})

    listing.refresh_from_db()
    assert (listing.state, listing.result) == (state, "全部退清")
    assert again.status_code == 422
    assert "再一次" in again.text


def test_an_earlier_day_is_refused_and_the_reason_kept(county, browser_of, leader):
    listing, browser = ListingFactory(), browser_of(leader)
    address = f"{LIST}{listing.pk}/extend/"

    refused = browser.post(address, {"due_on": "2021-11-20", "reason": "未联系上"})
    browser.post(address, {"due_on": "2099-01-01", "reason": "未联系上"})

    assert "未联系上" in refused.text
    assert listing.extensions.get().new_due_on.year == 2099


def test_listings_cost_the_same_for_one_and_for_three(county, browser_of, leader, queries_of):
    browser = browser_of(leader)
    ListingFactory(leader=leader)
    for_one = queries_of(browser, LIST)
    ListingFactory.create_batch(2)

    assert queries_of(browser, LIST) == for_one
    for query, count in (("pick=mine", 1), ("pick=overdue", 3), ("state=met", 0)):
        assert len(browser.get(f"{LIST}?{query}").context["page"]) == count


def test_a_listing_of_the_neighbour_county_is_not_found(browser_of, leader, next_door):
    with next_door():
        there = ListingFactory(pk=10**6)

    assert browser_of(leader).get(f"{LIST}{there.pk}/").status_code == 404

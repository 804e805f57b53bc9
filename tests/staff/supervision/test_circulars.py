"""Circulars on their pages: drafted, approved by other hands, taken back."""

from __future__ import annotations

from supervision.models import Circular
from tests.factories.accounts import UserFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.supervision import a_circular

NEW = "/supervision/circulars/new/"


def _typed(**changes):
    told = {"title": "关于整改的通报", "text": "一家机构未按期报告。", "audience": "各机构"}
    return {**told, "institutions": [InstitutionFactory(name="青禾培训学校").pk], **changes}


def test_a_circular_is_drafted_and_approved_by_somebody_else(county, browser_of, head, leader):
    browser_of(head).post(NEW, _typed())
    circular = Circular.objects.get()
    browser = browser_of(leader)

    browser.post(f"/supervision/circulars/{circular.pk}/publish/")
    again = browser.post(f"/supervision/circulars/{circular.pk}/publish/")

    circular.refresh_from_db()
    assert (circular.state, circular.published_by) == ("published", leader)
    assert again.status_code == 409
    assert "青禾培训学校" in browser.get("/supervision/circulars/").text


def test_words_of_penalty_are_refused_and_everything_typed_is_kept(county, browser_of, head):
    answer = browser_of(head).post(NEW, _typed(text="对青禾处以罚款5000元。"))

    assert answer.status_code == 422
    assert "通报只陈述事实和要求" in answer.text
    assert "对青禾处以罚款5000元。" in answer.text
    assert answer.text.count(" checked") == 1
    assert not Circular.objects.exists()


def test_nobody_is_offered_to_approve_his_own(county, browser_of):
    both = UserFactory(roles=["section_head", "bureau_head"])
    circular, browser = a_circular(by=both), browser_of(both)
    page = browser.get(f"/supervision/circulars/{circular.pk}/")

    refused = browser.post(f"/supervision/circulars/{circular.pk}/publish/")

    assert [button.label for button in page.context["buttons"]] == ["弃用"]
    assert "由您起草，须由其他人批准" in page.text
    assert "由您起草，须由其他人批准" in refused.text
    assert Circular.objects.get().state == "draft"


def test_a_circular_is_taken_back_with_a_reason_and_a_draft_given_up(
    county, browser_of, head, leader
):
    first, second = a_circular(), a_circular(title="第二份")
    chief = browser_of(leader)
    chief.post(f"/supervision/circulars/{first.pk}/publish/")

    assert chief.post(f"/supervision/circulars/{first.pk}/withdraw/", {}).status_code == 422
    chief.post(f"/supervision/circulars/{first.pk}/withdraw/", {"reason": "数据有误"})
    browser_of(head).post(f"/supervision/circulars/{second.pk}/discard/")

    states = Circular.objects.order_by("pk").values_list("state", "withdraw_reason")
    assert list(states) == [("withdrawn", "数据有误"), ("discarded", "")]


def test_a_link_from_an_institution_ticks_it_and_shows_it_first(county, browser_of, head):
    InstitutionFactory(name="A培训学校")
    institution = InstitutionFactory(name="Z培训学校")

    page = browser_of(head).get(f"{NEW}?institution={institution.pk}")

    assert page.text.count(" checked") == 1
    assert page.text.index("Z培训学校") < page.text.index("A培训学校")


def test_circulars_cost_the_same_for_one_and_for_three(county, browser_of, head, queries_of):
    browser, address = browser_of(head), "/supervision/circulars/"
    a_circular()
    for_one = queries_of(browser, address)
    a_circular(title="第二份")
    a_circular(title="第三份")

    assert queries_of(browser, address) == for_one
    assert len(browser.get(f"{address}?text=第三").context["page"]) == 1

"""Talks on their pages: called, held with a signed record, missed, taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from common.clock import CHINA
from supervision.models import Interview
from tests.factories.accounts import UserFactory
from tests.factories.documents import picture
from tests.factories.institutions import InstitutionFactory
from tests.factories.supervision import InterviewFactory, a_call

HELD = {"attended": "王春梅", "said": "已说明情况", "promises": "月底前完成备案"}


@pytest.fixture
def call(law):
    """What a section head types; the talk is the day after tomorrow at nine."""
    at = (timezone.now() + timedelta(days=2)).astimezone(CHINA).replace(hour=9, minute=0)
    return {
        "institution": InstitutionFactory(name="青禾培训学校", site=True).pk,
        "talk_at": f"{at:%Y-%m-%dT%H:%M}",
        "matter": "未将预收费纳入监管",
        "place": "县教育局三楼会议室",
        "attend": "法定代表人王春梅",
        "hosts": "李敏、周执法",
    }


def test_an_institution_is_called_and_its_notice_is_numbered_and_printed(
    call, browser_of, head, commits
):
    browser = browser_of(head)
    with commits():
        page = browser.post("/supervision/interviews/new/", call, follow=True)

    interview = Interview.objects.get()
    assert interview.paper.number in page.text
    assert f"{interview.paper.number}" in browser.get("/supervision/interviews/").text
    assert browser.get(f"/papers/{interview.paper_id}/paper.pdf").status_code == 200


def test_a_day_that_is_over_is_refused_and_every_word_is_kept(call, browser_of, head):
    answer = browser_of(head).post(
        "/supervision/interviews/new/", {**call, "talk_at": "2021-11-01T09:00"}
    )

    assert answer.status_code == 422
    assert "约谈时间2021年11月1日09:00无效" in answer.text
    assert all(word in answer.text for word in ("未将预收费纳入监管", "法定代表人王春梅"))
    assert not Interview.objects.exists()


def test_a_talk_is_held_with_its_signed_record_and_only_once(law, browser_of, head):
    interview, browser = a_call(), browser_of(head)
    scan = SimpleUploadedFile("记录.jpg", picture(), content_type="image/jpeg")
    address = f"/supervision/interviews/{interview.pk}/"
    browser.post(f"{address}hold/", {**HELD, "file": scan})

    again = browser.post(f"{address}hold/", HELD)

    assert again.status_code == 422
    interview.refresh_from_db()
    assert (interview.state, interview.record) == ("held", "已说明情况")
    assert browser.get(f"{address}record/")["Content-Type"] == "image/jpeg"
    assert "月底前完成备案" in browser.get(address).text


@pytest.mark.parametrize(("what", "state"), [("miss", "missed"), ("cancel", "cancelled")])
def test_a_talk_that_did_not_take_place_says_why(county, browser_of, head, what, state):
    interview, browser = InterviewFactory(), browser_of(head)
    address = f"/supervision/interviews/{interview.pk}/{what}/"

    assert browser.post(address, {"reason": ""}).status_code == 422
    browser.post(address, {"reason": "电话无人接听"})

    interview.refresh_from_db()
    assert (interview.state, interview.end_reason) == (state, "电话无人接听")


def test_who_may_not_see_cases_sees_no_talk_and_who_may_not_hold_enters_nothing(county, browser_of):
    interview = InterviewFactory()
    address = f"/supervision/interviews/{interview.pk}/"

    partner = browser_of(UserFactory(partner_officer=True))
    inspector = browser_of(UserFactory(inspector=True))

    assert [partner.get(address).status_code, inspector.get(address).status_code] == [403, 200]
    assert inspector.post(f"{address}cancel/", {"reason": "不谈了"}).status_code == 403
    assert not inspector.get(address).context["buttons"]
    assert Interview.objects.get().state == "called"


def test_talks_are_narrowed_and_cost_the_same_for_one_and_for_three(
    county, browser_of, head, queries_of
):
    browser, address = browser_of(head), "/supervision/interviews/"
    InterviewFactory(institution__name="翰林书院")
    for_one = queries_of(browser, address)
    InterviewFactory.create_batch(2)

    assert queries_of(browser, address) == for_one
    for query, count in (("text=翰林", 1), ("pick=open", 3), ("pick=check", 0), ("state=held", 0)):
        assert len(browser.get(f"{address}?{query}").context["page"]) == count

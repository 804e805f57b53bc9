"""A word on each finding when a visit is confirmed, and what a finding leads to in one step."""

from __future__ import annotations

import pytest

from enforcement.models import Clue, TransferProposal
from inspections.models import FindingReview, Visit
from tests.factories.accounts import UserFactory
from tests.factories.inspections import FindingFactory, VisitFactory
from tests.factories.releases import ClueFactory, TransferProposalFactory


@pytest.fixture
def head(county):
    return UserFactory(section_head=True, full_name="陈股长")


@pytest.fixture
def recorded(county) -> Visit:
    visit = VisitFactory(recorded=True)
    FindingFactory(visit=visit, text="收费项目未公示")
    return visit


@pytest.mark.parametrize(
    ("said", "words", "kept"),
    [
        ("", "", ("confirmed", "", "")),
        ("corrected", "当场张贴", ("confirmed", "", "当场张贴")),
        ("corrected", "", ("confirmed", "", "已当场改正")),
        ("dropped", "公示在二楼", ("dropped", "公示在二楼", "")),
    ],
)
def test_each_finding_gets_its_word(browser_of, head, recorded, said, words, kept):
    finding = recorded.findings.get()
    browser = browser_of(head)
    assert "收费项目未公示" in browser.get(f"/visits/{recorded.pk}/confirm/").text

    browser.post(
        f"/visits/{recorded.pk}/confirm/",
        {f"verdict_{finding.pk}": said, f"words_{finding.pk}": words},
    )

    review = FindingReview.objects.get()
    assert (review.verdict, review.reason, review.correction) == kept
    assert browser.get(f"/visits/{recorded.pk}/").status_code == 200


def test_a_dropped_finding_without_its_reason_confirms_nothing(browser_of, head, recorded):
    finding = recorded.findings.get()

    answer = browser_of(head).post(
        f"/visits/{recorded.pk}/confirm/", {f"verdict_{finding.pk}": "dropped"}
    )

    assert "不予认定须写明理由" in answer.text
    assert Visit.objects.get().confirmed_at is None


def test_a_clue_and_a_proposed_transfer_are_one_step_from_the_finding(browser_of, inspector):
    finding = FindingFactory()
    browser = browser_of(inspector)

    browser.post(f"/visits/findings/{finding.pk}/clue/")
    sent = {"receiver": "桤木县公安局", "grounds": "涉嫌犯罪"}
    browser.post(f"/visits/findings/{finding.pk}/transfer/", sent)

    assert (Clue.objects.get().finding, Clue.objects.get().text) == (finding, finding.text)
    assert TransferProposal.objects.get().receiver == "桤木县公安局"
    page = browser.get(f"/visits/{finding.visit_id}/").text
    assert "已登记线索" in page
    assert "桤木县公安局" in page


@pytest.mark.parametrize(
    ("factory", "path"), [(ClueFactory, "clues"), (TransferProposalFactory, "proposals")]
)
def test_what_was_registered_by_mistake_is_taken_back(browser_of, inspector, factory, path):
    row = factory(finding__visit__confirmed=True)
    browser = browser_of(inspector)
    address = f"/visits/{path}/{row.pk}/withdraw/"
    assert address in browser.get(f"/visits/{row.finding.visit_id}/").text

    bare = browser.post(address, {"reason": " "})
    told = browser.post(address, {"reason": "登记错误"}, follow=True)
    again = browser.post(address, {"reason": "登记错误"})

    row.refresh_from_db()
    assert bare.status_code == 200
    assert "原登记留存备查" in told.text
    assert (row.state, row.withdraw_reason) == ("withdrawn", "登记错误")
    assert address not in told.text
    assert again.status_code in (200, 409)


def test_a_refused_transfer_says_why(browser_of, inspector):
    finding = FindingFactory()
    sent = {"receiver": "桤木县公安局", "grounds": "涉嫌犯罪"}
    browser = browser_of(inspector)
    browser.post(f"/visits/findings/{finding.pk}/transfer/", sent)

    answer = browser.post(f"/visits/findings/{finding.pk}/transfer/", sent)

    assert "不必重复" in answer.text
    assert TransferProposal.objects.count() == 1

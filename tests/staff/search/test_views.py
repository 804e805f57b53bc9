"""The box on every page: what is found, for whom, at what cost."""

from __future__ import annotations

import pytest

from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.assignments import AssignmentFactory
from tests.factories.enforcement import NoticeFactory
from tests.factories.inspections import CampaignFactory, VisitFactory
from tests.factories.institutions import InstitutionFactory

MOST = 26  # statements: five kinds, each at most counted, read and completed


def _found(answer) -> dict[str, list[str]]:
    return {
        group.kind.title: [hit.title for hit in group.hits] for group in answer.context["groups"]
    }


@pytest.fixture
def head(county):
    return UserFactory(section_head=True)


@pytest.fixture
def spring(county):
    institution = InstitutionFactory(registered=True, name="春芽托管中心", site=True)
    return VisitFactory(institution=institution, confirmed=True)


@pytest.mark.parametrize("text", ["春芽", "cy", "托管 CYT"])
def test_one_box_finds_things_of_every_kind(browser_of, head, spring, text):
    NoticeFactory(visit=spring, served=True)
    CampaignFactory(name="春芽托管专项行动")
    InstitutionFactory(name="青禾学校")

    found = _found(browser_of(head).get("/search/", {"text": text}))

    assert found == {
        "机构": ["春芽托管中心"],
        "文书": ["春芽托管中心"],
        "现场检查": ["春芽托管中心"],
        "专项行动": ["春芽托管专项行动"],
    }


def test_a_notice_is_found_by_a_part_of_its_number(browser_of, head):
    notice = NoticeFactory(served=True)

    answer = browser_of(head).get("/search/", {"text": notice.number[-7:]})

    assert _found(answer) == {"文书": [notice.institution.name]}


def test_a_partner_finds_only_what_its_department_was_asked(browser_of, partner, spring):
    NoticeFactory(visit=spring, served=True)
    AssignmentFactory(title="联合检查春芽托管中心")
    AssignmentFactory(title="春芽的另一件", asked_of=DepartmentFactory(market=True))

    answer = browser_of(partner).get("/search/", {"text": "春芽"})

    assert _found(answer) == {"协办事项": ["联合检查春芽托管中心"]}


def test_nothing_of_the_next_county_is_found(browser_of, head, next_door):
    with next_door():
        InstitutionFactory(name="春芽托管中心")

    answer = browser_of(head).get("/search/", {"text": "春芽"})

    assert _found(answer) == {}
    assert "没有找到" in answer.text


@pytest.mark.parametrize("text", ["", "  ", "%", "（）", "\x00"])
def test_without_words_it_says_how_to_search(browser_of, head, text):
    InstitutionFactory()

    answer = browser_of(head).get("/search/", {"text": text})

    assert _found(answer) == {}
    assert "输入两个字即可查找" in answer.text


def test_more_hits_than_are_shown_lead_to_the_list(browser_of, head):
    InstitutionFactory.create_batch(8, name="春芽")

    answer = browser_of(head).get("/search/?text=春芽")

    (group,) = answer.context["groups"]
    assert (len(group.hits), group.count) == (6, 8)
    assert group.url in answer.text
    assert browser_of(head).get(group.url).context["page"].paginator.count == 8


def test_every_page_has_the_box_and_the_door_has_none(browser_of, head):
    assert 'action="/search/"' in browser_of(head).get("/").text
    assert 'action="/search/"' not in browser_of().get("/login/").text


def test_it_costs_the_same_for_one_and_for_fifty(browser_of, head, queries_of):
    InstitutionFactory.create_batch(7, name="春芽", site=True)
    for_some = queries_of(browser_of(head), "/search/?text=春芽")
    InstitutionFactory.create_batch(43, name="春芽", site=True)

    assert queries_of(browser_of(head), "/search/?text=春芽") == for_some <= MOST

"""The registry's list and the page of one institution."""

from __future__ import annotations

import pytest

from institutions.services import move_institution
from tests.factories.enforcement import NoticeFactory
from tests.factories.inspections import VisitFactory
from tests.factories.institutions import InstitutionFactory
from tests.times import NOON

# Statements for one page: one is for the session, nine for the rules' remarks, four for what is
# supervised.
MOST = 33


def _names(answer):
    return [institution.name for institution in answer.context["page"]]


def test_list_shows_name_address_and_state(browser_of, clerk):
    InstitutionFactory(name="青禾培训学校", site__address="文化路8号")

    answer = browser_of(clerk).get("/institutions/")

    assert _names(answer) == ["青禾培训学校"]
    assert "文化路8号" in answer.text
    assert "正式设立" in answer.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("text=向阳", ["向阳托管中心"]),
        ("text=文化", ["青禾培训学校"]),
        ("kind=childcare", ["向阳托管中心"]),
        ("state=licensed", ["青禾培训学校"]),
        ("located=no", ["向阳托管中心"]),
        ("text=没有这家", []),
    ],
)
def test_list_is_narrowed(browser_of, clerk, query, found):
    InstitutionFactory(name="青禾培训学校", site__address="文化路8号")
    InstitutionFactory(childcare=True, name="向阳托管中心")

    assert _names(browser_of(clerk).get(f"/institutions/?{query}")) == found


def test_tabs_count_kinds_and_states(browser_of, clerk):
    InstitutionFactory(childcare=True)
    InstitutionFactory(unlicensed=True)

    answer = browser_of(clerk).get("/institutions/?kind=childcare")

    counts = {tab["title"]: tab["count"] for tab in answer.context["tabs"]}
    assert (counts["全部"], counts["校外托管"], counts["无证"]) == (2, 1, 1)
    assert [tab["title"] for tab in answer.context["tabs"] if tab["is_current"]] == ["校外托管"]


def test_list_page_keeps_the_filters(browser_of, clerk):
    InstitutionFactory.create_batch(51)

    answer = browser_of(clerk).get("/institutions/?kind=subject")

    assert "?kind=subject&amp;page=2" in answer.text


def test_list_costs_the_same_for_one_and_for_many(browser_of, clerk, queries_of):
    browser = browser_of(clerk)
    InstitutionFactory(site=True)
    for_one = queries_of(browser, "/institutions/")
    InstitutionFactory.create_batch(5, site=True)

    assert queries_of(browser, "/institutions/") == for_one <= MOST


def test_partner_has_no_right_to_the_registry(browser_of, partner):
    assert browser_of(partner).get("/institutions/").status_code == 403


def test_page_tells_everything_that_happened_in_order(browser_of, clerk):
    institution = InstitutionFactory(name="青禾培训学校", registered=True)
    visit = VisitFactory(institution=institution, confirmed=True)
    NoticeFactory(visit=visit, served=True)
    move_institution(institution.pk, "suspend", by=clerk, at=NOON, reason="自行停业报告")

    answer = browser_of(clerk).get(f"/institutions/{institution.pk}/")

    assert [one.said.title for one in answer.context["story"]] == ["停业"]
    assert "自行停业报告" in answer.text
    assert "责令限期整改通知书" in answer.text
    assert [len(answer.context[name]) for name in ("visits", "notices")] == [1, 1]


def test_page_costs_the_same_for_one_visit_and_for_many(browser_of, clerk, queries_of):
    browser = browser_of(clerk)
    institution = InstitutionFactory(registered=True, site=True)
    VisitFactory(institution=institution, confirmed=True)
    for_one = queries_of(browser, f"/institutions/{institution.pk}/")
    VisitFactory.create_batch(3, institution=institution, confirmed=True)

    assert queries_of(browser, f"/institutions/{institution.pk}/") == for_one <= MOST


def test_institution_of_the_neighbour_county_is_not_found(browser_of, clerk, next_door):
    with next_door():
        theirs = InstitutionFactory(name="邻县机构")

    answer = browser_of(clerk).get(f"/institutions/{theirs.pk}/")

    assert answer.status_code == 404
    assert "邻县机构" not in answer.text


def test_clerk_sees_the_buttons_and_an_inspector_does_not(browser_of, clerk, inspector):
    institution = InstitutionFactory()
    address = f"/institutions/{institution.pk}/"

    assert "变更状态" in browser_of(clerk).get(address).text
    assert "变更状态" not in browser_of(inspector).get(address).text

"""15. Lists are narrowed by one class each, whose parameters are documented and answered."""

from __future__ import annotations

import pytest

from common.errors import BadInput
from common.filters import Asker, Day, Words
from tests.factories.accounts import WORKING_ROLES, UserFactory
from tests.house.filter_docs import PATH, every_filters, text
from tests.times import DAY

FILTERS = every_filters()
EVERY = [(filters, one) for filters in FILTERS for one in filters.filters]
PAGES = {
    "institutions": "/institutions/",
    "visits": "/visits/",
    "notices": "/notices/",
    "campaigns": "/campaigns/",
    "assignments": "/assignments/",
    "sharings": "/assignments/sharings/",
    "people": "/people/",
    "history": "/history/",
    "interviews": "/supervision/interviews/",
    "transfers": "/transfers/",
    "circulars": "/supervision/circulars/",
    "listed supervision": "/supervision/listings/",
    "merits": "/supervision/merits/",
    "cases": "/cases/",
    "publications": "/cases/publications/",
    "deadlines": "/deadlines/",
    "prepaid contracts": "/prepaid/",
    "prepaid lessons": "/prepaid/lessons/",
    "payment orders": "/prepaid/orders/",
    "findings on prepaid money": "/fund-findings/",
    "fund accounts": "/funds/",
    "schools": "/schoolcare/",
    "fund alerts": "/funds/alerts/",
    "bank statements": "/funds/statements/",
    "lines in suspense": "/funds/suspense/",
}


def _id(value: object) -> str:
    return getattr(value, "name", "") or value.title


def test_the_page_of_filters_is_up_to_date():
    assert PATH.read_text(encoding="utf-8") == text()


def test_names_are_given_once_in_a_list():
    for filters in FILTERS:
        names = [one.name for one in filters.filters]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(("filters", "one"), EVERY, ids=_id)
def test_a_value_that_cannot_be_is_refused_with_a_sentence(county, filters, one):
    asker = Asker(UserFactory(roles=list(WORKING_ROLES)), DAY)
    if isinstance(one, Words):
        return
    with pytest.raises(BadInput, match=f"筛选条件“{one.label}”没有“1;drop”这个选项"):
        filters({one.name: "1;drop"}, asker=asker)


@pytest.mark.parametrize(("title", "path"), PAGES.items())
def test_every_value_is_answered_by_the_page(county, browser_of, title, path):
    roles = ["audit_administrator"] if title == "people" else list(WORKING_ROLES)
    user = UserFactory(roles=roles)
    browser, asker = browser_of(user), Asker(user, DAY)
    (filters,) = [filters for filters in FILTERS if filters.title == title]

    for one in filters.filters:
        known = one.values(asker)
        values = ["2021"] if known is None else [value for value, _ in known]
        said = {"family": ["notice"]}
        days = ["2021-09-01"] if isinstance(one, Day) else values
        for value in said.get(one.name, days):
            assert browser.get(path, {one.name: value}).status_code == 200, (one.name, value)

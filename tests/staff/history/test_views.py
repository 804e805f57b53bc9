"""The county's history as a page."""

from __future__ import annotations

import pytest

from audit.services import record
from tests.factories.accounts import UserFactory
from tests.factories.institutions import InstitutionFactory
from tests.times import NOON


@pytest.fixture
def reviewer(county):
    return UserFactory(legal_reviewer=True)


MOST = 16  # statements for one page


def _lines(answer):
    return [(line.said.title, line.event.actor_name) for line in answer.context["lines"]]


def test_history_tells_what_who_and_the_change(browser_of, reviewer, clerk):
    institution = InstitutionFactory(name="青禾培训学校")
    record(
        "institution.suspend",
        institution,
        by=clerk,
        at=NOON,
        before="licensed",
        after="suspended",
        reason="自行停业报告",
    )

    answer = browser_of(reviewer).get("/history/")

    assert _lines(answer) == [("停业", "孙怡")]
    assert "正式设立 → 停业；自行停业报告" in answer.text
    assert f'href="/institutions/{institution.pk}/"' in answer.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("family=institution", [("停业", "孙怡")]),
        ("family=user", [("添加人员", "")]),
        ("text=青禾", [("停业", "孙怡")]),
        ("since=2021-11-11", []),
        ("until=2021-11-09", []),
        ("since=2021-11-10&until=2021-11-10&family=user", [("添加人员", "")]),
    ],
)
def test_history_is_narrowed(browser_of, reviewer, clerk, query, found):
    record("institution.suspend", InstitutionFactory(name="青禾培训学校"), by=clerk, at=NOON)
    record("user.create", clerk, by=None, at=NOON)

    assert _lines(browser_of(reviewer).get(f"/history/?{query}")) == found


def test_history_of_one_person(browser_of, reviewer, clerk, inspector):
    record("user.create", clerk, by=clerk, at=NOON)
    record("user.create", clerk, by=inspector, at=NOON)

    answer = browser_of(reviewer).get(f"/history/?person={clerk.pk}")

    assert _lines(answer) == [("添加人员", "孙怡")]


def test_history_costs_the_same_for_one_and_for_many(browser_of, reviewer, queries_of):
    browser = browser_of(reviewer)
    record("user.create", reviewer, by=None, at=NOON)
    for_one = queries_of(browser, "/history/")
    for _ in range(5):
        record("user.create", reviewer, by=None, at=NOON)

    assert queries_of(browser, "/history/") == for_one <= MOST


def test_history_needs_its_right(browser_of, inspector):
    assert browser_of(inspector).get("/history/").status_code == 403


def test_history_of_the_neighbour_county_is_not_shown(browser_of, reviewer, next_door):
    with next_door():
        record("institution.register", InstitutionFactory(name="邻县机构"), by=None, at=NOON)

    assert "邻县机构" not in browser_of(reviewer).get("/history/").text


def test_history_until_the_last_day_there_is_shows_everything(browser_of, reviewer, clerk):
    record("institution.suspend", InstitutionFactory(), by=clerk, at=NOON)

    answer = browser_of(reviewer).get("/history/?since=0001-01-01&until=9999-12-31")

    assert _lines(answer) == [("停业", "孙怡")]

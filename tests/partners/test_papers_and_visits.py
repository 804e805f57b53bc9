"""What a partner department sees of visits, findings and notices; what was published."""

from __future__ import annotations

import pytest

from cases.models import Publication
from enforcement.models import Notice
from partners.api.v1.papers import NoticeOut, PenaltyOut
from partners.api.v1.visits import FindingOut, VisitOut
from tests.factories.accounts import DepartmentFactory
from tests.factories.enforcement import NoticeFactory
from tests.factories.inspections import (
    FindingAssignmentFactory,
    FindingFactory,
    VisitAssignmentFactory,
    VisitFactory,
)
from tests.house.world_of_cases import cases_of_all_kinds


@pytest.fixture
def market(county):
    return DepartmentFactory(market=True)


def keys(answer) -> list[int]:
    assert answer.status_code == 200, answer.content.decode()
    return [item["id"] for item in answer.json()["items"]]


def test_department_sees_visits_that_it_was_asked_to_join(caller, market):
    joined = VisitAssignmentFactory(assignment__asked_of=market).visit
    VisitFactory()

    answer = caller.get("visits")

    assert keys(answer) == [joined.pk]
    assert set(answer.json()["items"][0]) == set(VisitOut().fields)
    assert caller.get(f"visits/{joined.pk}").status_code == 200


def test_department_sees_findings_that_were_handed_to_it(caller, market):
    handed = FindingAssignmentFactory(assignment__asked_of=market)
    other = FindingFactory()

    answer = caller.get("findings")

    assert keys(answer) == [handed.finding_id]
    item = answer.json()["items"][0]
    assert set(item) == set(FindingOut().fields)
    assert item["assignments"] == [handed.assignment_id]
    assert caller.get(f"findings/{other.pk}").status_code == 404


def test_bureau_system_sees_all_visits(caller_of):
    visits = [VisitFactory(), VisitFactory()]
    bureau = caller_of(bureau=True)

    assert keys(bureau.get("visits")) == [visit.pk for visit in visits]
    assert keys(bureau.get("visits", {"updated_since": "begin"})) == [one.pk for one in visits]


def test_notice_of_ones_own_visit_with_its_pdf(caller, market):
    notice = NoticeFactory(served=True)
    other = NoticeFactory(served=True)
    NoticeFactory()  # a draft
    VisitAssignmentFactory(visit=notice.visit, assignment__asked_of=market)

    answer = caller.get("notices")
    paper = caller.get(f"notices/{notice.pk}/pdf")

    assert keys(answer) == [notice.pk]
    item = answer.json()["items"][0]
    assert set(item) == set(NoticeOut().fields)
    assert item["verify_url"].endswith(f"/v/{notice.token}/")
    assert caller.get(f"notices/{other.pk}").status_code == 404
    assert paper.content == notice.document.content
    assert item["sha256"] == notice.document.sha256


def test_bureau_system_sees_all_numbered_notices(caller_of):
    served, _ = NoticeFactory(served=True), NoticeFactory()
    bureau = caller_of(bureau=True)

    assert keys(bureau.get("notices")) == [served.pk]
    assert Notice.objects.count() == 2


def test_published_penalties_and_what_was_taken_down(caller):
    cases_of_all_kinds()
    rows = {row.pk: row for row in Publication.objects.all()}

    items = caller.get("penalties", {"updated_since": "begin"}).json()["items"]

    assert {item["id"] for item in items} == set(rows)
    for item in items:
        assert set(item) == set(PenaltyOut().fields)
        is_shown = rows[item["id"]].state == "published"
        assert (item["party"] is not None) == is_shown
        paper = caller.get(f"penalties/{item['id']}/pdf")
        assert paper.status_code == (200 if is_shown else 404)

"""The county before the bad days: visits to be made, and limits that have run out.

    python -m tests.flows.bad_days.scene PORT

Prints what the people need to know as JSON on its last line. The county is a demonstration, in
which nobody is asked for a second factor: the clients have no telephones.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta
from uuid import uuid4

import django

django.setup()

from django.utils import timezone  # noqa: E402 -- after the setup
from django_tenants.utils import tenant_context  # noqa: E402 -- after the setup

from accounts.models import User  # noqa: E402 -- after the setup
from common.clock import localdate  # noqa: E402 -- after the setup
from enforcement import services  # noqa: E402 -- after the setup
from inspections.models import Visit  # noqa: E402 -- after the setup
from inspections.services import (  # noqa: E402 -- after the setup
    AnswerIn,
    FindingIn,
    VisitRecord,
    approve_visit,
    confirm_visit,
    plan_visit,
    record_visit,
)
from institutions.models import Institution  # noqa: E402 -- after the setup
from operations.opening import open_whole_county  # noqa: E402 -- after the setup
from tests.factories.accounts import UserFactory  # noqa: E402 -- after the setup
from tests.factories.institutions import (  # noqa: E402 -- after the setup
    InstitutionFactory,
    SiteFactory,
)

CODE = "431129"
PASSWORD = "bamboo-lantern-7"
PAIRS, VISITS_EACH, OVERDUE = 4, 60, 6
LONG_AGO = timedelta(days=75)


def main(port: str) -> None:
    now = timezone.now()
    county, _ = open_whole_county(
        CODE,
        name="坏天县",
        domains=["127.0.0.1"],
        base_url=f"http://127.0.0.1:{port}",
        at=now - LONG_AGO - timedelta(days=1),
        demo=True,
    )
    with tenant_context(county):
        pairs = [(_inspector(f"lead{n}"), _inspector(f"second{n}")) for n in range(PAIRS)]
        head = UserFactory(section_head=True, username="head", password=PASSWORD)
        point = county.boundary.point_on_surface
        for _ in range(OVERDUE):
            _served_long_ago(_centre(point), pairs[0], head, now - LONG_AGO)
        due = [
            {
                "lead": lead.username,
                "visits": [_may_go(point, lead, second, head, now) for _ in range(VISITS_EACH)],
            }
            for lead, second in pairs
        ]
    print(json.dumps({"pairs": due, "head": head.username, "overdue": OVERDUE}))


def _inspector(username: str) -> User:
    return UserFactory(inspector=True, certificate=True, username=username, password=PASSWORD)


def _centre(point) -> Institution:
    centre = InstitutionFactory(childcare=True)
    SiteFactory(institution=centre, source_x=point.x, source_y=point.y)
    return centre


def _may_go(point, lead: User, second: User, head: User, now: datetime) -> int:
    """A visit of today that the section head has allowed."""
    return _allowed(_centre(point), lead, second, head, now - timedelta(hours=3)).pk


def _allowed(centre: Institution, lead: User, second: User, head: User, at: datetime) -> Visit:
    visit = plan_visit(
        centre.pk,
        planned_on=localdate(at + timedelta(hours=2)),
        purpose="routine",
        officer_ids=[lead.pk, second.pk],
        by=lead,
        at=at,
    )
    return approve_visit(visit.pk, by=head, at=at + timedelta(minutes=5))


def _served_long_ago(centre: Institution, pair: tuple, head: User, at: datetime) -> None:
    """A paper whose limit is over, so that the daily look must write it down once."""
    lead, second = pair
    visit = _allowed(centre, lead, second, head, at)
    answers = tuple(
        AnswerIn(item.code, "not_ok" if item.code == "C16" else "ok", "未能提供查询结果。")
        for item in visit.checklist.items.all()
    )
    record = VisitRecord(
        starts_at=at + timedelta(hours=2),
        ends_at=at + timedelta(hours=2, minutes=30),
        answers=answers,
        findings=(FindingIn("未能提供3名工作人员的记录查询结果。", "V40", item_code="C16"),),
    )
    later = at + timedelta(hours=3)
    record_visit(visit.pk, record, request_id=uuid4(), by=lead, at=later)
    confirm_visit(visit.pk, by=head, at=later)
    notice = services.draft_notice(visit.pk, form="rectification", by=lead, at=later)
    services.submit_notice(notice.pk, by=lead, at=later)
    services.approve_notice(notice.pk, by=head, at=later, prints=False)
    services.print_paper(notice.pk, at=later)
    services.serve_notice(
        notice.pk,
        way="direct",
        delivered_on=localdate(later),
        evidence=services.DeliveryEvidence(recipient="王春梅"),
        by=lead,
        at=later,
    )


if __name__ == "__main__":
    main(sys.argv[1])

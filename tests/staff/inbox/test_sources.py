"""What the rooms put into the inbox of each role."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from staff.inbox.rows import inbox_of
from tests.enforcement.scenes import printed, served, submitted
from tests.factories.accounts import UserFactory
from tests.factories.assignments import AssignmentFactory
from tests.factories.enforcement import NoticeFactory
from tests.factories.inspections import VisitFactory
from tests.times import DAY

pytestmark = pytest.mark.usefixtures("county")


def _mine(user, as_of=DAY):
    return [(work.title, work.label) for work in inbox_of(user, as_of).mine]


def test_officer_finds_the_visits_to_record(county):
    visit = VisitFactory(approved=True, institution__name="青禾培训学校")

    assert _mine(visit.officers.first().user) == [("青禾培训学校", "记录检查")]


def test_head_finds_visits_to_approve_and_to_confirm_but_not_the_own_ones(county):
    head = UserFactory(section_head=True, certificate=True)
    VisitFactory(institution__name="待批准的")
    VisitFactory(institution__name="待确认的", recorded=True)
    officers = [head, UserFactory(inspector=True, certificate=True)]
    VisitFactory(institution__name="自己的", recorded=True, officers=officers)

    assert sorted(_mine(head)) == [("待批准的", "待批准"), ("待确认的", "待确认")]


def test_many_visits_become_one_line(county):
    VisitFactory.create_batch(6)

    assert _mine(UserFactory(section_head=True)) == [("6次检查待批准", "待批准")]


def test_heads_find_one_line_for_all_papers_to_decide_on(people, visit, black_visit):
    submitted(visit, people)
    submitted(black_visit, people, "stop")

    lines = [title for title, _ in _mine(people.section_head)]

    assert lines == ["1件文书待审核（须报局领导）", "1件文书待批准"]


def test_clerk_finds_the_paper_to_serve(people, visit):
    printed(visit, people)

    assert _mine(people.clerk) == [("青禾培训学校", "待送达")]


def test_overdue_stands_in_its_own_section_and_not_twice(people, visit):
    served(visit, people)

    found = inbox_of(people.drafter, date(2022, 1, 10))

    assert [work.title for work in found.overdue] == ["青禾培训学校"]
    assert [work.label for work in found.mine] == []


def test_partner_finds_what_its_department_is_asked(county):
    AssignmentFactory(title="到期未到", due_on=DAY + timedelta(days=1))
    AssignmentFactory(title="已经逾期", due_on=DAY - timedelta(days=1))

    found = inbox_of(UserFactory(partner_officer=True), DAY)

    assert [work.title for work in found.mine] == ["到期未到"]
    assert [work.title for work in found.overdue] == ["已经逾期"]


def test_recent_papers_stand_with_their_moment(county):
    notice = NoticeFactory(served=True)

    recent = inbox_of(UserFactory(legal_reviewer=True), DAY).recent

    assert notice.approved_at in [work.at for work in recent]

"""What talks, circulars and listings put into the inbox of each role."""

from __future__ import annotations

from datetime import date, timedelta

from staff.inbox.rows import inbox_of
from supervision.services import cancel_interview
from tests.factories.accounts import UserFactory
from tests.factories.supervision import InterviewFactory, ListingFactory, a_circular
from tests.times import DAY, NOON


def _titles(works):
    return [(work.title, work.label) for work in works]


def test_a_talk_without_result_waits_for_whoever_may_hold_it(county, head, inspector):
    interview = InterviewFactory(institution__name="青禾培训学校")
    later = DAY + timedelta(days=3)

    assert inbox_of(head, DAY).overdue == []
    assert _titles(inbox_of(head, later).overdue) == [("约谈青禾培训学校", "待登记")]
    assert inbox_of(inspector, later).overdue == []
    cancel_interview(interview.pk, reason="已整改", by=head, at=NOON)
    assert inbox_of(head, later).overdue == []


def test_a_circular_waits_for_another_who_may_approve_it(county, leader, head):
    both = UserFactory(roles=["section_head", "bureau_head"])
    a_circular(by=both)

    assert _titles(inbox_of(leader, DAY).mine) == [("关于整改进展的通报", "待批准")]
    assert inbox_of(both, DAY).mine == inbox_of(head, DAY).mine == []


def test_a_listing_stands_with_its_owner_and_its_leader(county, leader, partner, inspector):
    ListingFactory(owner=partner, leader=leader, institution__name="青禾", due_on=date(2021, 12, 1))
    title = "青禾：学员退费未完成"

    for user in (leader, partner):
        assert _titles(inbox_of(user, date(2021, 12, 1)).mine) == [(title, "督办")]
        assert _titles(inbox_of(user, date(2021, 12, 2)).overdue) == [(title, "逾期")]
    assert inbox_of(inspector, DAY).mine == []

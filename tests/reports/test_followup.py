"""The follow-up rate against a count by hand, violation by violation."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.clock import at_noon, localdate
from enforcement.models import Extension, Notice, Reinspection
from enforcement.states import NoticeState
from inspections.models import Finding
from inspections.states import VisitPurpose
from policies.queries import due_after
from policies.services import load_calendar, seed_parameters
from reports.followup import by_stage, by_town, follow_ups, rate_of
from tests.factories.enforcement import DeliveryFactory, NoticeFactory
from tests.factories.inspections import FindingFactory, VisitFactory
from tests.factories.releases import ClueFactory, FindingReviewFactory
from tests.times import DAY, NOON

SINCE, AS_OF = date(2021, 9, 1), date(2021, 12, 20)
SEED = 20211110
VIOLATIONS = 36


@pytest.fixture
def rules(county):
    load_calendar((2021,), at=NOON)
    seed_parameters({"organ.name": "桤木县教育局"}, at=NOON)


def found(on: date, **facts):
    """A confirmed visit of that day."""
    starts = at_noon(on) - timedelta(hours=2)
    return VisitFactory(confirmed=True, starts_at=starts, ends_at=at_noon(on), **facts)


def served(visit, on: date, due: date, **facts) -> Notice:
    return NoticeFactory(visit=visit, served=True, served_on=on, due_on=due, **facts)


def rechecked(notice, on: date) -> None:
    visit = found(on, institution=notice.institution, purpose=VisitPurpose.REINSPECTION)
    Reinspection.objects.create(
        notice=notice, visit=visit, result="passed", entered_at=NOON, entered_by=notice.drafted_by
    )


def somebody_worked(chance: Random) -> None:
    """One visit with what may have come of it, on days that a seed chooses."""
    day = SINCE + timedelta(days=chance.randrange(105))
    visit = found(day)
    how = chance.randrange(8)
    if how in (0, 5, 6, 7):
        _without_order(chance, FindingFactory(visit=visit), day, how)
    elif how == 1:
        NoticeFactory(visit=visit, printed=True)
    else:
        on = day + timedelta(days=chance.randrange(1, 14))
        limit = chance.randrange(5, 25)
        notice = served(visit, on, on + timedelta(days=limit))
        if how > 2:
            rechecked(notice, on + timedelta(days=limit + chance.randrange(-3, 10)))


def _without_order(chance: Random, finding: Finding, day: date, how: int) -> None:
    """Nothing came of it, or it was dropped, put right on the spot, or recorded as a clue."""
    if how == 5:
        FindingReviewFactory(finding=finding, verdict="dropped", reason="证据不足")
    elif how == 6:
        FindingReviewFactory(finding=finding, is_corrected_on_site=True, correction="当场补齐")
    elif how == 7:
        ClueFactory(finding=finding, recorded_at=at_noon(day + timedelta(chance.randrange(20))))


def is_late_by_hand(finding: Finding) -> bool:
    """The same question, asked of the rows one after the other."""
    found_on = localdate(finding.visit.starts_at)
    order_by = due_after(found_on, count=7, unit="working_day").due_on
    if finding.reviewed and finding.reviewed.is_corrected_on_site:
        return False
    link = finding.notice_findings.filter(notice__state=NoticeState.SERVED).first()
    if link is None:
        clue = finding.clues.first()
        return order_by < (localdate(clue.recorded_at) if clue else AS_OF)
    notice = link.notice
    last = due_after(notice.due_on, count=5, unit="working_day").due_on
    days = [localdate(row.visit.starts_at) for row in notice.reinspections.all()]
    days = [day for day in days if day >= notice.served_on] or [AS_OF]
    return notice.delivery.delivered_on > order_by or min(days) > last


def test_the_rate_is_the_one_counted_by_hand(rules):
    print(f"seed {SEED}")
    chance = Random(SEED)
    for _ in range(VIOLATIONS):
        somebody_worked(chance)

    rows = follow_ups(SINCE, AS_OF)

    wanted = {
        finding.pk: is_late_by_hand(finding)
        for finding in Finding.objects.own()
        if SINCE <= localdate(finding.visit.starts_at) <= AS_OF
        and not (finding.reviewed and finding.reviewed.verdict == "dropped")
    }
    assert {row.finding_id: row.is_late for row in rows} == wanted
    assert 5 < rate_of(rows).late < rate_of(rows).total - 5
    assert sum(count for _, count in by_stage(rows)) == len(wanted)
    assert sum(rate.total for _, rate in by_town(rows)) == len(wanted)


def test_without_violations_there_is_no_rate(rules):
    assert rate_of(follow_ups(SINCE, AS_OF)).timely_pct is None


def test_a_violation_of_another_department_or_an_unconfirmed_visit_is_not_counted(rules):
    FindingFactory(visit=found(DAY), routed_one=True)
    FindingFactory(visit=VisitFactory(recorded=True))

    assert follow_ups(SINCE, AS_OF) == []


def test_a_clue_or_proposal_that_was_taken_back_is_no_follow_up(rules):
    finding = FindingFactory(visit=found(DAY))
    clue = ClueFactory(finding=finding)
    assert [row.stage for row in follow_ups(SINCE, AS_OF)] == ["handed_on"]

    clue.state, clue.withdraw_reason = "withdrawn", "登记错误"
    clue.withdrawn_at, clue.withdrawn_by = NOON, clue.recorded_by
    clue.save()

    assert [row.stage for row in follow_ups(SINCE, AS_OF)] == ["no_order"]


def test_an_order_that_was_withdrawn_is_no_follow_up(rules):
    notice = served(found(DAY), DAY, date(2021, 12, 1))
    notice.state, notice.withdrawn_at = NoticeState.WITHDRAWN, NOON
    notice.save()

    assert [row.notice_id for row in follow_ups(SINCE, AS_OF)] == [None]


def test_a_public_notice_counts_from_the_day_it_was_published(rules):
    notice = NoticeFactory(visit=found(DAY), printed=True)
    hung = {"way": "public_notice", "reason": "下落不明", "place": "县政府网站"}
    DeliveryFactory(notice=notice, effective_on=date(2022, 1, 9), **hung)
    notice.state, notice.served_on = NoticeState.SERVED, date(2022, 1, 9)
    notice.due_on = date(2022, 1, 28)
    notice.save()

    assert [row.stage for row in follow_ups(SINCE, AS_OF)] == ["running"]


def test_a_failed_re_inspection_before_a_new_limit_does_not_count_for_that(rules):
    notice = served(found(DAY), DAY, date(2021, 12, 1))
    rechecked(notice, date(2021, 12, 2))
    _longer(notice, date(2021, 12, 3))

    assert [row.stage for row in follow_ups(SINCE, AS_OF)] == ["not_reinspected"]


def _longer(notice, start_on: date) -> None:
    old, notice.due_on = notice.due_on, date(2021, 12, 8)
    notice.save()
    Extension.objects.create(
        notice=notice, reason="施工未完", count=3, unit="working_day", old_due_on=old,
        start_on=start_on, new_due_on=notice.due_on, extended_at=NOON,
        extended_by=notice.approved_by,
    )  # fmt: skip


def test_many_violations_cost_as_many_queries_as_one(rules):
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            follow_ups(SINCE, AS_OF)
        return len(seen)

    served(found(DAY), DAY, date(2021, 12, 1))
    one = cost()
    for _ in range(3):
        served(found(DAY), DAY, date(2021, 12, 1))

    assert cost() == one

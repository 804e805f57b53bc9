"""What came after the campaign of 2021: answers, re-inspections, an extension, some not met.

The file says nothing of it; it is invented so that every state of a notice can be seen.
"""

from __future__ import annotations

from datetime import date, timedelta

from common.clock import at_time
from enforcement.models import Notice
from enforcement.services import Limit, extend_notice, record_answer, reinspect
from enforcement.states import LimitUnit, NoticeForm, NoticeState, ReinspectionResult
from inspections.models import Campaign
from inspections.states import VisitPurpose
from operations.demonstration.field import Crew
from operations.replay.play import office_day_after
from operations.replay.scenarios import Scenario
from policies.queries import calendar

EXTENDED, CLOSED, UNMET, STOPPED = 2, 36, 2, 8
ANSWER = "已按通知书要求逐项整改，整改材料和照片附后，请予复查。"


def play(campaign: Campaign, crew: Crew) -> None:
    """Once per county: does nothing when any notice of the campaign has moved on."""
    served = Notice.objects.of_campaign(campaign).filter(state=NoticeState.SERVED)
    if Notice.objects.of_campaign(campaign).filter(state=NoticeState.CLOSED).exists():
        return
    orders = list(served.filter(form=NoticeForm.RECTIFICATION).order_by("serial"))
    stops = list(served.filter(form=NoticeForm.STOP).order_by("serial"))
    first = CLOSED + UNMET
    for notice in orders[:first]:
        _answer(notice, crew)
    for notice in orders[:CLOSED]:
        _reinspect(notice, ReinspectionResult.PASSED, crew)
    for notice in orders[CLOSED:first]:
        _reinspect(notice, ReinspectionResult.NOT_PASSED, crew)
    for notice in orders[first : first + EXTENDED]:
        _extend(notice, crew)
    for notice in stops[:STOPPED]:
        _reinspect(notice, ReinspectionResult.PASSED, crew)


def _days_before_due(notice: Notice, days: int) -> date:
    assert notice.due_on is not None  # a constraint: it was served
    return notice.due_on - timedelta(days=days)


def _answer(notice: Notice, crew: Crew) -> None:
    day = _days_before_due(notice, 2)
    record_answer(notice.pk, text=ANSWER, received_on=day, by=crew.clerk, at=at_time(day, 15))


def _extend(notice: Notice, crew: Crew) -> None:
    day = _days_before_due(notice, 1)
    extend_notice(
        notice.pk,
        limit=Limit(10, LimitUnit.WORKING_DAY),
        reason="整改所需的人员记录查询由外地公安机关办理，尚未回函。",
        by=crew.section_head,
        at=at_time(day, 16),
    )


def _reinspect(notice: Notice, result: ReinspectionResult, crew: Crew) -> None:
    day = _working_day_after(_days_before_due(notice, 0))
    visit = crew.plan(
        notice.institution,
        day,
        purpose=VisitPurpose.REINSPECTION,
    )
    crew.confirm(visit, _seen(notice, result))
    moment = at_time(day, 18, 30)
    reinspect(notice.pk, visit_id=visit.pk, result=result, by=crew.inspectors[0], at=moment)


def _seen(notice: Notice, result: ReinspectionResult) -> Scenario:
    """Nothing any more, or what the notice was written for."""
    if result == ReinspectionResult.PASSED:
        return Scenario.CHILDCARE_OPEN
    codes = notice.notice_findings.values_list("finding__violation__code", flat=True)
    return Scenario.CHILDCARE_TRAINING if "V35" in codes else Scenario.CHILDCARE_OTHER


def _working_day_after(day: date) -> date:
    return office_day_after(day, until=date.max, working=calendar())

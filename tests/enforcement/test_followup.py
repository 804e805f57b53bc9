from datetime import date, timedelta

import pytest

from audit.models import AuditEvent
from common.clock import at_noon
from common.errors import NotAllowed, NotFound, WrongState
from enforcement import services
from enforcement.errors import (
    AlreadyExtended,
    ExtensionTooLong,
    LimitOver,
    LimitWrong,
    NoLimitRuns,
    NotAReinspection,
    NotExtendable,
    ReasonMissing,
    ReceivedDayWrong,
)
from enforcement.models import InstitutionAnswer, Notice, OverdueNote
from enforcement.services import Limit
from enforcement.states import NoticeState
from inspections.states import VisitPurpose
from institutions.models import Institution
from institutions.states import InstitutionState
from policies.services import load_calendar
from tests.factories.accounts import UserFactory
from tests.factories.documents import StoredFileFactory
from tests.factories.enforcement import NoticeFactory, WithdrawalFactory
from tests.factories.inspections import VisitFactory
from tests.factories.institutions import InstitutionFactory
from tests.times import DAY, NOON

FIVE = Limit(5, "working_day")


@pytest.fixture
def inspector(county):
    return UserFactory(inspector=True, full_name="孙复查")


def extend(notice, people, *, limit=FIVE, at=NOON, reason="资料补办需时"):
    return services.extend_notice(
        notice.pk, limit=limit, reason=reason, by=people.section_head, at=at
    )


def second_visit(notice, **changes):
    """A confirmed re-inspection of the same institution, on the day of the service."""
    facts = {"institution": notice.institution, "purpose": VisitPurpose.REINSPECTION}
    return VisitFactory(**{**facts, "confirmed": True, **changes})


def reinspect(notice, inspector, result="passed", **visit):
    return services.reinspect(
        notice.pk,
        visit_id=second_visit(notice, **visit).pk,
        result=result,
        by=inspector,
        at=NOON,
    )


def test_extend_lengthens_a_running_limit_from_its_end(law, people):
    notice = extend(NoticeFactory(served=True), people)

    extension = notice.extension
    assert (notice.state, notice.due_on) == (NoticeState.SERVED, date(2021, 12, 8))
    assert (extension.old_due_on, extension.start_on) == (date(2021, 12, 1), date(2021, 12, 1))
    assert AuditEvent.objects.get(kind="notice.extend").facts == {"reason": "资料补办需时"}


def test_extend_after_a_failed_re_inspection_begins_today(law, people):
    notice = NoticeFactory(served=True, state=NoticeState.UNMET)

    notice = extend(notice, people, at=at_noon(date(2021, 12, 10)))

    assert (notice.state, notice.due_on) == (NoticeState.UNMET, date(2021, 12, 17))


def test_extend_twice_is_refused(law, people):
    notice = extend(NoticeFactory(served=True), people)

    with pytest.raises(AlreadyExtended, match="2021年12月8日"):
        extend(notice, people)

    notice.refresh_from_db()
    assert notice.due_on == date(2021, 12, 8)


def test_extend_after_the_limit_is_over_is_refused(law, people):
    with pytest.raises(LimitOver, match="请先复查"):
        extend(NoticeFactory(served=True), people, at=at_noon(date(2021, 12, 2)))


def test_extend_a_stop_notice_is_refused(law, people):
    with pytest.raises(NotExtendable, match="停办通知书"):
        extend(NoticeFactory(stop=True, served=True), people)


@pytest.mark.parametrize("limit", [Limit(16, "working_day"), Limit(30, "calendar_day")])
def test_an_extension_beyond_the_countys_longest_is_refused_in_either_unit(law, people, limit):
    notice = NoticeFactory(served=True)

    with pytest.raises(ExtensionTooLong, match="最迟2021年12月22日"):
        extend(notice, people, limit=limit)

    notice.refresh_from_db()
    assert notice.due_on == date(2021, 12, 1)


def test_extend_needs_a_reason_a_bounded_limit_the_right_and_a_service(law, people, inspector):
    notice = NoticeFactory(served=True)

    with pytest.raises(ReasonMissing):
        extend(notice, people, reason="")
    with pytest.raises(LimitWrong, match="0个工作日"):
        extend(notice, people, limit=Limit(0, "working_day"))
    with pytest.raises(NotAllowed):
        services.extend_notice(notice.pk, limit=FIVE, reason="x", by=inspector, at=NOON)
    with pytest.raises(WrongState):
        extend(NoticeFactory(printed=True), people)

    notice.refresh_from_db()
    assert notice.due_on == date(2021, 12, 1)


def answer(notice, people, *, on=DAY, text="已公示收费项目", **more):
    return services.record_answer(
        notice.pk, text=text, received_on=on, by=people.clerk, at=NOON, **more
    )


def test_an_answer_is_kept_with_its_file(county, people):
    notice, file = NoticeFactory(served=True), StoredFileFactory()

    kept = answer(notice, people, file=file)

    notice.refresh_from_db()
    assert notice.state == NoticeState.ANSWERED
    assert (kept.text, kept.file, kept.entered_by) == ("已公示收费项目", file, people.clerk)


def test_a_second_answer_is_a_second_row(county, people):
    notice = NoticeFactory(served=True)

    answer(notice, people)
    answer(notice, people, text="补充照片")

    assert [a.text for a in notice.answers.all()] == ["已公示收费项目", "补充照片"]


def test_the_same_answer_twice_is_one_row(county, people):
    notice = NoticeFactory(served=True)

    first, second = answer(notice, people), answer(notice, people)

    assert first == second
    assert notice.answers.count() == 1
    assert AuditEvent.objects.filter(kind="notice.record_answer").count() == 1


@pytest.mark.parametrize("on", [DAY - timedelta(days=1), DAY + timedelta(days=1)])
def test_an_answer_before_the_service_or_after_today_is_refused(county, people, on):
    notice = NoticeFactory(served=True)

    with pytest.raises(ReceivedDayWrong):
        answer(notice, people, on=on)

    notice.refresh_from_db()
    assert notice.state == NoticeState.SERVED
    assert not InstitutionAnswer.objects.exists()


def test_an_answer_needs_words_the_right_and_a_service(county, people, inspector):
    notice = NoticeFactory(served=True)

    with pytest.raises(ReasonMissing):
        answer(notice, people, text=" ")
    with pytest.raises(NotAllowed):
        services.record_answer(notice.pk, text="x", received_on=DAY, by=inspector, at=NOON)
    with pytest.raises(WrongState):
        answer(NoticeFactory(printed=True), people)


def test_a_passed_re_inspection_closes_the_notice_and_ends_the_correction(county, inspector):
    institution = InstitutionFactory(rectifying=True)
    notice = NoticeFactory(served=True, visit=VisitFactory(confirmed=True, institution=institution))

    notice = reinspect(notice, inspector)

    assert (notice.state, notice.closed_by) == (NoticeState.CLOSED, inspector)
    assert notice.reinspections.get().result == "passed"
    assert Institution.objects.get(pk=institution.pk).state == InstitutionState.LICENSED


def test_the_correction_goes_on_while_another_notice_runs(county, inspector):
    institution = InstitutionFactory(rectifying=True)
    first, _ = (
        NoticeFactory(served=True, visit=VisitFactory(confirmed=True, institution=institution))
        for _ in range(2)
    )

    reinspect(first, inspector)

    assert Institution.objects.get(pk=institution.pk).state == InstitutionState.RECTIFYING


def test_a_stop_notice_found_obeyed_stops_the_institution(county, inspector):
    institution = InstitutionFactory(unlicensed=True)
    notice = NoticeFactory(
        stop=True, served=True, visit=VisitFactory(confirmed=True, institution=institution)
    )

    reinspect(notice, inspector)

    assert Institution.objects.get(pk=institution.pk).state == InstitutionState.STOPPED


@pytest.mark.parametrize("result", ["partly", "not_passed"])
def test_a_failed_re_inspection_leaves_the_notice_unmet(county, inspector, result):
    notice = reinspect(NoticeFactory(served=True), inspector, result)

    assert (notice.state, notice.closed_at) == (NoticeState.UNMET, None)
    assert reinspect(notice, inspector).state == NoticeState.CLOSED


@pytest.mark.parametrize(
    ("visit", "why"),
    [
        ({"purpose": VisitPurpose.ROUTINE}, "须为“复查”"),
        ({"confirmed": False, "recorded": True}, "须先由他人确认"),
    ],
)
def test_a_visit_that_shows_nothing_is_refused(county, inspector, visit, why):
    notice = NoticeFactory(served=True)

    with pytest.raises(NotAReinspection, match=why):
        reinspect(notice, inspector, **visit)

    notice.refresh_from_db()
    assert (notice.state, notice.reinspections.count()) == (NoticeState.SERVED, 0)


def test_a_visit_to_another_institution_or_before_the_service_is_refused(county, inspector):
    notice = NoticeFactory(served=True)
    early = NoticeFactory(served=True, served_on=DAY + timedelta(days=1))

    with pytest.raises(NotAReinspection, match="另一家机构"):
        reinspect(notice, inspector, institution=InstitutionFactory())
    with pytest.raises(NotAReinspection, match="早于送达"):
        reinspect(early, inspector)
    with pytest.raises(NotFound):
        services.reinspect(notice.pk, visit_id=0, result="passed", by=inspector, at=NOON)


def test_re_inspection_needs_the_right_and_a_service(county, inspector, people):
    notice = NoticeFactory(printed=True)

    with pytest.raises(NotAllowed):
        reinspect(notice, people.section_head)
    with pytest.raises(WrongState):
        reinspect(notice, inspector)


def test_a_withdrawal_is_neither_answered_nor_re_inspected(county, people, inspector):
    notice = WithdrawalFactory(served=True, due_on=None)

    with pytest.raises(NoLimitRuns, match="不需要登记整改报告"):
        answer(notice, people)
    with pytest.raises(NoLimitRuns, match="不需要复查"):
        reinspect(notice, inspector)


def test_note_overdue_writes_each_limit_down_once(county):
    late = NoticeFactory(served=True)
    NoticeFactory(served=True, due_on=date(2021, 12, 2))
    NoticeFactory(served=True, state=NoticeState.CLOSED, closed_at=NOON, closed_by=late.drafted_by)

    first = services.note_overdue(date(2021, 12, 2), at=NOON)
    again = services.note_overdue(date(2021, 12, 2), at=NOON)

    assert (first, again) == (1, 0)
    assert OverdueNote.objects.get().notice == late
    assert AuditEvent.objects.get(kind="notice.overdue").facts == {"due_on": "2021-12-01"}
    late.refresh_from_db()
    assert late.state == NoticeState.SERVED


def test_nothing_is_overdue_on_the_last_day(county):
    NoticeFactory(served=True)

    assert services.note_overdue(date(2021, 12, 1), at=NOON) == 0


def test_a_provisional_due_date_is_settled_when_its_year_is_known(law):
    notice = NoticeFactory(
        served=True, served_on=date(2021, 12, 20), due_on=date(2022, 1, 10), due_is_provisional=True
    )
    assert services.settle_due_dates(at=NOON) == 0

    load_calendar((2022,), at=NOON)
    settled = services.settle_due_dates(at=NOON)

    notice.refresh_from_db()
    assert (settled, notice.due_on) == (1, date(2022, 1, 11))  # the 3rd was a holiday
    assert not Notice.objects.filter(due_is_provisional=True).exists()

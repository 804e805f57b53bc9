import pytest

from audit.models import AuditEvent
from common.errors import NotAllowed, NotFound, WrongState
from enforcement import services
from enforcement.errors import (
    EndorsementNotNeeded,
    NumberPatternWrong,
    OwnDraft,
    OwnVisit,
    ReasonMissing,
)
from enforcement.models import Notice, NoticeCounter
from enforcement.queries import numbers_missing
from enforcement.states import NoticeForm, NoticeState
from policies.errors import ParameterMissing
from tests.enforcement.scenes import approved, submitted, visit_to
from tests.factories.accounts import UserFactory
from tests.factories.enforcement import NoticeFactory
from tests.factories.inspections import FindingFactory, VisitFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.policies import ParameterFactory
from tests.times import DAY, NOON

STOP = NoticeForm.STOP


def approve(notice, by):
    return services.approve_notice(notice.pk, by=by, at=NOON)


def nothing_was_approved() -> bool:
    return not Notice.objects.numbered().exists() and not NoticeCounter.objects.exists()


def test_approve_numbers_freezes_and_prints(visit, people, commits):
    notice = submitted(visit, people)

    with commits():
        approve(notice, people.section_head)

    notice.refresh_from_db()
    assert (notice.number, notice.state) == ("县教责改字〔2021〕1号", NoticeState.PRINTED)
    assert (notice.payload["number"], notice.payload["date"]) == (notice.number, "2021年11月10日")
    assert notice.payload["party"]["name"] == "青禾培训学校"
    assert notice.document.content.startswith(b"%PDF")


def test_approve_keeps_the_address_of_the_public_page_in_the_paper(visit, people, county):
    notice = approved(visit, people)

    assert len(notice.token) >= 20
    assert notice.payload["verify_url"] == f"{county.base_url}/v/{notice.token}/"


def test_approve_twice_is_refused_and_takes_no_second_number(visit, people):
    notice = approved(visit, people)

    with pytest.raises(
        WrongState, match="县教责改字〔2021〕1号现在是“已批准待印制”，不能批准；须先处于“待审批”"
    ):
        approve(notice, people.section_head)

    assert NoticeCounter.objects.get().last == 1
    assert AuditEvent.objects.filter(kind="notice.approve").count() == 1


def test_approve_by_an_inspector_is_refused_and_changes_nothing(visit, people):
    notice = submitted(visit, people)

    with pytest.raises(NotAllowed):
        approve(notice, people.drafter)

    notice.refresh_from_db()
    assert notice.state == NoticeState.SUBMITTED
    assert nothing_was_approved()


def test_approve_by_an_officer_of_that_visit_is_refused(law, school, people):
    head = UserFactory(section_head=True, certificate=True)
    visit = VisitFactory(
        institution=school, confirmed=True, officers=[head, UserFactory(certificate=True)]
    )
    FindingFactory(visit=visit)
    notice = submitted(visit, people)

    with pytest.raises(OwnVisit, match="您是这次检查的执法人员"):
        approve(notice, head)

    assert nothing_was_approved()


def test_approve_ones_own_draft_is_refused(visit, people):
    both = UserFactory(roles=["inspector", "section_head"])
    notice = services.draft_notice(visit.pk, form="rectification", by=both, at=NOON)
    services.submit_notice(notice.pk, by=both, at=NOON)

    with pytest.raises(OwnDraft):
        approve(notice, both)

    assert nothing_was_approved()


def test_a_stop_notice_needs_the_section_head_and_then_the_bureau_head(black_visit, people):
    notice = submitted(black_visit, people, STOP)

    services.endorse_notice(notice.pk, by=people.section_head, at=NOON)
    notice = approve(notice, people.bureau_head)

    assert (notice.number, notice.state) == ("县教停办字〔2021〕1号", NoticeState.APPROVED)
    assert (notice.endorsed_by, notice.approved_by) == (people.section_head, people.bureau_head)


def test_a_stop_notice_without_the_section_head_is_not_approved(black_visit, people):
    notice = submitted(black_visit, people, STOP)

    with pytest.raises(WrongState, match="待局领导批准"):
        approve(notice, people.bureau_head)

    assert nothing_was_approved()


def test_a_stop_notice_is_not_approved_by_the_section_head(black_visit, people):
    notice = submitted(black_visit, people, STOP)
    services.endorse_notice(notice.pk, by=people.section_head, at=NOON)

    with pytest.raises(NotAllowed, match="批准停办文书"):
        approve(notice, people.section_head)

    assert nothing_was_approved()


def test_one_person_in_both_offices_does_not_decide_twice(black_visit, people):
    both = UserFactory(roles=["section_head", "bureau_head"])
    notice = submitted(black_visit, people, STOP)
    services.endorse_notice(notice.pk, by=both, at=NOON)

    with pytest.raises(OwnDraft):
        approve(notice, both)

    assert nothing_was_approved()


def test_a_rectification_notice_is_not_sent_to_the_bureau_head(visit, people):
    notice = submitted(visit, people)

    with pytest.raises(EndorsementNotNeeded):
        services.endorse_notice(notice.pk, by=people.section_head, at=NOON)

    notice.refresh_from_db()
    assert notice.state == NoticeState.SUBMITTED


def test_endorse_by_an_officer_of_that_visit_is_refused(black_visit, people):
    officer = black_visit.officers.first().user
    officer.roles = ["section_head"]
    officer.save()
    notice = submitted(black_visit, people, STOP)

    with pytest.raises(OwnVisit, match="不能审核"):
        services.endorse_notice(notice.pk, by=officer, at=NOON)


def test_a_paper_given_back_is_a_draft_with_the_reason(visit, people):
    notice = submitted(visit, people)

    services.return_notice(notice.pk, reason="地点写错", by=people.section_head, at=NOON)

    notice.refresh_from_db()
    assert (notice.state, notice.return_reason) == (NoticeState.DRAFT, "地点写错")
    assert (notice.submitted_at, notice.submitted_by) == (None, None)


def test_a_paper_is_given_back_by_the_bureau_head_with_both_steps_undone(black_visit, people):
    notice = submitted(black_visit, people, STOP)
    services.endorse_notice(notice.pk, by=people.section_head, at=NOON)

    services.return_notice(notice.pk, reason="事实不清", by=people.bureau_head, at=NOON)

    notice.refresh_from_db()
    assert (notice.state, notice.endorsed_by) == (NoticeState.DRAFT, None)


def test_giving_back_needs_a_reason(visit, people):
    notice = submitted(visit, people)

    with pytest.raises(ReasonMissing):
        services.return_notice(notice.pk, reason="  ", by=people.section_head, at=NOON)


def test_numbers_of_a_form_and_year_have_no_gap(law, people, check_now):
    for _ in range(3):
        visit = visit_to(InstitutionFactory())
        FindingFactory(visit=visit)
        approved(visit, people)
    check_now()

    serials = Notice.objects.numbered().order_by("serial").values_list("serial", flat=True)
    assert list(serials) == [1, 2, 3]
    assert numbers_missing() == []


def test_an_approval_that_fails_late_takes_no_number(visit, people):
    notice = submitted(visit, people)
    ParameterFactory(key="organ.name", value="", valid_from=DAY)

    with pytest.raises(ParameterMissing, match="organ.name"):
        approve(notice, people.section_head)

    assert nothing_was_approved()


@pytest.mark.parametrize(
    ("pattern", "why"), [("{organ}〔{year}〕号", "缺少序号"), ("{organ}{n}号", "缺少年份")]
)
def test_a_number_pattern_that_cannot_work_is_refused(visit, people, pattern, why):
    notice = submitted(visit, people)
    ParameterFactory(key="notice.number_pattern.rectification", value=pattern, valid_from=DAY)

    with pytest.raises(NumberPatternWrong, match=why):
        approve(notice, people.section_head)

    assert nothing_was_approved()


def test_a_pattern_that_two_forms_share_never_gives_a_number_twice(visit, people):
    NoticeFactory(stop=True, approved=True, number="县教责改字〔2021〕1号")
    notice = submitted(visit, people)

    with pytest.raises(NumberPatternWrong, match="会重复已用的文号"):
        approve(notice, people.section_head)

    assert not NoticeCounter.objects.exists()


def test_approve_what_is_not_there_is_refused(county, people):
    with pytest.raises(NotFound):
        services.approve_notice(0, by=people.section_head, at=NOON)

import pytest

from audit.models import AuditEvent
from common.errors import BadInput, NotAllowed, NotFound, WrongState
from enforcement import services
from enforcement.errors import (
    FindingNotOfVisit,
    LimitWrong,
    NotADraft,
    NothingToOrder,
    NothingToStop,
    NoticeExists,
    PenaltyInOrder,
    ReasonMissing,
    VisitNotConfirmed,
)
from enforcement.models import Notice
from enforcement.papers import paper_of
from enforcement.services import Limit
from enforcement.states import NoticeForm, NoticeState
from policies.errors import ArticleNotConfirmed, LawNotInForce
from policies.models import Violation
from policies.queries import get_violation_on
from tests.enforcement.scenes import found_at, submitted, visit_to
from tests.factories.accounts import UserFactory
from tests.factories.enforcement import NoticeFactory
from tests.factories.inspections import FindingFactory, VisitFactory
from tests.factories.policies import ViolationFactory
from tests.times import DAY, NOON

RECTIFICATION, STOP = NoticeForm.RECTIFICATION, NoticeForm.STOP


def draft(visit, people, form=RECTIFICATION, **changes) -> Notice:
    return services.draft_notice(visit.pk, form=form, by=people.drafter, at=NOON, **changes)


def nothing_happened() -> bool:
    return (
        not Notice.objects.exists() and not AuditEvent.objects.filter(kind="notice.draft").exists()
    )


def test_draft_takes_the_own_findings_and_the_countys_limit(visit, people):
    FindingFactory(visit=visit, routed_one=True)

    notice = draft(visit, people)

    assert (notice.state, notice.number) == (NoticeState.DRAFT, None)
    assert (notice.limit_count, notice.limit_unit) == (15, "working_day")
    assert [n.finding.kind for n in notice.notice_findings.all()] == ["own", "own"]
    assert AuditEvent.objects.get(kind="notice.draft").actor_name == "周起草"


def test_draft_keeps_the_chosen_findings_in_the_order_given(visit, people):
    first, second = visit.findings.all()

    notice = draft(visit, people, finding_ids=[second.pk, first.pk])

    kept = notice.notice_findings.order_by("no").values_list("finding_id", flat=True)
    assert list(kept) == [second.pk, first.pk]


def test_a_paper_names_two_officers_even_if_one_is_of_a_partner(law, school, people):
    own = UserFactory(inspector=True, full_name="王小明", certificate__number="HN001")
    fire = UserFactory(partner_officer=True, full_name="赵消防", certificate__number="HN009")
    visit = VisitFactory(institution=school, confirmed=True, officers=[own, fire])
    found_at(visit, get_violation_on("V40", DAY), "三名教学人员入职前未查询违法犯罪记录")

    opening = paper_of(draft(visit, people), as_of=DAY)["paragraphs"][0]

    assert "王小明（执法证号：HN001）、赵消防（执法证号：HN009）" in opening
    assert f"会同{fire.department.name}" in opening


def test_draft_a_stop_notice_for_unlicensed_tutoring(black_visit, people):
    notice = draft(black_visit, people, STOP)

    assert (notice.form, notice.limit_count) == (STOP, 3)


def test_draft_a_stop_notice_without_unlicensed_tutoring_is_refused(visit, people):
    with pytest.raises(NothingToStop):
        draft(visit, people, STOP)

    assert nothing_happened()


def test_draft_from_an_unconfirmed_visit_is_refused(law, people):
    visit = VisitFactory(recorded=True)

    with pytest.raises(VisitNotConfirmed, match="待确认"):
        draft(visit, people)

    assert nothing_happened()


def test_draft_when_only_other_departments_have_work_is_refused(law, school, people):
    visit = visit_to(school)
    FindingFactory(visit=visit, routed_one=True)

    with pytest.raises(NothingToOrder):
        draft(visit, people)

    assert nothing_happened()


def test_draft_with_a_routed_finding_is_refused(visit, people):
    routed = FindingFactory(visit=visit, routed_one=True)

    with pytest.raises(FindingNotOfVisit, match=str(routed.pk)):
        draft(visit, people, finding_ids=[routed.pk])

    assert nothing_happened()


def test_draft_citing_a_rule_of_2023_for_an_act_of_2021_is_refused(law, school, people):
    visit = visit_to(school)
    found_at(visit, Violation.objects.get(code="V01"), "无证培训")

    with pytest.raises(LawNotInForce, match="第十七条.*2021年11月10日"):
        draft(visit, people)

    assert nothing_happened()


def test_draft_citing_an_unconfirmed_article_is_refused_and_names_it(law, school, people):
    visit = visit_to(school)
    found_at(visit, ViolationFactory(uncertain=True, article="第九十九条"), "未查询记录")

    with pytest.raises(ArticleNotConfirmed, match="第九十九条"):
        draft(visit, people)

    assert nothing_happened()


@pytest.mark.parametrize("count", [0, 181])
def test_draft_with_an_impossible_limit_is_refused(visit, people, count):
    with pytest.raises(LimitWrong, match=f"{count}个工作日"):
        draft(visit, people, limit=Limit(count, "working_day"))


def test_draft_citing_an_article_that_a_person_confirmed_is_taken(law, school, people):
    visit = visit_to(school)
    found_at(visit, ViolationFactory(uncertain=True, confirmed=True), "未查询记录")

    assert draft(visit, people).state == NoticeState.DRAFT


def test_draft_with_a_penalty_in_the_added_order_is_refused(black_visit, people):
    with pytest.raises(PenaltyInOrder, match="罚款.*责令事项"):
        draft(black_visit, people, STOP, added_order="逾期处罚款五千元")

    assert nothing_happened()


def test_a_stop_notice_does_not_even_tell_of_an_earlier_penalty(law, black_school, people):
    visit = visit_to(black_school)
    found_at(visit, get_violation_on("V35", DAY), "曾因同样行为受到处罚，仍在办学")

    with pytest.raises(PenaltyInOrder, match="处罚.*问题1"):
        draft(visit, people, STOP)

    draft(visit, people, RECTIFICATION)


def test_a_second_draft_of_the_same_form_is_refused(visit, people):
    first = draft(visit, people)

    with pytest.raises(NoticeExists, match="责令限期整改通知书"):
        draft(visit, people)

    assert Notice.objects.get() == first


def test_after_discarding_a_new_draft_can_begin(visit, people):
    first = draft(visit, people)

    services.discard_draft(first.pk, reason="选错了", by=people.drafter, at=NOON)
    second = draft(visit, people)

    first.refresh_from_db()
    assert (first.state, second.state) == (NoticeState.DISCARDED, NoticeState.DRAFT)


def test_discarding_needs_a_reason_and_a_draft(visit, people):
    notice = submitted(visit, people)

    with pytest.raises(ReasonMissing):
        services.discard_draft(notice.pk, reason=" ", by=people.drafter, at=NOON)
    with pytest.raises(WrongState, match="待审批"):
        services.discard_draft(notice.pk, reason="选错了", by=people.drafter, at=NOON)


def test_draft_needs_the_permission_a_known_form_and_a_known_visit(visit, people):
    with pytest.raises(NotAllowed, match="起草文书"):
        services.draft_notice(visit.pk, form=RECTIFICATION, by=people.clerk, at=NOON)
    with pytest.raises(BadInput):
        draft(visit, people, "withdrawal")
    with pytest.raises(NotFound):
        services.draft_notice(0, form=RECTIFICATION, by=people.drafter, at=NOON)

    assert nothing_happened()


def test_change_draft_writes_before_and_after(visit, people):
    notice = draft(visit, people)

    services.change_draft(
        notice.pk,
        limit=Limit(30, "calendar_day"),
        added_order="十二月一日前补签合同",
        finding_ids=[visit.findings.first().pk],
        by=people.drafter,
        at=NOON,
    )

    notice.refresh_from_db()
    event = AuditEvent.objects.get(kind="notice.change")
    assert (notice.limit_count, notice.limit_unit) == (30, "calendar_day")
    assert notice.notice_findings.count() == 1
    assert event.facts["changed_from"]["limit"] == "15 working_day"
    assert event.facts["changed_to"]["added_order"] == "十二月一日前补签合同"


def test_change_draft_after_submission_is_refused(visit, people):
    notice = submitted(visit, people)

    with pytest.raises(NotADraft, match="待审批"):
        services.change_draft(notice.pk, added_order="再加一条", by=people.drafter, at=NOON)

    notice.refresh_from_db()
    assert notice.added_order == ""


def test_change_draft_by_somebody_else_without_the_right_is_refused(county, people):
    notice = NoticeFactory()

    with pytest.raises(NotAllowed):
        services.change_draft(notice.pk, added_order="x", by=people.section_head, at=NOON)

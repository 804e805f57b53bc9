"""The second person's word on each finding, and what follows from a finding in one step."""

import pytest
from django.db import transaction
from django.db.utils import DatabaseError, IntegrityError

from accounts.roles import ROLES
from audit.models import AuditEvent
from common.errors import NotAllowed, NotFound, WrongState
from enforcement import queries, services
from enforcement.errors import (
    FindingDropped,
    NothingToOrder,
    OutcomeExists,
    ReasonMissing,
    VisitNotConfirmed,
)
from enforcement.models import Clue, Notice, TransferProposal
from enforcement.states import NoticeForm, NoticeState, OutcomeState
from inspections.errors import DroppedNotRouted, OwnWork, VerdictUnfit
from inspections.models import Finding, FindingReview, Visit
from inspections.services import VerdictIn, route_finding
from inspections.states import VisitState
from institutions.states import InstitutionState
from policies.queries import get_violation_on
from tests.enforcement.on_site import first_of, handed, released
from tests.enforcement.scenes import found_at
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.inspections import FindingFactory, VisitFactory
from tests.times import DAY, NOON

FIRE = {"receiver": "桤木县消防救援大队", "grounds": "消防安全由消防救援机构监督管理"}


@pytest.fixture
def recorded(law, school) -> Visit:
    """A recorded visit with two findings of our own that waits for its review."""
    officers = [
        UserFactory(inspector=True, full_name=name, certificate__number=number)
        for name, number in (("王小明", "HN001"), ("李小红", "HN002"))
    ]
    visit = VisitFactory(institution=school, recorded=True, officers=officers)
    found_at(visit, get_violation_on("V40", DAY), "三名教学人员入职前未查询违法犯罪记录")
    found_at(visit, get_violation_on("V32", DAY), "收费项目和标准未公示")
    return visit


def review(visit, by, *verdicts):
    return services.review_visit(visit.pk, verdicts=verdicts, by=by, at=NOON)


def first_two(visit) -> list[Finding]:
    return list(visit.findings.order_by("no"))


def test_a_review_without_words_confirms_every_finding(recorded, people):
    review(recorded, people.section_head)

    assert Visit.objects.get(pk=recorded.pk).state == VisitState.CONFIRMED
    reviews = FindingReview.objects.order_by("finding")
    assert [(r.verdict, r.is_corrected_on_site) for r in reviews] == [("confirmed", False)] * 2
    assert {(r.reviewed_by, r.reviewed_at) for r in reviews} == {(people.section_head, NOON)}


def test_a_dropped_finding_stays_with_its_reason_and_carries_no_paper(recorded, people):
    checks, fees = first_two(recorded)

    review(recorded, people.section_head, VerdictIn(fees.pk, True, "公示牌在二楼，照片可见"))

    assert fees.review.reason == "公示牌在二楼，照片可见"
    event = AuditEvent.objects.get(kind="visit.confirm")
    assert event.facts == {"dropped": [2], "corrected_on_site": []}
    notice = services.draft_notice(
        recorded.pk, form=NoticeForm.RECTIFICATION, by=people.drafter, at=NOON
    )
    assert queries.findings_of(notice) == [checks]
    assert list(Finding.objects.to_follow_up()) == [checks]


def test_a_visit_of_which_all_was_dropped_or_corrected_waits_for_no_order(recorded, people):
    checks, fees = first_two(recorded)
    review(
        recorded,
        people.section_head,
        VerdictIn(checks.pk, True, "查询记录随后补交，日期在前"),
        VerdictIn(fees.pk, correction="当场张贴公示"),
    )

    assert not queries.visits_awaiting_notice().exists()
    with pytest.raises(NothingToOrder):
        services.draft_notice(
            recorded.pk, form=NoticeForm.RECTIFICATION, by=people.drafter, at=NOON
        )
    chosen = services.draft_notice(
        recorded.pk,
        form=NoticeForm.RECTIFICATION,
        finding_ids=[fees.pk],
        by=people.drafter,
        at=NOON,
    )
    assert queries.findings_of(chosen) == [fees]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"is_dropped": True}, "问题1：不予认定须写明理由"),
        ({"is_dropped": True, "reason": "x", "correction": "y"}, "不能同时记为当场改正"),
        ({"correction": "长" * 501}, "不能超过500字"),
    ],
)
def test_a_word_that_does_not_fit_is_refused_and_nothing_is_confirmed(
    recorded, people, changes, why
):
    with pytest.raises(VerdictUnfit, match=why):
        review(recorded, people.section_head, VerdictIn(first_two(recorded)[0].pk, **changes))

    assert Visit.objects.get(pk=recorded.pk).state == VisitState.RECORDED
    assert not FindingReview.objects.exists()


def test_words_on_other_findings_are_refused(recorded, people):
    foreign, own = FindingFactory(), first_two(recorded)[0]

    for verdicts in ([VerdictIn(foreign.pk)], [VerdictIn(own.pk), VerdictIn(own.pk)]):
        with pytest.raises(VerdictUnfit, match="重复，或者不属于"):
            review(recorded, people.section_head, *verdicts)


def test_only_a_second_person_with_the_right_reviews(recorded, people):
    went = recorded.officers.first().user
    went.roles = ["section_head"]
    went.save()

    with pytest.raises(OwnWork):
        review(recorded, went)
    for role in set(ROLES) - {"section_head", "bureau_head"}:
        with pytest.raises(NotAllowed):
            review(recorded, UserFactory(roles=[role]))

    assert not FindingReview.objects.exists()


def test_an_order_whose_findings_were_all_corrected_on_site_is_closed(recorded, people, check_now):
    handed(recorded, first_of(released(recorded, people, NoticeForm.SPOT_LIMIT)))
    recorded.institution.refresh_from_db()
    assert recorded.institution.state == InstitutionState.RECTIFYING

    words = [VerdictIn(one.pk, correction="当场改正") for one in first_two(recorded)]
    review(recorded, people.section_head, *words)
    check_now()

    notice = Notice.objects.get()
    assert (notice.state, notice.closed_by) == (NoticeState.CLOSED, people.section_head)
    recorded.institution.refresh_from_db()
    assert recorded.institution.state == InstitutionState.LICENSED


def test_an_order_of_which_something_is_left_stays_open(recorded, people):
    handed(recorded, first_of(released(recorded, people)))

    review(recorded, people.section_head, VerdictIn(first_two(recorded)[0].pk, correction="已改"))

    assert Notice.objects.get().state == NoticeState.SERVED


def test_a_paper_that_comes_after_the_review_is_closed_as_well(recorded, people):
    order = first_of(released(recorded, people))
    words = [VerdictIn(one.pk, correction="当场改正") for one in first_two(recorded)]
    review(recorded, people.section_head, *words)

    handed(recorded, order)

    assert Notice.objects.get().state == NoticeState.CLOSED


def test_a_clue_is_recorded_in_one_step_and_once(visit, people):
    finding = first_two(visit)[0]

    clue = services.record_clue(finding.pk, by=people.drafter, at=NOON)

    assert (clue.text, clue.state) == (finding.text, OutcomeState.RECORDED)
    with pytest.raises(OutcomeExists, match="不必重复"):
        services.record_clue(finding.pk, by=people.drafter, at=NOON)
    services.withdraw_clue(clue.pk, reason="登记有误", by=people.drafter, at=NOON)
    again = services.record_clue(finding.pk, text="另有学生家长反映", by=people.drafter, at=NOON)
    assert list(Clue.objects.standing()) == [again]


def test_a_transfer_is_proposed_to_whom_and_why(visit, people):
    finding = first_two(visit)[0]
    facts = {"by": people.drafter, "at": NOON}

    proposal = services.propose_transfer(finding.pk, **FIRE, **facts)

    assert (proposal.receiver, proposal.text) == (FIRE["receiver"], finding.text)
    with pytest.raises(OutcomeExists, match="拟移送桤木县消防救援大队"):
        services.propose_transfer(finding.pk, **FIRE, **facts)
    services.propose_transfer(finding.pk, receiver="桤木县公安局", grounds="涉嫌犯罪", **facts)
    services.withdraw_proposal(proposal.pk, reason="改由联合检查处理", **facts)
    assert [p.receiver for p in TransferProposal.objects.standing()] == ["桤木县公安局"]
    with pytest.raises(WrongState):
        services.withdraw_proposal(proposal.pk, reason="再撤", **facts)


def test_neither_rests_on_an_unconfirmed_or_a_dropped_finding(recorded, people):
    finding = first_two(recorded)[0]
    with pytest.raises(VisitNotConfirmed, match="登记线索"):
        services.record_clue(finding.pk, by=people.drafter, at=NOON)

    review(recorded, people.section_head, VerdictIn(finding.pk, True, "证据不足"))
    with pytest.raises(FindingDropped, match="证据不足"):
        services.record_clue(finding.pk, by=people.drafter, at=NOON)
    with pytest.raises(FindingDropped):
        services.propose_transfer(finding.pk, **FIRE, by=people.drafter, at=NOON)

    assert not Clue.objects.exists()


def test_a_dropped_matter_of_another_department_is_not_handed_on(recorded, people):
    fire = DepartmentFactory(fire=True)
    routed = FindingFactory(visit=recorded, routed_one=True)
    review(recorded, people.section_head, VerdictIn(routed.pk, True, "安全出口未上锁"))

    with pytest.raises(DroppedNotRouted):
        route_finding(routed.pk, department=fire, due_on=DAY, by=people.section_head, at=NOON)


def test_what_follows_needs_right_words_and_a_finding(visit, people):
    finding = first_two(visit)[0]
    with pytest.raises(NotAllowed):
        services.record_clue(finding.pk, by=people.clerk, at=NOON)
    with pytest.raises(NotAllowed):
        services.propose_transfer(finding.pk, **FIRE, by=people.clerk, at=NOON)
    with pytest.raises(NotFound):
        services.record_clue(0, by=people.drafter, at=NOON)
    with pytest.raises(ReasonMissing):
        services.propose_transfer(
            finding.pk, receiver="公安局", grounds=" ", by=people.drafter, at=NOON
        )
    clue = services.record_clue(finding.pk, by=people.drafter, at=NOON)
    with pytest.raises(ReasonMissing):
        services.withdraw_clue(clue.pk, reason=" ", by=people.drafter, at=NOON)


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"verdict": "dropped"}, "dropped_finding_says_why"),
        ({"is_corrected_on_site": True}, "finding_corrected_on_site_is_confirmed_and_says_how"),
    ],
)
def test_the_database_refuses_a_review_without_its_words(recorded, people, facts, rule):
    held = {"verdict": "confirmed", "reviewed_at": NOON, "reviewed_by": people.section_head}
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        FindingReview.objects.create(finding=first_two(recorded)[0], **held | facts)


def test_a_review_stays(recorded, people):
    review(recorded, people.section_head)

    with pytest.raises(DatabaseError, match="is not allowed"), transaction.atomic():
        FindingReview.objects.update(reason="x")


def test_a_second_confirmation_is_refused_in_a_sentence(recorded, people):
    review(recorded, people.section_head)

    with pytest.raises(WrongState), transaction.atomic():
        review(recorded, people.section_head)

    assert FindingReview.objects.count() == 2

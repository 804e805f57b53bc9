import pytest

from accounts.roles import ROLES
from audit.models import AuditEvent
from common.errors import NotAllowed, WrongState
from enforcement import services
from enforcement.errors import NoticeExists, NotWithdrawable, OwnDraft, ReasonMissing
from enforcement.models import Notice
from enforcement.states import NoticeForm, NoticeState
from institutions.models import Institution
from institutions.states import InstitutionState
from tests.factories.accounts import UserFactory
from tests.factories.enforcement import NoticeFactory, WithdrawalFactory
from tests.factories.inspections import VisitFactory
from tests.factories.institutions import InstitutionFactory
from tests.times import NOON

pytestmark = pytest.mark.usefixtures("law")


def handed_in(old, by, reason="检查地点写错"):
    notice = services.draft_withdrawal(old.pk, reason=reason, by=by, at=NOON)
    return services.submit_notice(notice.pk, by=by, at=NOON)


def test_an_approved_withdrawal_ends_the_notice_it_names(people):
    old = NoticeFactory(printed=True)
    notice = handed_in(old, people.drafter)

    notice = services.approve_notice(notice.pk, by=people.section_head, at=NOON)

    old.refresh_from_db()
    assert notice.number == "县教撤通字〔2021〕1号"
    assert f"《责令限期整改通知书》（{old.number}）" in notice.payload["paragraphs"][0]
    assert "检查地点写错" in notice.payload["paragraphs"][0]
    assert (old.state, old.withdrawn_at) == (NoticeState.WITHDRAWN, NOON)
    event = AuditEvent.objects.get(kind="notice.withdraw")
    assert event.facts == {"withdrawn_by": notice.number}


def test_the_old_notice_stays_in_force_until_the_withdrawal_is_approved(people):
    old = NoticeFactory(printed=True)

    handed_in(old, people.drafter)

    old.refresh_from_db()
    assert old.state == NoticeState.PRINTED


def test_a_section_heads_own_withdrawal_is_approved_by_the_bureau_head(people):
    notice = handed_in(NoticeFactory(printed=True), people.section_head)

    with pytest.raises(OwnDraft):
        services.approve_notice(notice.pk, by=people.section_head, at=NOON)
    notice = services.approve_notice(notice.pk, by=people.bureau_head, at=NOON)

    assert notice.state == NoticeState.APPROVED


def test_a_withdrawn_stop_notice_passes_both_heads(people):
    notice = handed_in(NoticeFactory(stop=True, printed=True), people.drafter)

    with pytest.raises(WrongState, match="待局领导批准"):
        services.approve_notice(notice.pk, by=people.bureau_head, at=NOON)
    services.endorse_notice(notice.pk, by=people.section_head, at=NOON)
    services.approve_notice(notice.pk, by=people.bureau_head, at=NOON)

    old = Notice.objects.get(form=NoticeForm.STOP)
    assert old.state == NoticeState.WITHDRAWN


def test_a_withdrawn_rectification_notice_ends_the_correction(people):
    institution = InstitutionFactory(rectifying=True)
    visit = VisitFactory(confirmed=True, institution=institution)
    notice = handed_in(NoticeFactory(served=True, visit=visit), people.drafter)

    services.approve_notice(notice.pk, by=people.section_head, at=NOON)

    assert Institution.objects.get(pk=institution.pk).state == InstitutionState.LICENSED


def test_after_a_withdrawal_the_visit_can_carry_a_right_notice(people):
    old = NoticeFactory(printed=True)
    services.approve_notice(handed_in(old, people.drafter).pk, by=people.section_head, at=NOON)

    assert NoticeFactory(visit=old.visit).state == NoticeState.DRAFT


@pytest.mark.parametrize("stage", [{}, {"submitted": True}])
def test_what_never_left_the_desk_is_not_withdrawn(people, stage):
    old = NoticeFactory(**stage)

    with pytest.raises(NotWithdrawable):
        services.draft_withdrawal(old.pk, reason="x", by=people.drafter, at=NOON)


def test_a_withdrawal_is_not_withdrawn(people):
    with pytest.raises(NotWithdrawable, match="撤通字"):
        services.draft_withdrawal(
            WithdrawalFactory(printed=True).pk, reason="x", by=people.drafter, at=NOON
        )


def test_a_second_withdrawal_is_refused(people):
    old = NoticeFactory(printed=True)
    handed_in(old, people.drafter)

    with pytest.raises(NoticeExists, match="撤回通知书"):
        services.draft_withdrawal(old.pk, reason="y", by=people.drafter, at=NOON)

    assert old.withdrawals.count() == 1


def test_a_withdrawal_needs_a_reason_and_a_right(people):
    old = NoticeFactory(printed=True)

    with pytest.raises(ReasonMissing):
        services.draft_withdrawal(old.pk, reason=" ", by=people.drafter, at=NOON)
    for role in set(ROLES) - {"inspector", "section_head", "bureau_head"}:
        with pytest.raises(NotAllowed):
            services.draft_withdrawal(old.pk, reason="x", by=UserFactory(roles=[role]), at=NOON)

    assert not old.withdrawals.exists()


def test_a_head_may_change_and_give_up_his_own_withdrawal(people):
    notice = services.draft_withdrawal(
        NoticeFactory(printed=True).pk, reason="地点写错", by=people.section_head, at=NOON
    )

    services.change_draft(
        notice.pk, withdrawal_reason="当事人名称写错", by=people.section_head, at=NOON
    )
    services.discard_draft(notice.pk, reason="原件无误", by=people.section_head, at=NOON)

    notice.refresh_from_db()
    assert (notice.withdrawal_reason, notice.state) == ("当事人名称写错", NoticeState.DISCARDED)

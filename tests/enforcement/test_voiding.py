"""A numbered paper that must not go out is voided; its number stays and is never used again."""

import pytest
from django.db import transaction
from django.db.utils import DatabaseError, IntegrityError

from accounts.roles import ROLES
from audit.models import AuditEvent
from common.errors import NotAllowed, WrongState
from enforcement import queries, services
from enforcement.errors import NotVoidable, ReasonMissing
from enforcement.models import Notice
from enforcement.states import NoticeState
from tests.enforcement.scenes import approved
from tests.factories.accounts import UserFactory
from tests.factories.enforcement import NoticeFactory, WithdrawalFactory
from tests.times import DAY, NOON


def void(notice, by, reason="受送达人写错，送达前发现"):
    return services.void_notice(notice.pk, reason=reason, by=by, at=NOON)


@pytest.mark.parametrize("stage", ["approved", "printed"])
def test_an_unserved_paper_is_voided_and_its_number_stays(people, stage):
    notice = NoticeFactory(**{stage: True})

    void(notice, people.section_head)

    kept = Notice.objects.get()
    assert (kept.state, kept.number) == (NoticeState.VOIDED, notice.number)
    assert (kept.voided_at, kept.voided_by) == (NOON, people.section_head)
    assert kept.void_reason == "受送达人写错，送达前发现"
    event = AuditEvent.objects.get(kind="notice.void")
    assert event.facts == {"number": notice.number, "reason": "受送达人写错，送达前发现"}


def test_a_voided_paper_is_voided_once(people):
    notice = void(NoticeFactory(printed=True), people.section_head)

    with pytest.raises(WrongState, match="已作废"):
        void(notice, people.section_head)


def test_a_served_paper_is_not_voided(people):
    notice = NoticeFactory(served=True)

    with pytest.raises(WrongState, match="已送达"):
        void(notice, people.section_head)

    assert Notice.objects.get().voided_at is None


def test_a_stop_notice_is_voided_by_the_bureau_head(people):
    notice = NoticeFactory(stop=True, printed=True)

    with pytest.raises(NotAllowed):
        void(notice, people.section_head)
    void(notice, people.bureau_head)

    assert Notice.objects.get().state == NoticeState.VOIDED


def test_voiding_needs_a_right_and_a_reason(people):
    notice = NoticeFactory(printed=True)

    for role in set(ROLES) - {"section_head", "bureau_head"}:
        with pytest.raises(NotAllowed):
            void(notice, UserFactory(roles=[role]))
    with pytest.raises(ReasonMissing, match="作废"):
        void(notice, people.section_head, reason="  ")

    assert Notice.objects.get().state == NoticeState.PRINTED


def test_a_withdrawal_is_not_voided(people):
    with pytest.raises(NotVoidable, match="撤回"):
        void(WithdrawalFactory(printed=True), people.section_head)


def test_a_paper_that_is_being_withdrawn_is_not_voided(law, people):
    notice = NoticeFactory(printed=True)
    services.draft_withdrawal(notice.pk, reason="地点写错", by=people.drafter, at=NOON)

    with pytest.raises(NotVoidable, match="正要撤回它"):
        void(notice, people.section_head)


def test_after_a_voided_paper_the_visit_can_carry_a_right_one_with_the_next_number(
    visit, people, check_now
):
    void(approved(visit, people), people.section_head)

    again = approved(visit, people)
    check_now()

    assert again.serial == 2
    assert queries.numbers_missing() == []
    assert [book.voided for book in queries.numbers_given()] == [1]


def test_a_voided_paper_is_neither_printed_nor_served(people):
    notice = void(NoticeFactory(approved=True), people.section_head)

    services.print_paper(notice.pk, at=NOON)

    notice.refresh_from_db()
    assert (notice.state, notice.document) == (NoticeState.VOIDED, None)
    with pytest.raises(WrongState):
        services.serve_notice(
            notice.pk,
            way="direct",
            delivered_on=DAY,
            evidence=services.DeliveryEvidence(recipient="王春梅"),
            by=people.clerk,
            at=NOON,
        )


@pytest.mark.parametrize("change", [{"void_reason": "别的理由"}, {"state": "printed"}])
def test_a_voided_paper_stays_as_it_is(people, change):
    void(NoticeFactory(printed=True), people.section_head)

    with pytest.raises(DatabaseError, match="is voided: it stays"), transaction.atomic():
        Notice.objects.update(**change)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"state": "voided"}, "notice_voided_has_moment_person_and_reason"),
        ({"void_reason": "x"}, "notice_voided_has_moment_person_and_reason"),
        ({"voided_at": NOON}, "notice_voided_has_moment_person_and_reason"),
    ],
)
def test_void_without_its_facts_is_refused_by_the_database(county, change, rule):
    NoticeFactory(printed=True)

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Notice.objects.update(**change)


def test_a_served_paper_cannot_be_marked_as_voided(people):
    notice = NoticeFactory(served=True)
    facts = {"voided_at": NOON, "voided_by": people.section_head, "void_reason": "x"}

    with (
        pytest.raises(IntegrityError, match="only_a_paper_that_was_not_served_is_voided"),
        transaction.atomic(),
    ):
        Notice.objects.filter(pk=notice.pk).update(state="voided", **facts)


def test_the_public_page_says_that_a_paper_is_voided(people):
    notice = void(NoticeFactory(printed=True), people.section_head)

    facts = queries.verification(notice.token, as_of=DAY)

    assert (facts.is_voided, facts.is_withdrawn) == (True, False)
    assert facts.state == "已作废"

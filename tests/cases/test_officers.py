"""Who handles a case, and who keeps out of it."""

from datetime import date, timedelta

import pytest

from cases import services
from cases.errors import (
    HearingNotPossible,
    NotAnOfficer,
    OfficersMissing,
    OwnCase,
    RecusalOpen,
    Recused,
)
from cases.models import CaseOfficer
from common.errors import NotAllowed, WrongState
from tests.cases.guarding import change, commit_now, refused_by
from tests.factories import cases as scenes
from tests.factories.accounts import OfficerCertificateFactory, UserFactory
from tests.factories.cases import CLOSING
from tests.times import DAY, NOON


def ask(people, case, who=None):
    return services.ask_recusal(
        case.pk, (who or people.lead).pk, reason="是当事人的近亲属", by=people.second, at=NOON
    )


def decide(people, recusal, *, grants=True, by=None, successor=None):
    return services.decide_recusal(
        recusal.pk,
        grants=grants,
        reason="符合回避情形",
        by=by or people.head,
        at=NOON,
        successor_id=successor.pk if successor else None,
    )


def test_an_officer_needs_a_certificate_of_the_day(people):
    people.second.certificates.update(valid_until=DAY - timedelta(days=1))

    with pytest.raises(NotAnOfficer, match="没有有效的执法证"):
        scenes.clue(people)

    helper = UserFactory(inspector=True, certificate=True, is_auxiliary=True)
    people.second = helper
    with pytest.raises(NotAnOfficer, match="辅助人员"):
        scenes.clue(people)
    assert not CaseOfficer.objects.exists()


def test_a_certificate_that_ran_out_stops_the_next_step(people):
    people.second.certificates.update(valid_until=DAY)
    case = scenes.filed(people)
    evidence = services.EvidenceFacts("record", "笔录", DAY, "现场", "24名学生")

    with pytest.raises(OfficersMissing):
        services.add_evidence(case.pk, evidence, by=people.lead, at=scenes.days(1))


def test_a_renewed_certificate_is_another_row(people, check_now):
    people.second.certificates.update(valid_until=DAY)
    case = scenes.filed(people)
    OfficerCertificateFactory(
        user=people.second, valid_from=DAY + timedelta(days=1), valid_until=date(2025, 1, 1)
    )
    old = case.officers.get(user=people.second)

    new = services.exchange_officer(
        old.pk, people.second.pk, reason="换证", by=people.section, at=scenes.days(1)
    )
    check_now()

    old.refresh_from_db()
    assert (old.left_on, new.joined_on) == (DAY + timedelta(days=1),) * 2
    assert new.role == old.role


def test_who_is_recused_leaves_and_stays_out(people):
    case = scenes.filed(people)
    commit_now()
    successor = UserFactory(inspector=True, certificate=True)

    decide(people, ask(people, case), successor=successor)
    commit_now()

    assert {one.user for one in case.officers.standing()} == {people.second, successor}
    assert case.officers.standing().get(user=successor).role == "lead"
    with pytest.raises(NotAnOfficer, match="已决定回避"):
        services.assign_officer(case.pk, people.lead.pk, "assisting", by=people.section, at=NOON)


def test_the_database_lets_nobody_stay_after_a_recusal(people):
    recusal = ask(people, scenes.filed(people))

    with refused_by("who_is_recused_leaves"):
        facts = {"decided_at": NOON, "decided_by": people.head, "decision_reason": "回避"}
        change(recusal, state="granted", **facts)


def test_the_head_decides_a_recusal_once_and_not_his_own(people):
    case = scenes.filed(people)
    recusal = ask(people, case)
    with pytest.raises(RecusalOpen):
        ask(people, case)
    with pytest.raises(NotAllowed):
        decide(people, recusal, by=people.section)

    decide(people, recusal, grants=False)

    with pytest.raises(WrongState):
        decide(people, recusal, by=people.deputy)
    assert case.officers.standing().count() == 2
    own = ask(people, case, who=people.head)
    with pytest.raises(NotAnOfficer, match="自己的回避"):
        decide(people, own)


def test_who_left_the_case_still_does_not_review_it(people):
    case = scenes.ended(people)
    commit_now()
    people.second.roles = ["inspector", "legal_reviewer"]
    people.second.save()
    officer = case.officers.get(user=people.second)
    successor = UserFactory(inspector=True, certificate=True)
    services.exchange_officer(officer.pk, successor.pk, reason="调岗", by=people.section, at=NOON)
    people.reviewer = people.second

    with pytest.raises(OwnCase):
        scenes.pass_review(case, people)


def test_a_recused_reviewer_or_head_has_no_part_in_the_case(people):
    case = scenes.ended(people)
    decide(people, ask(people, case, who=people.reviewer))
    decide(people, ask(people, case, who=people.deputy))

    with pytest.raises(Recused, match="不能进行法制审核"):
        scenes.pass_review(case, people)
    with pytest.raises(Recused, match="不能批准撤案"):
        services.withdraw_case(case.pk, reason="主体有误", by=people.deputy, at=NOON)

    assert not case.reviews.exists()
    case.refresh_from_db()
    assert case.state == "ended"


def test_a_recused_person_leads_no_hearing(people):
    case = scenes.ended(people)
    notice = scenes.served(case, people, CLOSING)
    hearing = services.request_hearing(
        notice.pk, requested_on=DAY, requested_by="王春梅", by=people.lead, at=NOON
    )
    chair = UserFactory(legal_reviewer=True)
    decide(people, ask(people, case, who=chair))

    with pytest.raises(HearingNotPossible, match="已决定回避"):
        services.call_hearing(
            hearing.pk,
            chair_id=chair.pk,
            clerk_id=UserFactory().pk,
            call_served_on=DAY,
            held_on=DAY + timedelta(days=9),
            place="局会议室",
            by=people.reviewer,
            at=NOON,
        )

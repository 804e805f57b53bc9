"""A public notice does what a service does only on the day on which it takes effect."""

from datetime import date, timedelta

import pytest

from audit.models import AuditEvent
from common.clock import at_noon
from enforcement import services
from enforcement.models import EffectNote
from enforcement.services import DeliveryEvidence
from institutions.states import InstitutionState
from tests.factories.enforcement import NoticeFactory
from tests.factories.inspections import VisitFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("law")
EFFECTIVE = date(2022, 1, 9)  # 60 days after DAY, by the rule of 2021


def published(people, *, at=NOON, **facts):
    return services.serve_notice(
        NoticeFactory(printed=True, **facts).pk,
        way="public_notice",
        delivered_on=DAY,
        evidence=DeliveryEvidence(reason="负责人下落不明", place="县政府网站"),
        by=people.clerk,
        at=at,
    )


def state_of(notice) -> str:
    notice.institution.refresh_from_db()
    return notice.institution.state


def test_until_its_days_are_over_a_public_notice_changes_nothing_at_the_institution(people):
    notice = published(people)

    last = EFFECTIVE - timedelta(days=1)
    assert services.take_effect(last, at=at_noon(last)) == 0
    assert state_of(notice) == InstitutionState.LICENSED


def test_on_the_day_it_takes_effect_the_institution_is_under_correction(people):
    notice = published(people)

    assert services.take_effect(EFFECTIVE, at=at_noon(EFFECTIVE)) == 1
    assert state_of(notice) == InstitutionState.RECTIFYING
    assert notice.effect_note.took_effect_on == EFFECTIVE
    assert AuditEvent.objects.get(kind="notice.take_effect").actor_id is None


def test_taking_effect_twice_is_taking_effect_once(people):
    notice = published(people)
    services.take_effect(EFFECTIVE, at=at_noon(EFFECTIVE))
    type(notice.institution).objects.update(state=InstitutionState.LICENSED)

    assert services.take_effect(EFFECTIVE, at=at_noon(EFFECTIVE)) == 0
    assert state_of(notice) == InstitutionState.LICENSED


def test_a_day_that_was_missed_is_made_up_for(people):
    notice = published(people)
    later = EFFECTIVE + timedelta(days=5)

    assert services.take_effect(later, at=at_noon(later)) == 1
    assert notice.effect_note.took_effect_on == EFFECTIVE


def test_a_public_notice_entered_after_its_days_takes_effect_at_once(people):
    notice = published(people, at=at_noon(EFFECTIVE + timedelta(days=1)))

    assert state_of(notice) == InstitutionState.RECTIFYING
    assert EffectNote.objects.filter(notice=notice).exists()


def test_one_withdrawn_before_its_day_never_takes_effect(people):
    notice = published(people)
    withdrawal = services.draft_withdrawal(
        notice.pk, reason="地址有误", by=people.section_head, at=NOON
    )
    services.submit_notice(withdrawal.pk, by=people.section_head, at=NOON)
    other = type(people.section_head).objects.create(
        username="second",
        full_name="另一股长",
        department=people.clerk.department,
        roles=["section_head"],
    )
    services.approve_notice(withdrawal.pk, by=other, at=NOON)

    assert services.take_effect(EFFECTIVE, at=at_noon(EFFECTIVE)) == 0
    assert state_of(notice) == InstitutionState.LICENSED


def test_another_order_that_is_obeyed_frees_the_institution_while_the_public_one_hangs(people):
    public = published(people, visit__institution__rectifying=True)
    handed = NoticeFactory(served=True, visit__institution=public.institution)
    visit = VisitFactory(institution=public.institution, confirmed=True, purpose="reinspection")

    services.reinspect(handed.pk, visit_id=visit.pk, result="passed", by=people.drafter, at=NOON)

    assert state_of(public) == InstitutionState.LICENSED

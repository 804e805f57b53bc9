"""Officers are exchanged only while no phone that works has begun the visit."""

from __future__ import annotations

import pytest

from audit.models import AuditEvent
from draws.errors import OfficerRecused
from field.errors import VisitBegunOnPhone
from field.services import exchange_before_start
from inspections.models import Visit
from inspections.states import VisitState
from tests.factories.accounts import UserFactory
from tests.factories.draws import RecusalFactory
from tests.factories.field import ChainFactory, DeviceFactory, FieldRecordFactory
from tests.factories.inspections import VisitFactory
from tests.times import NOON


@pytest.fixture
def visit(county):
    return VisitFactory(approved=True)


def _exchange(visit) -> Visit:
    into = UserFactory(inspector=True, certificate=True, full_name="周小兰")
    head = UserFactory(section_head=True)
    out = visit.officers.all()[0].user_id
    return exchange_before_start(
        visit.pk, out=out, into=into.pk, reason="手机遗失", by=head, at=NOON
    )


def _going() -> list[str]:
    return [one.user.full_name for one in Visit.objects.get().officers.all()]


def test_a_visit_that_no_phone_has_begun_changes_hands(visit):
    assert _exchange(visit).state == VisitState.PLANNED
    assert _going()[0] == "周小兰"


def test_a_visit_that_a_phone_has_begun_stays_as_it_is(visit):
    ChainFactory(visit=visit, device__name="小米")
    before = _going()

    with pytest.raises(VisitBegunOnPhone, match="小米"):
        _exchange(visit)

    assert (_going(), Visit.objects.get().state) == (before, VisitState.APPROVED)
    assert not AuditEvent.objects.filter(kind="visit.exchange_officer").exists()


def test_the_visit_of_a_lost_phone_is_given_to_another_officer(visit):
    ChainFactory(visit=visit, device=DeviceFactory(lost=True))

    _exchange(visit)

    assert _going()[0] == "周小兰"


def test_a_record_that_waits_for_a_person_is_decided_first(visit):
    chain = ChainFactory(visit=visit, device=DeviceFactory(lost=True))
    FieldRecordFactory(chain=chain)

    with pytest.raises(VisitBegunOnPhone):
        _exchange(visit)


def test_who_declared_an_interest_does_not_come_in(visit):
    recusal = RecusalFactory(
        institution=visit.institution,
        officer=UserFactory(inspector=True, certificate=True, full_name="亲属"),
    )
    head = UserFactory(section_head=True)
    out = visit.officers.all()[0].user_id

    with pytest.raises(OfficerRecused, match="亲属"):
        exchange_before_start(
            visit.pk, out=out, into=recusal.officer_id, reason="调班", by=head, at=NOON
        )

    assert "亲属" not in _going()

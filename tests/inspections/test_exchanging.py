"""One officer goes instead of another on a visit that has not taken place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import OfficerCertificate
from audit.models import AuditEvent
from common.errors import NotAllowed, NotFound, Refusal, WrongState
from inspections import errors
from inspections.models import Visit
from inspections.services import exchange_officer
from inspections.states import OfficerRole, VisitState
from tests.factories.accounts import UserFactory
from tests.factories.inspections import VisitFactory
from tests.times import DAY, NOON


@pytest.fixture
def third(county):
    return UserFactory(inspector=True, full_name="周小兰", certificate__number="HN003")


@pytest.fixture
def visit(pair, institution):
    return VisitFactory(institution=institution, officers=pair, approved=True)


def _going(visit) -> list[tuple[str, str]]:
    return [(one.user.full_name, one.role) for one in visit.officers.all()]


def test_exchange_officer_seats_the_other_and_has_the_visit_approved_anew(visit, pair, third, head):
    exchange_officer(visit.pk, out=pair[0].pk, into=third.pk, reason="生病", by=head, at=NOON)

    after = Visit.objects.get()
    assert (after.state, after.approved_at, after.approved_by) == (VisitState.PLANNED, None, None)
    assert _going(after) == [("周小兰", OfficerRole.LEAD), ("李小红", OfficerRole.OFFICER)]
    facts = AuditEvent.objects.get(kind="visit.exchange_officer").facts
    assert (facts["out"], facts["into"], facts["reason"]) == ("王小明", "周小兰", "生病")


def test_exchange_officer_of_a_visit_that_waits_leaves_it_waiting(pair, third, institution, head):
    visit = VisitFactory(institution=institution, officers=pair)

    exchange_officer(visit.pk, out=pair[1].pk, into=third.pk, reason="出差", by=head, at=NOON)

    assert Visit.objects.get().state == VisitState.PLANNED
    assert not AuditEvent.objects.filter(kind="visit.amend").exists()


def test_who_comes_in_holds_a_certificate_on_the_day_of_the_visit(visit, pair, third, head):
    OfficerCertificate.objects.filter(user=third).update(valid_until=DAY - timedelta(days=1))

    with pytest.raises(errors.CertificateExpired, match="周小兰"):
        exchange_officer(visit.pk, out=pair[0].pk, into=third.pk, reason="生病", by=head, at=NOON)

    assert Visit.objects.get().state == VisitState.APPROVED
    assert not AuditEvent.objects.filter(kind="visit.exchange_officer").exists()


def test_a_visit_of_a_day_that_is_over_wants_a_certificate_of_today(visit, pair, third, head):
    """A lost phone's visit is done days later by somebody whose certificate ran out meanwhile."""
    OfficerCertificate.objects.filter(user=third).update(valid_until=DAY)
    later = NOON + timedelta(days=3)

    with pytest.raises(errors.CertificateExpired):
        exchange_officer(
            visit.pk, out=pair[0].pk, into=third.pk, reason="手机遗失", by=head, at=later
        )


@pytest.mark.parametrize("state", ["recorded", "confirmed"])
def test_a_visit_that_took_place_keeps_its_people(pair, third, institution, head, state):
    visit = VisitFactory(institution=institution, officers=pair, **{state: True})

    with pytest.raises(WrongState):
        exchange_officer(visit.pk, out=pair[0].pk, into=third.pk, reason="生病", by=head, at=NOON)


def test_exchange_officer_refuses_what_does_not_fit(visit, pair, third, head):
    clerk = UserFactory(registry_clerk=True)
    usual = {"out": pair[0].pk, "into": third.pk, "reason": "生病", "by": head, "at": NOON}
    tries: tuple[tuple[type[Refusal], int, dict], ...] = (
        (errors.ReasonMissing, visit.pk, {"reason": "  "}),
        (errors.OfficerNotOnVisit, visit.pk, {"out": third.pk}),
        (errors.OfficerUnfit, visit.pk, {"into": pair[1].pk}),
        (errors.OfficerUnfit, visit.pk, {"into": 0}),
        (errors.CertificateExpired, visit.pk, {"into": clerk.pk}),
        (NotAllowed, visit.pk, {"by": clerk}),
        (NotFound, 0, {}),
    )

    for refusal, key, changes in tries:
        with pytest.raises(refusal):
            exchange_officer(key, **usual | changes)

    assert Visit.objects.get().state == VisitState.APPROVED

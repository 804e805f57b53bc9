"""How an institution changes its state."""

import pytest

from audit.models import AuditEvent
from common.errors import BadInput, NotAllowed, NotFound, WrongState
from institutions.errors import LicenceMissing, RegisterMissing
from institutions.models import Institution
from institutions.services import (
    move_institution,
    record_correction_closed,
    record_correction_ordered,
    record_stopped,
)
from tests.factories.accounts import UserFactory
from tests.factories.institutions import InstitutionFactory
from tests.times import NOON

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture
def clerk():
    return UserFactory(registry_clerk=True)


@pytest.fixture
def inspector():
    return UserFactory(inspector=True)


def test_move_changes_the_state_and_writes_history(clerk):
    shop = InstitutionFactory()

    move_institution(shop.pk, "suspend", by=clerk, at=NOON, reason="自行申请暂停办学")

    shop.refresh_from_db()
    assert (shop.state, shop.version) == ("suspended", 2)
    event = AuditEvent.objects.get()
    assert (event.kind, event.before, event.after) == (
        "institution.suspend",
        "licensed",
        "suspended",
    )
    assert (event.actor_id, event.facts) == (clerk.pk, {"reason": "自行申请暂停办学"})


def test_move_twice_is_refused_and_written_once(clerk):
    shop = InstitutionFactory(name="青禾", unlicensed=True)
    move_institution(shop.pk, "stop", by=clerk, at=NOON, reason="已搬空")

    with pytest.raises(WrongState) as caught:
        move_institution(shop.pk, "stop", by=clerk, at=NOON, reason="已搬空")

    assert str(caught.value) == (
        "机构“青禾”现在是“已停办”，不能登记停办；须先处于“无证”或“已登记”或“整改中”。"
    )
    assert AuditEvent.objects.count() == 1


def test_move_without_permission_is_refused_and_changes_nothing(inspector):
    shop = InstitutionFactory()

    with pytest.raises(NotAllowed):
        move_institution(shop.pk, "suspend", by=inspector, at=NOON, reason="停业")

    assert Institution.objects.get().state == "licensed"
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("trait", "action", "reason", "refusal"),
    [
        ("registered", "license", "批复", LicenceMissing),
        ("unlicensed", "register", "执照", RegisterMissing),
        ("unlicensed", "stop", " ", BadInput),
        ("unlicensed", "note_stopped", "复查", BadInput),
        ("unlicensed", "close_all", "复查", BadInput),
    ],
)
def test_move_that_lacks_its_paper_or_reason_is_refused_and_changes_nothing(
    clerk, trait, action, reason, refusal
):
    shop = InstitutionFactory(**{trait: True})

    with pytest.raises(refusal):
        move_institution(shop.pk, action, by=clerk, at=NOON, reason=reason)

    assert Institution.objects.get().state == shop.state
    assert not AuditEvent.objects.exists()


def test_move_of_an_unknown_institution_is_refused(clerk):
    with pytest.raises(NotFound):
        move_institution(404, "stop", by=clerk, at=NOON, reason="已搬空")


@pytest.mark.parametrize(
    ("traits", "state", "action"),
    [
        ({"lead": True}, "stopped", "note_stopped"),
        ({"unlicensed": True}, "stopped", "note_stopped"),
        ({"registered": True}, "stopped", "note_stopped"),
        ({"rectifying": True, "licence_no": None}, "stopped", "note_stopped"),
        ({"rectifying": True}, "suspended", "note_suspended"),
        ({}, "suspended", "note_suspended"),
    ],
)
def test_stopped_is_recorded_by_an_inspector_without_the_right_to_move(
    inspector, traits, state, action
):
    shop = InstitutionFactory(**traits)

    record_stopped(shop.pk, by=inspector, at=NOON, because="停办通知书复查通过")

    assert Institution.objects.get().state == state
    event = AuditEvent.objects.get()
    assert (event.kind, event.actor_id) == (f"institution.{action}", inspector.pk)
    assert event.facts == {"reason": "停办通知书复查通过"}


@pytest.mark.parametrize("state", ["preparing", "suspended", "stopped", "ended", "lapsed"])
def test_stopped_is_no_news_where_nothing_ran(inspector, state):
    shop = InstitutionFactory(state=state)

    record_stopped(shop.pk, by=inspector, at=NOON, because="停办通知书复查通过")

    found = Institution.objects.get()
    assert (found.state, found.version) == (state, 1)
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("traits", "state"),
    [
        ({}, "rectifying"),
        ({"registered": True}, "rectifying"),
        ({"childcare": True}, "rectifying"),
        ({"unlicensed": True}, "unlicensed"),
        ({"rectifying": True}, "rectifying"),
        ({"stopped": True}, "stopped"),
    ],
)
def test_correction_ordered_makes_a_running_one_rectifying(inspector, traits, state):
    shop = InstitutionFactory(**traits)

    record_correction_ordered(shop.pk, by=inspector, at=NOON, because="整改通知送达")

    assert Institution.objects.get().state == state
    assert AuditEvent.objects.count() == (1 if state != shop.state else 0)


@pytest.mark.parametrize(
    ("traits", "state"),
    [
        ({"rectifying": True}, "licensed"),
        ({"rectifying": True, "licence_no": None}, "registered"),
        ({"suspended": True}, "suspended"),
        ({"unlicensed": True}, "unlicensed"),
    ],
)
def test_correction_closed_leads_back_to_where_the_papers_stand(inspector, traits, state):
    shop = InstitutionFactory(**traits)

    record_correction_closed(shop.pk, by=inspector, at=NOON, because="整改办结")

    assert Institution.objects.get().state == state
    assert AuditEvent.objects.count() == (1 if state != shop.state else 0)

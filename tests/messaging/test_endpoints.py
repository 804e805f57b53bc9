"""Endpoints: by the security administrator alone, to public addresses, with secrets shown once."""

import pytest

from accounts.models import User
from audit.models import AuditEvent
from common.ciphers import decrypt
from common.errors import NotAllowed, NotFound, WrongState
from messaging.errors import EndpointAddressRefused, EndpointIncomplete
from messaging.models import Delivery, Endpoint, Event
from messaging.queries import deliveries_for, endpoints_for
from messaging.services import (
    change_endpoint,
    pause_endpoint,
    register_endpoint,
    replay,
    resume_endpoint,
    retire_endpoint,
    retry_delivery,
    rotate_secret,
    try_endpoint,
)
from messaging.services.outbox import spread
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.messaging import a_delivery, an_endpoint, an_event, endpoint_data
from tests.times import NOON


@pytest.fixture
def admin(county) -> User:
    return UserFactory(security_administrator=True)


def test_a_secret_is_encrypted_and_given_once(admin):
    endpoint, secret = register_endpoint(endpoint_data(), by=admin, at=NOON)

    kept = endpoint.secrets.get()
    assert secret.startswith("whsec_")
    assert secret not in kept.sealed
    assert decrypt(kept.sealed, purpose=kept.purpose) == secret
    assert secret not in str(list(AuditEvent.objects.values()))


@pytest.mark.parametrize("role", ["section_head", "system_administrator", "partner_officer"])
def test_others_register_none(county, role):
    with pytest.raises(NotAllowed):
        register_endpoint(endpoint_data(), by=UserFactory(**{role: True}), at=NOON)

    assert not Endpoint.objects.exists()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"url": "https://192.168.0.1/"}, EndpointAddressRefused),
        ({"url": "http://example.cn/"}, EndpointAddressRefused),
        ({"kinds": []}, EndpointIncomplete),
        ({"kinds": ["endpoint.disabled"]}, EndpointIncomplete),
        ({"name": " "}, EndpointIncomplete),
        ({"department": 999_999}, NotFound),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(admin, changes, refusal):
    with pytest.raises(refusal):
        register_endpoint(endpoint_data(**changes), by=admin, at=NOON)

    assert not Endpoint.objects.exists()


def test_change_keeps_the_secret_and_asks_as_registering_does(admin):
    endpoint, _ = an_endpoint(by=admin)

    change_endpoint(endpoint.pk, endpoint_data(name="新名"), by=admin, at=NOON)
    with pytest.raises(EndpointAddressRefused):
        change_endpoint(endpoint.pk, endpoint_data(url="https://[::1]/"), by=admin, at=NOON)

    endpoint.refresh_from_db()
    assert (endpoint.name, endpoint.secrets.count()) == ("新名", 1)


def test_paused_it_waits_and_resumed_it_is_due(admin):
    delivery = a_delivery(by=admin)
    endpoint = delivery.endpoint
    with pytest.raises(EndpointIncomplete, match="原因"):
        pause_endpoint(endpoint.pk, reason=" ", by=admin, at=NOON)

    assert pause_endpoint(endpoint.pk, reason="对方升级", by=admin, at=NOON).state == "paused"
    an_event()
    spread(at=NOON)
    assert Delivery.objects.filter(state="waiting").count() == 2
    assert resume_endpoint(endpoint.pk, by=admin, at=NOON).why_stopped == ""


def test_retired_it_hears_no_more_and_keeps_its_log(admin):
    delivery = a_delivery(by=admin)
    endpoint = delivery.endpoint

    retire_endpoint(endpoint.pk, by=admin, at=NOON)
    an_event()
    spread(at=NOON)

    assert [row.state for row in Delivery.objects.all()] == ["set_aside"]
    told = {"by": admin, "at": NOON}
    for verb, how in (
        (rotate_secret, {}),
        (try_endpoint, {}),
        (replay, {"after": 0}),
        (resume_endpoint, {}),
    ):
        with pytest.raises(WrongState):
            verb(endpoint.pk, **how, **told)
    with pytest.raises(WrongState):
        retry_delivery(delivery.pk, **told)


def test_a_trial_goes_to_this_endpoint_alone(admin):
    endpoint, _ = an_endpoint(by=admin, kinds=["notice.issued"])
    an_endpoint(by=admin, name="另一个")

    try_endpoint(endpoint.pk, by=admin, at=NOON)
    spread(at=NOON)

    assert Delivery.objects.get().endpoint == endpoint
    assert Event.objects.get().kind == "endpoint.tested"


def test_the_department_reads_its_own_log_and_no_other(admin):
    mine = a_delivery(by=admin)
    officer = UserFactory(partner_officer=True)
    market = DepartmentFactory(market=True)
    stranger = UserFactory(partner_officer=True, department=market)

    assert [row.pk for row in deliveries_for(officer)] == [mine.pk]
    assert list(endpoints_for(officer)) == [mine.endpoint]
    assert list(deliveries_for(stranger)) == []
    assert list(endpoints_for(UserFactory(inspector=True))) == []


def test_pages_register_show_the_secret_once_and_lead_through_its_life(admin, browser_of):
    browser, department = browser_of(admin), DepartmentFactory(fire=True)
    typed = {"name": "消防", "url": "https://a.example.cn/", "department": department.pk}

    shown = browser.post("/endpoints/new/", {**typed, "kinds": ["notice.issued"]})
    endpoint = Endpoint.objects.get()
    page = f"/endpoints/{endpoint.pk}/"

    assert "whsec_" in shown.content.decode()
    assert "whsec_" not in browser.get(page).content.decode()
    assert "whsec_" in browser.post(f"{page}rotate/").content.decode()
    for action, typed in (("pause", {"reason": "检修"}), ("resume", {}), ("try", {})):
        assert browser.post(f"{page}{action}/", typed).status_code == 302
    assert browser.post(f"{page}replay/", {"after": 0}).status_code == 302
    assert browser.post(f"{page}retire/").status_code == 302
    endpoint.refresh_from_db()
    assert endpoint.state == "retired"


def test_a_refused_address_comes_back_into_the_form(admin, browser_of):
    department = DepartmentFactory(fire=True)
    typed = {"name": "消防", "url": "https://10.0.0.1/", "department": department.pk}

    answer = browser_of(admin).post("/endpoints/new/", {**typed, "kinds": ["notice.issued"]})

    assert answer.status_code == 422
    assert "这是内部网络的地址" in answer.content.decode()

"""The security administrator lets machines in and turns them away."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEvent
from clients.models import Client, ClientSecret
from clients.rules import digest_of
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.clients import CallFactory, ClientFactory, secret_of


@pytest.fixture
def boss(county):
    return UserFactory(security_administrator=True)


@pytest.fixture
def desk(browser_of, boss):
    return browser_of(boss)


def given(**more):
    return {
        "code": "samr-exchange",
        "name": "市场监管登记系统",
        "department": DepartmentFactory(market=True).pk,
        "role": "partner_system",
        "purpose": "按协议互通登记信息",
        "scopes": ["institutions:read", "registry:write"],
        "networks": "203.0.113.7\n198.51.100.0/24",
        "calls_per_minute": 120,
        "token_minutes": 60,
        "valid_until": "2999-12-31",
        **more,
    }


def test_client_is_registered_and_its_secret_shown_once(desk, boss):
    answer = desk.post("/clients/new/", given())

    client = Client.objects.get()
    shown = re.search(r'id="client-secret">([^<]+)<', answer.content.decode())[1]
    assert ClientSecret.objects.get().digest == digest_of(shown)
    assert client.networks == ["203.0.113.7/32", "198.51.100.0/24"]
    assert (client.user.is_service, client.user.roles) == (True, ["partner_system"])
    assert not client.user.has_usable_password()
    assert shown not in desk.get(f"/clients/{client.pk}/").content.decode()
    kinds = AuditEvent.objects.filter(actor_id=boss.pk).values_list("kind", flat=True)
    assert {"client.register", "user.create"} <= set(kinds)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"networks": "everywhere"}, "不是网段"),
        ({"networks": "0.0.0.0/0"}, "范围过大"),
        ({"networks": " "}, "必填"),
        ({"scopes": ["bank-lines:write"]}, "用不了权限范围"),
        ({"certificate_sha256": "ab:cd"}, "64位"),
        ({"valid_until": "2020-01-01"}, "早于今天"),
        ({"code": "A B"}, "只含小写字母"),
    ],
)
def test_wrong_limits_are_refused_and_nothing_is_kept(desk, wrong, sentence):
    answer = desk.post("/clients/new/", given(**wrong))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Client.objects.exists()
    assert not User.objects.filter(is_service=True).exists()


def test_same_number_twice_is_refused(desk):
    desk.post("/clients/new/", given())

    answer = desk.post("/clients/new/", given(name="另一个"))

    assert "已经使用" in answer.content.decode()
    assert Client.objects.count() == 1


def test_limits_change_and_history_keeps_both(desk):
    client = ClientFactory(calls_per_minute=60)
    sent = given(networks="127.0.0.1", calls_per_minute=30)

    answer = desk.post(f"/clients/{client.pk}/change/", sent)

    assert answer.status_code == 302
    client.refresh_from_db()
    assert client.calls_per_minute == 30
    facts = AuditEvent.objects.get(kind="client.change").facts
    assert (facts["was"]["calls_per_minute"], facts["now"]["calls_per_minute"]) == (60, 30)


def test_secret_is_renewed_with_an_overlap(desk):
    client = ClientFactory()
    secret_of(client)

    answer = desk.post(f"/clients/{client.pk}/secret/", {"overlap_days": 3})

    assert "client-secret" in answer.content.decode()
    old, new = ClientSecret.objects.order_by("pk")
    assert (old.ends_at - timezone.now()).days == 2
    assert new.ends_at is None


def test_client_is_revoked_with_a_reason_and_cannot_be_changed_any_more(desk):
    client = ClientFactory()

    assert desk.post(f"/clients/{client.pk}/revoke/", {"reason": " "}).status_code == 422
    desk.post(f"/clients/{client.pk}/revoke/", {"reason": "协议终止"})
    again = desk.post(f"/clients/{client.pk}/secret/", {"overlap_days": 0})

    client.refresh_from_db()
    assert (client.revoke_reason, client.user.is_active, client.user.roles) == (
        "协议终止",
        False,
        [],
    )
    assert again.status_code == 422
    assert ClientSecret.objects.count() == 0


def test_page_tells_what_the_client_did(desk):
    client = ClientFactory()
    CallFactory.create_batch(2, client=client)
    CallFactory(client=client, status=403, rows=None)

    page = desk.get(f"/clients/{client.pk}/").content.decode()

    assert "GET api/v1/institutions" in page
    assert re.search(r'data-label="次数">3<.*?warn-words">1<', page, re.S)


def test_service_user_gets_no_password_and_no_role_of_people(desk, browser_of, boss):
    client = ClientFactory()
    other = browser_of(UserFactory(system_administrator=True))

    invited = other.post(f"/people/{client.user_id}/invite/")
    desk.post(f"/people/{client.user_id}/roles/", {"roles": ["inspector"]})
    desk.post(f"/people/{UserFactory().pk}/roles/", {"roles": ["partner_system"]})

    assert invited.status_code == 409
    client.user.refresh_from_db()
    assert client.user.roles == ["partner_system"]
    assert User.objects.with_role("partner_system").get() == client.user

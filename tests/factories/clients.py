"""Machines of partners: ClientFactory(bank=True), and callers that bear a token."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import factory
from django.test import Client as Browser
from django.utils import timezone

from clients.models import AccessToken, Call, Client, ClientSecret, SavedAnswer
from clients.rules import digest_of
from clients.scopes import SCOPES
from tests.factories.accounts import UserFactory
from tests.times import NOON


def _scopes_of(row: Any) -> list[str]:
    held = row.user.permissions
    return [scope.code for scope in SCOPES.values() if scope.permission in held]


class ClientFactory(factory.django.DjangoModelFactory):
    """A partner's machine with every scope that is of use to its role, from this machine only."""

    class Meta:
        model = Client

    code = factory.Sequence(lambda n: f"client-{n}")
    name = factory.Sequence(lambda n: f"登记系统{n}")
    purpose = "按数据交换协议互通登记信息"
    user = factory.SubFactory(UserFactory, partner_system=True)
    scopes = factory.LazyAttribute(_scopes_of)
    networks = ["127.0.0.0/8"]
    calls_per_minute = 600
    token_minutes = 60
    valid_until = factory.LazyFunction(lambda: timezone.now().date() + timedelta(days=365))
    registered_at = NOON
    registered_by = factory.SubFactory(UserFactory, security_administrator=True)

    class Params:
        bureau = factory.Trait(user=factory.SubFactory(UserFactory, bureau_system=True))
        bank = factory.Trait(user=factory.SubFactory(UserFactory, bank_system=True))


class ClientSecretFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ClientSecret

    client = factory.SubFactory(ClientFactory)
    digest = factory.Sequence(lambda n: digest_of(f"secret-{n}"))
    made_at = NOON
    made_by = factory.SelfAttribute("client.registered_by")


def secret_of(client: Client, secret: str = "an-invented-secret") -> str:
    ClientSecretFactory(client=client, digest=digest_of(f"{client.code}/{secret}"))
    return f"{client.code}/{secret}"


class TokenFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AccessToken

    client = factory.SubFactory(ClientFactory)
    digest = factory.Sequence(lambda n: digest_of(f"token-{n}"))
    scopes = factory.SelfAttribute("client.scopes")
    issued_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=1))


class CallFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Call

    client = factory.SubFactory(ClientFactory)
    at = factory.LazyFunction(timezone.now)
    method = "GET"
    route = "api/v1/institutions"
    status = 200
    rows = 2
    took_ms = 5


class SavedAnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SavedAnswer

    client = factory.SubFactory(ClientFactory)
    key = factory.Sequence(lambda n: f"key-{n}")
    fingerprint = "0" * 64
    status = 201
    body = b"{}"
    saved_at = factory.LazyFunction(timezone.now)


class Caller:
    """A machine with a token: ``caller.get("institutions")``, ``caller.post("…", {…})``."""

    def __init__(self, county: Any, client: Client, scopes: list[str] | None = None) -> None:
        self.client, self.bearer = client, f"bearer-{client.code}"
        TokenFactory(
            client=client,
            digest=digest_of(self.bearer),
            scopes=client.scopes if scopes is None else scopes,
        )
        self._browser = Browser(HTTP_HOST=f"{county.code}.test")
        self._sent = 0

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> Any:
        return self._browser.get(self._at(path), query or {}, headers=self._headers(headers))

    def post(
        self, path: str, members: Any = None, *, key: str | None = None, **headers: str
    ) -> Any:
        self._sent += 1
        content = members if isinstance(members, bytes) else json.dumps(members or {})
        sent = {
            "Idempotency-Key": key or f"{self.client.code}-{self._sent}",
            **self._headers(headers),
        }
        return self._browser.post(
            self._at(path), content, content_type="application/json", headers=sent
        )

    def send_part(self, path: str, part: bytes, *, begins: int | str = 0) -> Any:
        """Some bytes of an upload."""
        return self._browser.patch(
            self._at(path),
            part,
            content_type="application/octet-stream",
            headers=self._headers({"Upload_Offset": str(begins)}),
        )

    def _at(self, path: str) -> str:
        return path if path.startswith("/") else f"/api/v1/{path}"

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in more.items()}
        return {"Authorization": f"Bearer {self.bearer}", **named}

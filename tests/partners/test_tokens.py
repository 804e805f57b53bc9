"""RFC 6749 sections 2.3.1, 4.4, 5.1, 5.2; RFC 7009; RFC 6750 section 3."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from clients.models import AccessToken
from clients.services import renew_secret, revoke_client
from tests.factories.accounts import UserFactory
from tests.factories.clients import ClientFactory, secret_of

FORM = "application/x-www-form-urlencoded"


def basic(code: str, secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{code}:{secret}".encode()).decode()}


@pytest.fixture
def asked(county):
    def ask(body: str, headers=None, *, path="token", content_type=FORM):
        browser = Browser(HTTP_HOST=f"{county.code}.test")
        return browser.post(
            f"/api/oauth/{path}", body, content_type=content_type, headers=headers or {}
        )

    return ask


GRANT = "grant_type=client_credentials"


def test_token_by_basic_and_by_form_opens_the_api(county, asked):
    client = ClientFactory()
    secret = secret_of(client)

    first = asked(GRANT, basic(client.code, secret))
    second = asked(f"{GRANT}&client_id={client.code}&client_secret={secret}")

    assert [one.status_code for one in (first, second)] == [200, 200]
    told = first.json()
    assert (told["token_type"], told["scope"]) == ("Bearer", " ".join(client.scopes))
    assert 3590 < told["expires_in"] <= 3600
    assert (first["Cache-Control"], first["Pragma"]) == ("no-store", "no-cache")
    bearer = {"Authorization": f"Bearer {told['access_token']}"}
    answer = Browser(HTTP_HOST=f"{county.code}.test").get("/api/v1/institutions", headers=bearer)
    assert answer.status_code == 200


def test_token_is_stored_as_a_digest_only(county, asked):
    client = ClientFactory()
    told = asked(GRANT, basic(client.code, secret_of(client))).json()

    kept = AccessToken.objects.get(client=client)

    assert told["access_token"] not in str(vars(kept))
    assert len(kept.digest) == 64


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        ("", 400, "invalid_request"),
        ("grant_type=password", 400, "unsupported_grant_type"),
        (f"{GRANT}&{GRANT}", 400, "invalid_request"),
        (f"{GRANT}&scope=all", 400, "invalid_scope"),
        (f"{GRANT}&scope=bank-lines:write", 400, "invalid_scope"),
        (f"{GRANT}&client_secret=again", 400, "invalid_request"),
    ],
)
def test_errors_are_the_standards(county, asked, body, status, error):
    client = ClientFactory()

    answer = asked(body, basic(client.code, secret_of(client)))

    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert not AccessToken.objects.exists()


def test_scope_can_be_narrowed(county, asked):
    client = ClientFactory()

    told = asked(f"{GRANT}&scope=institutions:read", basic(client.code, secret_of(client))).json()

    assert told["scope"] == "institutions:read"


@pytest.mark.parametrize("sent", ["wrong", "", "\x00", "\ud800"])
def test_wrong_secret_and_unknown_client_are_told_alike(county, asked, sent):
    client = ClientFactory()
    secret = secret_of(client)
    known, unknown = (
        asked(GRANT, {"Authorization": "Basic " + b64encode(pair).decode()})
        for pair in (
            f"{client.code}:{sent}".encode("utf-8", "surrogatepass"),
            f"nobody:{secret}".encode(),
        )
    )

    assert (known.status_code, known.json()["error"]) == (401, "invalid_client")
    assert known.json() == unknown.json()
    assert known["WWW-Authenticate"].startswith("Basic")


@pytest.mark.parametrize("header", ["Basic", "Basic !!!", "Digest abc", "Basic /////w=="])
def test_broken_credentials_are_refused(county, asked, header):
    answer = asked(GRANT, {"Authorization": header})

    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_body_that_is_no_form_is_refused(county, asked):
    answers = [
        asked('{"a": 1}', content_type="application/json"),
        asked("a=" + "x" * 9000),
        asked("\xff\xfe".encode("latin-1").decode("latin-1")),
    ]

    assert [one.status_code for one in answers] == [400, 400, 400]


def test_secret_is_renewed_without_outage(county, asked):
    client, boss = ClientFactory(), UserFactory(security_administrator=True)
    old, now = secret_of(client), timezone.now()

    new = renew_secret(client.pk, overlap_days=7, by=boss, at=now).secret
    both = [asked(GRANT, basic(client.code, one)).status_code for one in (old, new)]
    renew_secret(client.pk, overlap_days=7, by=boss, at=now)
    later = [asked(GRANT, basic(client.code, one)).status_code for one in (old, new)]

    assert (both, later) == ([200, 200], [401, 200])


def test_leaked_secret_ends_with_its_tokens(caller_of, asked):
    caller, boss = caller_of(), UserFactory(security_administrator=True)
    old = secret_of(caller.client)

    renew_secret(caller.client.pk, overlap_days=0, by=boss, at=timezone.now())

    assert asked(GRANT, basic(caller.client.code, old)).status_code == 401
    assert caller.get("institutions").json()["code"] == "token_expired"


def test_revoked_client_is_out_at_once(caller_of, asked):
    caller, boss = caller_of(), UserFactory(security_administrator=True)
    secret = secret_of(caller.client)
    assert caller.get("institutions").status_code == 200

    revoke_client(caller.client.pk, reason="协议终止", by=boss, at=timezone.now())

    answer = caller.get("institutions")
    assert (answer.status_code, answer.json()["code"]) == (401, "client_revoked")
    assert asked(GRANT, basic(caller.client.code, secret)).json()["error"] == "invalid_client"


def test_token_given_back_opens_nothing(caller, asked):
    secret = secret_of(caller.client)
    other = secret_of(ClientFactory(code="another-one"))

    of_another = asked(f"token={caller.bearer}", basic("another-one", other), path="revoke")
    assert (of_another.status_code, caller.get("institutions").status_code) == (200, 200)
    own = asked(f"token={caller.bearer}", basic(caller.client.code, secret), path="revoke")

    assert (own.status_code, caller.get("institutions").status_code) == (200, 401)


def test_token_of_a_client_on_its_last_day_ends_with_the_day(county, asked):
    client = ClientFactory(valid_until=timezone.localdate(), token_minutes=1440)

    told = asked(GRANT, basic(client.code, secret_of(client))).json()

    assert told["expires_in"] <= timedelta(days=1).total_seconds()
    kept = AccessToken.objects.get(client=client)
    assert timezone.localdate(kept.expires_at - timedelta(seconds=1)) == client.valid_until

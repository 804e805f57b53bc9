"""Who is let in, and that everything that goes wrong is a problem document."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client as Browser
from django.utils import timezone

from clients.models import AccessToken, Call
from clients.rules import digest_of
from tests.factories.clients import Caller, ClientFactory
from tests.factories.institutions import InstitutionFactory

PROBLEM = "application/problem+json"


def code_of(answer) -> str:
    assert answer["Content-Type"] == PROBLEM
    told = answer.json()
    assert told["status"] == answer.status_code
    assert told["type"] == f"/api/v1/docs/problems#{told['code']}"
    assert told["instance"].startswith("urn:request:")
    return told["code"]


def test_without_token_nobody_comes_in(county):
    browser = Browser(HTTP_HOST=f"{county.code}.test")

    answer = browser.get("/api/v1/institutions")

    assert (answer.status_code, code_of(answer)) == (401, "token_missing")
    assert answer["WWW-Authenticate"] == 'Bearer realm="yujian"'


def test_expired_token_is_told_so(caller):
    AccessToken.objects.update(
        issued_at=timezone.now() - timedelta(hours=2),
        expires_at=timezone.now() - timedelta(seconds=1),
    )

    answer = caller.get("institutions")

    assert (answer.status_code, code_of(answer)) == (401, "token_expired")
    assert 'error="invalid_token"' in answer["WWW-Authenticate"]


def test_token_of_the_neighbour_is_unknown_here(county, next_door):
    with next_door() as there:
        stranger = Caller(there, ClientFactory())
        at_home = stranger.get("institutions").status_code
    here = Browser(HTTP_HOST=f"{county.code}.test")

    answer = here.get(
        "/api/v1/institutions", headers={"Authorization": f"Bearer {stranger.bearer}"}
    )

    assert (at_home, answer.status_code, code_of(answer)) == (200, 401, "token_unknown")


def test_token_without_the_scope_is_refused(caller_of):
    caller = caller_of(scopes=["penalties:read"])

    answer = caller.get("institutions")

    assert (answer.status_code, code_of(answer)) == (403, "scope_missing")
    assert 'error="insufficient_scope", scope="institutions:read"' in answer["WWW-Authenticate"]


def test_head_asks_for_the_scope_as_get_does(caller_of):
    caller = caller_of(scopes=["penalties:read"])
    headers = {"Authorization": f"Bearer {caller.bearer}"}

    heads = [
        caller._browser.head(f"/api/v1/{of}", headers=headers)
        for of in ("institutions", "penalties")
    ]
    options = caller._browser.options("/api/v1/penalties", headers=headers)

    assert [one.status_code for one in heads] == [403, 200]
    assert options.status_code == 405


def test_scope_taken_from_the_client_is_gone_from_tokens_that_are_out(caller):
    caller.client.scopes = ["penalties:read"]
    caller.client.save()

    assert code_of(caller.get("institutions")) == "scope_missing"


def test_role_taken_from_the_user_closes_the_scope(caller):
    caller.client.user.roles = []
    caller.client.user.save()

    assert code_of(caller.get("institutions")) == "not_allowed"


def test_account_out_of_use_is_out(caller):
    caller.client.user.is_active = False
    caller.client.user.save()

    assert code_of(caller.get("institutions")) == "client_revoked"


def test_address_outside_the_networks_is_refused(caller_of):
    caller = caller_of(ClientFactory(networks=["203.0.113.0/24", "2001:db8::/32"]))

    assert code_of(caller.get("institutions")) == "network_not_allowed"


@pytest.mark.parametrize("valid", [True, False])
def test_last_day_of_a_client(caller_of, valid):
    day = timezone.localdate() - timedelta(days=0 if valid else 1)
    caller = caller_of(ClientFactory(valid_until=day))

    assert caller.get("institutions").status_code == (200 if valid else 401)


def test_rate_is_the_clients_own(caller_of):
    caller, other = caller_of(ClientFactory(calls_per_minute=3)), caller_of()

    answers = [caller.get("institutions") for _ in range(4)]

    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert code_of(answers[3]) == "too_many_requests"
    assert 0 < int(answers[3]["Retry-After"]) <= 60
    assert [one["RateLimit"] for one in answers[:3]] == [f'"minute";r={left}' for left in (2, 1, 0)]
    assert other.get("institutions").status_code == 200


def _certificate() -> tuple[str, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "samr")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2040, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM).decode()
    return quote(pem), made.fingerprint(hashes.SHA256()).hex()


def test_client_bound_to_a_certificate_must_show_it(caller_of, settings):
    shown, fingerprint = _certificate()
    caller = caller_of(ClientFactory(certificate_sha256=fingerprint))
    other, _ = _certificate()

    from_elsewhere = caller.get("institutions", X_Client_Certificate=shown)
    settings.YUJIAN_FRONT_ADDRESSES = ["127.0.0.1"]
    answers = [
        caller.get("institutions", X_Client_Certificate=shown),
        caller.get("institutions", X_Client_Certificate=other),
        caller.get("institutions", X_Client_Certificate="nothing"),
        caller.get("institutions"),
    ]

    assert code_of(from_elsewhere) == "certificate_not_shown"
    assert [one.status_code for one in answers] == [200, 401, 401, 401]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("get", "/api/v1/nowhere", 404, "not_found"),
        ("get", "/api/v1/institutions/", 404, "not_found"),
        ("get", "/api/v1/institutions/999999", 404, "not_found"),
        ("get", "/api/v1/institutions/99999999999999999999999", 404, "not_found"),
        ("get", "/api/v1/licences/%00", 404, "not_found"),
        ("delete", "/api/v1/institutions", 405, "method_not_allowed"),
        ("post", "/api/v1/institutions", 405, "method_not_allowed"),
    ],
)
def test_what_leads_nowhere_is_a_problem(caller, method, path, status, code):
    headers = {"Authorization": f"Bearer {caller.bearer}"}
    answer = getattr(caller._browser, method)(path, headers=headers)

    assert (answer.status_code, code_of(answer)) == (status, code)


def test_unknown_host_and_too_large_a_body_are_problems(county):
    elsewhere = Browser(HTTP_HOST="nowhere.test").get("/api/v1/institutions")
    large = Browser(HTTP_HOST=f"{county.code}.test").post(
        "/api/v1/institutions",
        b"{}",
        content_type="application/json",
        headers={"Content-Length": str(50 * 1024 * 1024)},
    )

    assert (elsewhere.status_code, code_of(elsewhere)) == (404, "unknown_county")
    assert (large.status_code, code_of(large)) == (413, "body_too_large")


def test_language_by_header(caller):
    chinese = caller.get("institutions/999999")
    english = caller.get("institutions/999999", Accept_Language="en-GB,zh;q=0.5")

    assert chinese["Content-Language"] == "zh-CN"
    assert "没有找到" in chinese.json()["detail"]
    assert english["Content-Language"] == "en"
    assert english.json()["detail"].startswith("There is no such thing here")


def test_each_call_is_written_down(caller):
    InstitutionFactory.create_batch(2)
    caller.get("institutions", {"text": "秘密"})
    caller.get("institutions/999999")

    told = Call.objects.order_by("pk").values_list(
        "method", "route", "thing", "status", "code", "rows"
    )

    assert list(told) == [
        ("GET", "api/v1/institutions", "", 200, "", 0),
        ("GET", "api/v1/institutions/<int:institution_id>", "999999", 404, "not_found", None),
    ]


def test_digest_of_half_a_character_is_a_digest():
    assert len(digest_of("\ud800")) == 64

"""Tokens: had with the client's secret, known again at each call, given back.

RFC 6749 section 4.4 (client credentials), RFC 7009 (giving back), RFC 8705 section 3 (tokens
bound to a TLS certificate that the front saw).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from secrets import token_urlsafe

from django.db import transaction

from clients.errors import (
    CertificateNotShown,
    ClientRevoked,
    NetworkNotAllowed,
    ScopeUnknown,
    TokenExpired,
    TokenMissing,
    TokenUnknown,
    WrongClient,
)
from clients.models import AccessToken, Client, ClientSecret
from clients.rules import digest_of, is_inside
from common.clock import at_time


@dataclass(frozen=True, slots=True)
class Shown:
    """What a caller shows of itself beside its secret or token."""

    address: str
    certificate_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Issued:
    """A new token, which is stored nowhere; ``lasts_s`` in seconds."""

    token: str
    scopes: list[str]
    lasts_s: int


@transaction.atomic
def issue_token(
    code: str, secret: str, *, scopes: list[str] | None, shown: Shown, at: datetime
) -> Issued:
    """A token for the scopes asked, or for all that the client has.

    Not in history, which tells of changes: each token is a row, and each call by it another.

    Raises:
        WrongClient: also for a secret that ended, and alike for an unknown client.
        ClientRevoked, NetworkNotAllowed, CertificateNotShown, ScopeUnknown.
    """
    client = _client_of(code, secret, at)
    _require_welcome(client, shown, at)
    granted = list(client.scopes) if scopes is None else list(dict.fromkeys(scopes))
    for scope in granted:
        if scope not in client.scopes:
            raise ScopeUnknown(scope=scope)
    token = f"yjt_{token_urlsafe(32)}"
    day_after = at_time(client.valid_until, 0) + timedelta(days=1)
    ends = min(at + timedelta(minutes=client.token_minutes), day_after)
    AccessToken.objects.create(
        client=client, digest=digest_of(token), scopes=granted, issued_at=at, expires_at=ends
    )
    return Issued(token, granted, int((ends - at).total_seconds()))


def recognize(token: str, *, shown: Shown, at: datetime) -> AccessToken:
    """The row of a token that is good here and now, with client, user and department: one query.

    Raises TokenMissing, TokenUnknown, TokenExpired, ClientRevoked, NetworkNotAllowed,
    CertificateNotShown.
    """
    if not token:
        raise TokenMissing()
    found = (
        AccessToken.objects.select_related("client__user__department")
        .filter(digest=digest_of(token))
        .first()
    )
    if found is None:
        raise TokenUnknown()
    _require_welcome(found.client, shown, at)
    if found.revoked_at is not None or found.expires_at <= at:
        raise TokenExpired()
    return found


@transaction.atomic
def revoke_token(code: str, secret: str, token: str, *, at: datetime) -> None:
    """Give a token back. One that is not the client's changes nothing (RFC 7009, 2.2)."""
    client = _client_of(code, secret, at)
    own = AccessToken.objects.filter(client=client, digest=digest_of(token), revoked_at=None)
    own.update(revoked_at=at)


def _client_of(code: str, secret: str, at: datetime) -> Client:
    sent = digest_of(secret)
    live = ClientSecret.objects.live(at).select_related("client__user").filter(digest=sent).first()
    if live is None or not compare_digest(live.client.code.encode(), code.encode()):
        raise WrongClient()
    return live.client


def _require_welcome(client: Client, shown: Shown, at: datetime) -> None:
    if not client.is_valid_at(at) or not client.user.is_active:
        raise ClientRevoked()
    if not is_inside(shown.address, client.networks):
        raise NetworkNotAllowed(address=shown.address or "（不明）")
    wanted = client.certificate_sha256
    if wanted and not compare_digest(wanted, shown.certificate_sha256):
        raise CertificateNotShown()

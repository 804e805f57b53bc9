"""A security administrator lets a machine in, gives it another secret, turns it away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import Department, User
from accounts.permissions import Permission
from accounts.roles import permissions_of, role_named
from accounts.services import create_service, retire_service
from audit.services import record
from clients.errors import (
    ClientCodeTaken,
    ClientGone,
    NetworkTooWide,
    NetworkUnreadable,
    ScopeBeyondRole,
    ScopeUnknown,
)
from clients.models import AccessToken, Client, ClientSecret
from clients.rules import digest_of, first_useless, plain_network
from clients.scopes import SCOPES
from common.clock import localdate
from common.errors import BadInput, NotFound

LIMITS = ("scopes", "networks", "certificate_sha256", "calls_per_minute", "token_minutes")


@dataclass(frozen=True, slots=True)
class Registered:
    """A client with its secret, which is shown once and stored nowhere."""

    client: Client
    secret: str


@transaction.atomic
def register_client(
    code: str,
    *,
    name: str,
    purpose: str,
    department: Department,
    role: str,
    valid_until: date,
    by: User,
    at: datetime,
    **limits: Any,
) -> Registered:
    """Let a machine in: its service user, its limits and its first secret.

    Args:
        limits: ``scopes``, ``networks``, ``certificate_sha256`` (hex, empty: none asked),
            ``calls_per_minute``, ``token_minutes``.

    Raises NotAllowed, ClientCodeTaken, BadInput, and what ``change_client`` raises.
    """
    require(by, Permission.CLIENT_MANAGE)
    _require_future(valid_until, at)
    if Client.objects.filter(code=code).exists():
        raise ClientCodeTaken(code=code)
    given = _checked(limits, [role])
    user = create_service(
        f"api-{code}", full_name=name, department=department, roles=[role], by=by, at=at
    )
    client = Client.objects.create(
        code=code,
        name=name,
        purpose=purpose,
        user=user,
        valid_until=valid_until,
        registered_at=at,
        registered_by=by,
        **given,
    )
    record("client.register", client, by=by, at=at, role=role, until=str(valid_until), **given)
    return Registered(client, _new_secret(client, by=by, at=at))


@transaction.atomic
def change_client(
    client_id: int, *, valid_until: date, by: User, at: datetime, **limits: Any
) -> Client:
    """Other limits, at once for tokens that are out already. History keeps before and after.

    Raises:
        NotAllowed, NotFound, ClientGone, BadInput: the last day is over.
        ScopeUnknown, ScopeBeyondRole, NetworkUnreadable, NetworkTooWide.
    """
    require(by, Permission.CLIENT_MANAGE)
    client = _locked(client_id)
    _require_future(valid_until, at)
    wanted = {**_checked(limits, client.user.roles), "valid_until": valid_until}
    before = {name: getattr(client, name) for name in wanted}
    changed = {name: value for name, value in wanted.items() if value != before[name]}
    for name, value in changed.items():
        setattr(client, name, value)
    if changed:
        client.save(update_fields=list(changed))
        was = {name: _plain(before[name]) for name in changed}
        now = {name: _plain(value) for name, value in changed.items()}
        record("client.change", client, by=by, at=at, was=was, now=now)
    return client


@transaction.atomic
def renew_secret(client_id: int, *, overlap_days: int, by: User, at: datetime) -> Registered:
    """Another secret. The one before holds for ``overlap_days`` more; any older one ends now.

    With 0 days the old ones end at once, and the tokens they fetched with them: that is for a
    secret that became known. Raises NotAllowed, NotFound, ClientGone, BadInput.
    """
    require(by, Permission.CLIENT_MANAGE)
    client = _locked(client_id)
    if not 0 <= overlap_days <= 30:
        raise BadInput(sentence="新旧密钥并用的天数须在0至30天之间。")
    ends = at + timedelta(days=overlap_days)
    ClientSecret.objects.filter(client=client, ends_at__gt=at).update(ends_at=at)
    ClientSecret.objects.filter(client=client, ends_at=None).update(ends_at=ends)
    if overlap_days == 0:
        _end_tokens(client, at)
    record("client.renew_secret", client, by=by, at=at, overlap_days=overlap_days)
    return Registered(client, _new_secret(client, by=by, at=at))


@transaction.atomic
def revoke_client(client_id: int, *, reason: str, by: User, at: datetime) -> Client:
    """Turn a machine away at once: its tokens, its secrets and its service user end now.

    Raises NotAllowed, NotFound, ClientGone, BadInput.
    """
    require(by, Permission.CLIENT_MANAGE)
    client = _locked(client_id)
    if not reason.strip():
        raise BadInput(sentence="没有写明吊销原因。")
    client.revoked_at, client.revoked_by, client.revoke_reason = at, by, reason.strip()
    client.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
    _end_tokens(client, at)
    ClientSecret.objects.live(at).filter(client=client).update(ends_at=at)
    retire_service(client.user_id, by=by, at=at)
    record("client.revoke", client, by=by, at=at, reason=client.revoke_reason)
    return client


def _new_secret(client: Client, *, by: User, at: datetime) -> str:
    secret = f"yjs_{token_urlsafe(32)}"
    ClientSecret.objects.create(client=client, digest=digest_of(secret), made_at=at, made_by=by)
    return secret


def _end_tokens(client: Client, at: datetime) -> None:
    AccessToken.objects.filter(client=client, revoked_at=None).update(revoked_at=at)


def _locked(client_id: int) -> Client:
    found = Client.objects.select_for_update(of=("self",)).filter(pk=client_id).first()
    if found is None:
        raise NotFound(what="这个接口客户端")
    if found.revoked_at is not None:
        raise ClientGone(client=found)
    return found


def _require_future(valid_until: date, at: datetime) -> None:
    if valid_until < localdate(at):
        raise BadInput(sentence="有效期止早于今天，请改为今天或以后的日期。")


def _checked(limits: dict[str, Any], roles: list[str]) -> dict[str, Any]:
    """The limits in their usual notation."""
    for scope in limits["scopes"]:
        if scope not in SCOPES:
            raise ScopeUnknown(scope=scope)
    useless = first_useless(limits["scopes"], permissions_of(roles))
    if useless:
        names = "、".join(role.name for code in roles if (role := role_named(code)))
        raise ScopeBeyondRole(role=names, permission=useless.permission.label, scope=useless.code)
    networks = [_network(said) for said in limits["networks"]]
    if not networks or not limits["scopes"]:
        raise BadInput(sentence="请至少选择一个权限范围，并写明至少一个来源网段。")
    return {**{name: limits[name] for name in LIMITS}, "networks": networks}


def _network(said: str) -> str:
    try:
        found = plain_network(said)
    except ValueError as error:
        raise NetworkTooWide(network=said) from error
    if found is None:
        raise NetworkUnreadable(network=said)
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value

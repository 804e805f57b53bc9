"""A phone is registered by its person, and withdrawn when it is lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from django.db import IntegrityError, transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import localdate
from common.errors import NotAllowed, NotFound
from field.errors import DeviceOfOther, DeviceRevoked, LossReasonMissing
from field.keys import PublicKey
from field.models import Device
from field.services.recognizing import digest_of
from policies.queries import parameter


@dataclass(frozen=True, slots=True)
class Registered:
    """``token`` is shown once; only its digest is kept."""

    device: Device
    token: str
    is_new: bool


def register_device(name: str, jwk: Any, *, by: User, at: datetime) -> Registered:
    """Give the phone with this public key a token in the county's name.

    The same key again is the same device with a new token; the old one ends.
    Raises NotAllowed, DeviceKeyUnfit, DeviceOfOther, DeviceRevoked.
    """
    require(by, Permission.VISIT_RECORD)
    key = PublicKey.from_jwk(jwk)
    try:
        return _register(name, key, by=by, at=at)
    except IntegrityError:  # the same phone asked twice at once: now its row is there
        return _register(name, key, by=by, at=at)


@transaction.atomic
def _register(name: str, key: PublicKey, *, by: User, at: datetime) -> Registered:
    token = token_urlsafe(32)
    ends = at + timedelta(days=parameter("field.device_days", localdate(at)))
    known = Device.objects.select_for_update().filter(key_hash=key.thumbprint).first()
    if known is None:
        device = Device.objects.create(
            key_hash=key.thumbprint,
            key_x=key.x,
            key_y=key.y,
            name=name.strip()[:60] or "手机",
            person=by,
            token_digest=digest_of(token),
            registered_at=at,
            expires_at=ends,
        )
        record("device.register", device, by=by, at=at, key=device.key_hash)
        return Registered(device, token, is_new=True)
    if known.person_id != by.pk:
        raise DeviceOfOther()
    if known.is_revoked:
        raise DeviceRevoked(device=known.name)
    known.token_digest, known.expires_at = digest_of(token), ends
    known.save(update_fields=["token_digest", "expires_at"])
    record("device.renew", known, by=by, at=at, key=known.key_hash)
    return Registered(known, token, is_new=False)


@transaction.atomic
def revoke_device(device_id: int, *, reason: str, by: User, at: datetime) -> Device:
    """Withdraw a phone: it hears so at its next contact and erases what it holds.

    Its person may, and who plans or secures for the county. Twice changes nothing.
    Raises NotFound, NotAllowed, LossReasonMissing.
    """
    device = Device.objects.select_for_update(of=("self",)).filter(pk=device_id).first()
    if device is None:
        raise NotFound(what="这部设备")
    _require_may_revoke(device, by)
    if device.is_revoked:
        return device
    if not reason.strip():
        raise LossReasonMissing(action="停用设备")
    device.revoked_at, device.revoked_by = at, by
    device.revoke_reason = reason.strip()[:200]
    device.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
    record("device.revoke", device, by=by, at=at, reason=device.revoke_reason)
    return device


def _require_may_revoke(device: Device, by: User) -> None:
    by.require_here()
    own = device.person_id == by.pk and by.is_active
    if not own and not any(map(by.has, (Permission.VISIT_APPROVE, Permission.ACCOUNT_SECURE))):
        raise NotAllowed(what=Permission.VISIT_APPROVE.label)

"""Endpoints are registered, changed, paused, resumed, retired; their secrets are rotated."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.access import require
from accounts.models import Department, User
from accounts.permissions import Permission as P
from audit.services import record
from common.ciphers import encrypt
from common.errors import NotFound, WrongState
from messaging.errors import EndpointAddressRefused, EndpointIncomplete
from messaging.models import Delivery, Endpoint, EndpointSecret, Event
from messaging.rules import OLD_SECRET_SIGNS, address_trouble, networks_of
from messaging.services.outbox import emit
from messaging.states import ENDPOINT, OFFERED, DeliveryState, EndpointState, EventKind

_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class EndpointData:
    """What is typed about an endpoint."""

    name: str
    url: str
    department_id: int
    kinds: Sequence[str]


@transaction.atomic
def register_endpoint(data: EndpointData, *, by: User, at: datetime) -> tuple[Endpoint, str]:
    """A new endpoint and its secret, which is shown this once.

    Raises NotAllowed, NotFound, EndpointIncomplete, EndpointAddressRefused.
    """
    require(by, P.ENDPOINT_MANAGE)
    endpoint = Endpoint(registered_at=at, registered_by=by)
    _apply(endpoint, data)
    endpoint.save(force_insert=True)
    record("endpoint.register", endpoint, by=by, at=at, after=endpoint.state, kinds=endpoint.kinds)
    return endpoint, _new_secret(endpoint, no=1, by=by, at=at)


@transaction.atomic
def change_endpoint(endpoint_id: int, data: EndpointData, *, by: User, at: datetime) -> Endpoint:
    """Another name, address, department or choice of events. What waits goes to the new address.

    Raises NotAllowed, NotFound, WrongState, EndpointIncomplete, EndpointAddressRefused.
    """
    require(by, P.ENDPOINT_MANAGE)
    endpoint = locked(endpoint_id)
    _require_not_retired(endpoint, "修改")
    _apply(endpoint, data)
    endpoint.save(update_fields=["name", "url", "department", "kinds"])
    record("endpoint.change", endpoint, by=by, at=at, kinds=endpoint.kinds)
    return endpoint


@transaction.atomic
def rotate_secret(endpoint_id: int, *, by: User, at: datetime) -> str:
    """A new secret; the one before signs beside it for a day, so that nobody misses a call.

    Raises NotAllowed, NotFound, WrongState.
    """
    require(by, P.ENDPOINT_MANAGE)
    endpoint = locked(endpoint_id)
    _require_not_retired(endpoint, "更换密钥")
    newest = endpoint.secrets.first()
    assert newest is not None, "an endpoint is registered with a secret"
    endpoint.secrets.filter(ends_at=None).update(ends_at=at + OLD_SECRET_SIGNS)
    record("endpoint.rotate_secret", endpoint, by=by, at=at)
    return _new_secret(endpoint, no=newest.no + 1, by=by, at=at)


@transaction.atomic
def pause_endpoint(endpoint_id: int, *, reason: str, by: User, at: datetime) -> Endpoint:
    """Send nothing until it is resumed; events go on waiting for it.

    Raises NotAllowed, NotFound, WrongState, EndpointIncomplete.
    """
    endpoint = locked(endpoint_id)
    ENDPOINT.apply(endpoint, "pause", by=by, at=at, reason=reason.strip())
    if not reason.strip():
        raise EndpointIncomplete(missing="暂停的原因")
    endpoint.why_stopped = reason.strip()
    endpoint.save(update_fields=["state", "why_stopped"])
    return endpoint


@transaction.atomic
def resume_endpoint(endpoint_id: int, *, by: User, at: datetime) -> Endpoint:
    """Send again; all that waits is due at once. Raises NotAllowed, NotFound, WrongState."""
    endpoint = locked(endpoint_id)
    ENDPOINT.apply(endpoint, "resume", by=by, at=at)
    endpoint.why_stopped, endpoint.failures = "", 0
    endpoint.failing_since = endpoint.quiet_until = None
    endpoint.save()
    waiting = endpoint.deliveries.filter(state=DeliveryState.WAITING)
    waiting.update(next_at=at, attempts=0, first_tried_at=None)
    return endpoint


@transaction.atomic
def retire_endpoint(endpoint_id: int, *, by: User, at: datetime) -> Endpoint:
    """For good; its log stays. Raises NotAllowed, NotFound, WrongState."""
    endpoint = locked(endpoint_id)
    ENDPOINT.apply(endpoint, "retire", by=by, at=at)
    endpoint.save(update_fields=["state"])
    waiting = endpoint.deliveries.filter(state=DeliveryState.WAITING)
    # Given up now: kept from now on, and a call that is under way finds its row.
    waiting.update(state=DeliveryState.SET_ASIDE, next_at=at, lease=None, leased_until=None)
    return endpoint


@transaction.atomic
def try_endpoint(endpoint_id: int, *, by: User, at: datetime) -> Event:
    """Put a call into the outbox that only says hello. Raises NotAllowed, NotFound, WrongState."""
    require(by, P.ENDPOINT_MANAGE)
    endpoint = locked(endpoint_id)
    if endpoint.state != EndpointState.ACTIVE:
        raise WrongState(
            thing=endpoint,
            state=ENDPOINT.label(endpoint.state),
            action="测试",
            wanted=EndpointState.ACTIVE.label,
        )
    record("endpoint.test", endpoint, by=by, at=at)
    return emit(EventKind.ENDPOINT_TESTED, endpoint, at=at)


def locked(endpoint_id: int) -> Endpoint:
    """The endpoint, held still. Raises NotFound."""
    found: Endpoint | None = (
        Endpoint.objects.select_for_update(of=("self",)).filter(pk=endpoint_id).first()
    )
    if found is None:
        raise NotFound(what="这个推送地址")
    return found


def disable(endpoint: Endpoint, *, why: str, at: datetime) -> None:
    """The system's own: nobody answers there any more. Told to whoever manages endpoints."""
    ENDPOINT.apply(endpoint, "disable", by=None, at=at, reason=why)
    endpoint.why_stopped = why
    emit(EventKind.ENDPOINT_DISABLED, endpoint, at=at)


def report_set_aside(delivery: Delivery, *, at: datetime) -> None:
    """One event that the other side never took, though it took others."""
    emit(EventKind.DELIVERY_SET_ASIDE, delivery, {"page": delivery.endpoint_id}, at=at)


def _apply(endpoint: Endpoint, data: EndpointData) -> None:
    known = {kind for kind, _ in OFFERED}
    kinds = [kind for kind in dict.fromkeys(data.kinds) if kind in known]
    missing = [what for what, said in (("名称", data.name.strip()), ("事件", kinds)) if not said]
    if missing:
        raise EndpointIncomplete(missing="、".join(missing))
    url = data.url.strip()
    if why := address_trouble(url, networks_of(settings.YUJIAN_WEBHOOK_NETWORKS)):
        raise EndpointAddressRefused(why=why)
    department = Department.objects.filter(pk=data.department_id).first()
    if department is None:
        raise NotFound(what="这个部门")
    endpoint.name, endpoint.url, endpoint.kinds = data.name.strip(), url, kinds
    endpoint.department = department


def _require_not_retired(endpoint: Endpoint, action: str) -> None:
    if endpoint.state == EndpointState.RETIRED:
        raise WrongState(
            thing=endpoint,
            state=ENDPOINT.label(endpoint.state),
            action=action,
            wanted=EndpointState.ACTIVE.label,
        )


def _new_secret(endpoint: Endpoint, *, no: int, by: User, at: datetime) -> str:
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()
    row = EndpointSecret(endpoint=endpoint, no=no, made_at=at, made_by=by)
    row.sealed = encrypt(secret, purpose=row.purpose)
    row.save(force_insert=True)
    return secret

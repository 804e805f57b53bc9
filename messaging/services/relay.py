"""From the outbox to the endpoints: leased, sent many at once, written down together."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Now
from standardwebhooks import Webhook

from common.ciphers import decrypt
from common.clock import CHINA
from messaging.models import Attempt, Delivery, Endpoint, EndpointSecret, Event
from messaging.rules import DEAD_AFTER, LONGEST_ASKED_WAIT, networks_of, quiet_for, wait_before
from messaging.services._calls import DICE, Call, Caller, Outcome
from messaging.services.endpoints import disable, report_set_aside
from messaging.services.outbox import spread
from messaging.states import DeliveryState, EndpointState
from tenants.current import county

AT_ONCE = 16
BATCH = 160  # ten times in a row of ten seconds each, below the lease
LEASE = timedelta(seconds=150)
_RUN_S = 120  # then the task of the next minute goes on
_HEALTH = ["state", "why_stopped", "failing_since", "failures", "quiet_until"]
S = DeliveryState


def relay(*, clock: Callable[[], datetime]) -> int:
    """Send what is due; how many calls were made.

    At least once: a worker that is killed between the call and the line about it has called, and
    whoever takes over after the lease calls again with the same id. Any number may run at once.

    Args:
        clock: what time it is; asked for every call, since signatures hold for minutes.
    """
    while spread(at=clock()):
        pass
    _free_the_dead()
    ends_s, made = time.monotonic() + _RUN_S, 0
    caller = Caller(networks_of(settings.YUJIAN_WEBHOOK_NETWORKS), clock)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            while time.monotonic() < ends_s:
                lease = uuid.uuid4()
                calls = _claimed(lease, at=clock())
                if not calls:
                    break
                outcomes = list(caller.call_all(calls, pool))
                _write_down(calls, outcomes, lease, at=clock())
                made += len(outcomes)
        finally:
            caller.close()
    return made


def _free_the_dead() -> None:
    """What workers hold that did not come back in time is free again.

    Leases end by the database's clock: a worker whose own clock is an hour ahead takes nothing
    out of the hands of another.
    """
    Delivery.objects.filter(state=S.WAITING, leased_until__lt=Now()).update(
        lease=None, leased_until=None
    )


@transaction.atomic
def _claimed(lease: uuid.UUID, *, at: datetime) -> list[Call]:
    """The next that are due, held for this worker. One per endpoint and subject at a time."""
    in_line = Delivery.objects.filter(
        endpoint=OuterRef("endpoint"), subject=OuterRef("subject"), state=S.WAITING
    )
    # A value, and not "none is earlier": that becomes a join, and with the statistics of a quiet
    # hour one that reads all that waits for each that waits.
    head = Subquery(in_line.order_by("position").values("pk")[:1])
    callable_now = Endpoint.objects.filter(
        Q(quiet_until=None) | Q(quiet_until__lte=at), state=EndpointState.ACTIVE
    )
    due = (
        Delivery.objects.filter(state=S.WAITING, lease=None, next_at__lte=at)
        .filter(endpoint__in=list(callable_now.values_list("pk", flat=True)), pk=head)
        .order_by("next_at", "position")
    )
    locking = due.select_for_update(of=("self",), skip_locked=True)
    keys = list(locking.values_list("pk", flat=True)[:BATCH])
    if not keys:
        return []
    Delivery.objects.filter(pk__in=keys).update(lease=lease, leased_until=Now() + LEASE)
    rows = Delivery.objects.filter(pk__in=keys).select_related("event", "endpoint")
    return _calls(rows.order_by("position"), at=at)


def _calls(rows: Iterable[Delivery], *, at: datetime) -> list[Call]:
    signers: dict[int, list[Webhook]] = {}
    code, made = county().code, []
    for row in rows:
        if row.endpoint_id not in signers:
            signers[row.endpoint_id] = _signers(row.endpoint, at=at)
        made.append(
            Call(
                row.pk,
                row.endpoint_id,
                row.endpoint.url,
                str(row.event.uid),
                body_of(row.event, code),
                signers[row.endpoint_id],
            )
        )
    return made


def body_of(event: Event, county_code: str) -> bytes:
    """What is sent: the same bytes at every try, so the same id always says the same."""
    told = {
        "type": event.kind,
        "timestamp": event.at.astimezone(CHINA).isoformat(),
        "data": {
            **event.facts,
            "county": county_code,
            "subject": event.subject,
            "cursor": event.position,
        },
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _signers(endpoint: Endpoint, *, at: datetime) -> list[Webhook]:
    found: Iterable[EndpointSecret] = endpoint.secrets.all()
    return [Webhook(decrypt(one.sealed, purpose=one.purpose)) for one in found if one.signs_at(at)]


@transaction.atomic
def _write_down(
    calls: list[Call], outcomes: list[Outcome], lease: uuid.UUID, *, at: datetime
) -> None:
    """Every call into the log; and for what is still ours, what follows from it."""
    _log(outcomes)
    touched = {one.endpoint_id for one in outcomes}
    endpoints = {
        row.pk: row
        for row in Endpoint.objects.select_for_update(of=("self",))
        .filter(pk__in=touched)
        .order_by("pk")
    }
    in_hand = [call.delivery_id for call in calls]
    ours = Delivery.objects.filter(pk__in=in_hand, lease=lease, state=S.WAITING)
    delivered = [one.delivery_id for one in outcomes if one.is_delivered]
    ours.filter(pk__in=delivered).update(
        state=S.DELIVERED,
        delivered_at=at,
        attempts=F("attempts") + 1,
        first_tried_at=Coalesce("first_tried_at", at),
        lease=None,
        leased_until=None,
    )
    for one in sorted(outcomes, key=lambda one: one.is_delivered):
        _note_health(endpoints[one.endpoint_id], one, at=at)
    failed = {one.delivery_id: one for one in outcomes if not one.is_delivered}
    for row in ours.filter(pk__in=failed).select_for_update(of=("self",)):
        _put_off(row, failed[row.pk], endpoints[row.endpoint_id], at=at)
    ours.update(lease=None, leased_until=None)  # those that were left out
    for endpoint in endpoints.values():
        endpoint.save(update_fields=_HEALTH)


def _log(outcomes: list[Outcome]) -> None:
    Attempt.objects.bulk_create(
        Attempt(
            delivery_id=one.delivery_id,
            at=one.at,
            took_ms=one.took_ms,
            status=one.status,
            trouble=one.trouble,
            answer=one.text,
        )
        for one in outcomes
    )


def _note_health(endpoint: Endpoint, outcome: Outcome, *, at: datetime) -> None:
    """Failures first, successes last: one answer that counts and the endpoint is well."""
    if outcome.is_delivered:
        endpoint.failing_since, endpoint.failures, endpoint.quiet_until = None, 0, None
        return
    endpoint.failing_since = endpoint.failing_since or outcome.at
    if outcome.is_nobody_there and (endpoint.quiet_until is None or endpoint.quiet_until <= at):
        endpoint.failures += 1
        wait = quiet_for(endpoint.failures, DICE.random())
        asked = timedelta(seconds=outcome.retry_after_s or 0)
        endpoint.quiet_until = at + max(wait, min(asked, LONGEST_ASKED_WAIT))
    if endpoint.state not in (EndpointState.ACTIVE, EndpointState.PAUSED):
        return
    if outcome.is_gone:
        disable(endpoint, why="对方答复此地址已永久停用（410）", at=at)
    elif at - endpoint.failing_since >= DEAD_AFTER:
        disable(endpoint, why="连续三天没有一次推送成功", at=at)


def _put_off(row: Delivery, outcome: Outcome, endpoint: Endpoint, *, at: datetime) -> None:
    """Try again later. What was refused to the end, while others were taken, is set aside."""
    row.first_tried_at = row.first_tried_at or outcome.at
    row.lease = row.leased_until = None
    row.attempts += 1
    wait = wait_before(row.attempts, DICE.random())
    others_pass = endpoint.failing_since is None or endpoint.failing_since > row.first_tried_at
    if wait is None and others_pass:
        row.state = S.SET_ASIDE
        report_set_aside(row, at=at)
    else:
        asked = timedelta(seconds=outcome.retry_after_s or 0)
        row.next_at = at + max(wait or DEAD_AFTER, min(asked, LONGEST_ASKED_WAIT))
    row.save()

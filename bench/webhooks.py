"""Webhooks against a bare HTTP client: signed, leased, in order and logged, at what price?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import local
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tenants.utils import tenant_context

from accounts.models import Department, User
from bench._counties import fill
from bench._receiver import receiving
from bench.harness import Sides, at_least, row
from messaging.models import Attempt, Delivery, Endpoint, Event
from messaging.services import register_endpoint, relay
from messaging.services.endpoints import EndpointData
from messaging.services.relay import AT_ONCE, body_of
from messaging.states import EventKind

COUNT = 1000


@row("1,000 webhooks, 16 at once, answered after 20 ms", reach=at_least(0.6))
def deliveries() -> Iterator[Sides]:
    settings.YUJIAN_WEBHOOK_NETWORKS = ["127.0.0.1/32"]
    (county,) = fill(1)
    with tenant_context(county), receiving() as url:
        _listen(url)
        facts = {"concurrency": AT_ONCE}
        yield Sides(
            ours=_relay, against=lambda: _bare(url), rounds=5, facts=lambda: facts | _counted()
        )


def _listen(url: str) -> Endpoint:
    department = Department.objects.create(code="fire", name="县消防大队", kind="fire")
    by = User.objects.create(username="hooks", full_name="安全员", roles=["security_administrator"])
    kinds = [EventKind.INSTITUTION_MOVED.value]
    data = EndpointData("消防", url, department.pk, kinds)
    made, _ = register_endpoint(data, by=by, at=timezone.now())
    return made


def _relay() -> float:
    """From the outbox to the last line of the log; the writing of the events is not ours to time."""
    Event.objects.bulk_create(_event(number) for number in range(COUNT))
    began = time.perf_counter()
    made = relay(clock=timezone.now)
    took = time.perf_counter() - began
    assert made == COUNT, made
    return took


def _event(number: int) -> Event:
    return Event(
        kind=EventKind.INSTITUTION_MOVED,
        subject=f"institution/{number}",
        facts={"state": "running"},
        at=timezone.now(),
    )


def _bare(url: str) -> float:
    """The same calls by the standard library, connections kept, nothing else."""
    parts, kept = urlsplit(url), local()
    body = body_of(_event(1), "999901")
    headers = {"Content-Type": "application/json"}

    def call(number: int) -> int:
        line = getattr(kept, "line", None)
        if line is None:
            line = kept.line = HTTPConnection(parts.hostname, parts.port, timeout=10)
        line.request("POST", parts.path, body=body, headers=headers)
        answer = line.getresponse()
        answer.read()
        return answer.status

    with ThreadPoolExecutor(AT_ONCE) as pool:
        began = time.perf_counter()
        statuses = list(pool.map(call, range(COUNT)))
        took = time.perf_counter() - began
    assert set(statuses) == {204}
    return took


def _counted() -> dict[str, object]:
    with transaction.atomic():
        return {
            "delivered": Delivery.objects.filter(state="delivered").count(),
            "lines in the log": Attempt.objects.count(),
        }

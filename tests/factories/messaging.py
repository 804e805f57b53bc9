"""Endpoints and events made by the verbs; rows alone for the house's tests."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.db import transaction

from messaging.models import (
    Attempt,
    Contact,
    Delivery,
    Endpoint,
    Event,
    Message,
    MessageSetting,
    Receipt,
    Sending,
)
from messaging.services import emit, register_endpoint, tell
from messaging.services.endpoints import EndpointData
from messaging.services.outbox import spread
from messaging.states import OFFERED, EventKind
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.institutions import InstitutionFactory
from tests.times import NOON

EVERY_KIND = [kind for kind, _ in OFFERED]


def endpoint_data(**changes: Any) -> EndpointData:
    told = {
        "name": "消防平台",
        "url": "https://hooks.example.cn/yujian",
        "department_id": changes.pop("department", None) or DepartmentFactory(fire=True).pk,
        "kinds": EVERY_KIND,
    }
    return EndpointData(**(told | changes))


def an_endpoint(**changes: Any) -> tuple[Endpoint, str]:
    by = changes.pop("by", None) or UserFactory(security_administrator=True)
    return register_endpoint(endpoint_data(**changes), by=by, at=NOON)


def an_event(subject=None, *, at=NOON, **changes: Any) -> Event:
    subject = subject or InstitutionFactory()
    with transaction.atomic():
        return emit(EventKind.INSTITUTION_MOVED, subject, {"state": "running"}, at=at, **changes)


def a_delivery(**changes: Any) -> Delivery:
    endpoint, _ = an_endpoint(**changes)
    an_event()
    spread(at=NOON)
    return endpoint.deliveries.get()


def an_attempt() -> Attempt:
    return Attempt.objects.create(delivery=a_delivery(), at=NOON, took_ms=21, status=204)


def a_message(receiver=None, **changes: Any) -> Message:
    told = {"title": "有新的协办事项待接收", "link": "/assignments/"}
    (message,) = tell([receiver or UserFactory(inspector=True)], **(told | changes), at=NOON)
    return message


def a_sending() -> Sending:
    return a_message().sendings.get()


def a_receipt() -> Receipt:
    return a_sending().receipts.get()


def a_contact() -> Contact:
    return Contact.objects.create(user=UserFactory(), channel="mail", sealed="x", shown="l***@a.cn")


def a_wish() -> MessageSetting:
    return MessageSetting.objects.create(
        user=UserFactory(), quiet_from=time(21), quiet_until=time(8)
    )

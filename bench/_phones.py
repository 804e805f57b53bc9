"""Phones of the field bench: everything signed beforehand, then sent over real sockets."""

from __future__ import annotations

import json
import random
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from accounts.models import OfficerCertificate, User
from common.clock import localdate
from field.services import register_device
from inspections.models import Checklist, ChecklistItem, Visit, VisitOfficer
from institutions.models import Institution
from policies.models import Parameter
from policies.queries import parameters_of_county
from tests.field.phone import Answer, Chain, Cut, Phone

AT_ONCE = 8
PHOTOS, PHOTO_BYTES = 6, 200_000
Call = tuple[str, str, dict[str, str], bytes]
"""Method, path, headers and body."""


@dataclass
class Socket:
    """One connection per call, as gunicorn's sync workers want it.

    ``cuts``: of ten calls so many end at a random byte; the answer of those is never read.
    """

    port: int
    host: str
    cuts: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    took_s: list[float] = field(default_factory=list)

    def __call__(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        lines = [f"{method} /field/api/{path} HTTP/1.1", f"Host: {self.host}"]
        told = headers | {"Content-Length": str(len(body)), "Connection": "close"}
        lines += [f"{name}: {value}" for name, value in told.items()]
        sent = "\r\n".join([*lines, "", ""]).encode() + body
        began = time.perf_counter()
        with socket.create_connection(("127.0.0.1", self.port), timeout=120) as line:
            if self.chance.randrange(10) < self.cuts:
                line.sendall(sent[: self.chance.randrange(len(sent))])
                raise Cut
            line.sendall(sent)
            answer = _read(line)
        self.took_s.append(time.perf_counter() - began)
        return answer


def _read(line: socket.socket) -> Answer:
    parts = []
    while data := line.recv(65536):
        parts.append(data)
    head, _, body = b"".join(parts).partition(b"\r\n\r\n")
    first, *rest = head.decode().split("\r\n")
    headers = dict(one.split(": ", 1) for one in rest)
    return Answer(int(first.split()[1]), {k.lower(): v for k, v in headers.items()}, body)


def officers() -> list[User]:
    """Two certified inspectors and the county's parameters."""
    today = localdate(timezone.now())
    for key, definition in parameters_of_county().items():
        Parameter.objects.create(
            key=key, value=definition.value, valid_from=today, confidence="derived", source="bench"
        )
    clerk = User.objects.get(username="clerk")
    people = []
    for no in range(2):
        person = User.objects.create(
            username=f"officer{no}",
            full_name=f"何志远{no}",
            department=clerk.department,
            roles=["inspector"],
        )
        OfficerCertificate.objects.create(
            user=person,
            number=f"HN{no}",
            issuer="县人民政府",
            valid_from=today - timedelta(days=100),
            valid_until=today + timedelta(days=100),
        )
        people.append(person)
    return people


def visits(count: int, people: list[User]) -> list[Visit]:
    """So many approved visits of today, each at an institution of its own."""
    now, checklist = timezone.now(), _checklist()
    keys = list(Institution.objects.order_by("pk").values_list("pk", flat=True))
    made = Visit.objects.bulk_create(
        Visit(
            institution_id=keys[no % len(keys)],
            purpose="routine",
            state="approved",
            checklist=checklist,
            planned_on=localdate(now),
            planned_at=now - timedelta(days=2),
            planned_by=people[0],
            approved_at=now - timedelta(days=1),
            approved_by=User.objects.get(username="clerk"),
        )
        for no in range(count)
    )
    VisitOfficer.objects.bulk_create(
        VisitOfficer(
            visit=visit,
            user=person,
            department=person.department,
            role="officer" if no else "lead",
            certificate_no=f"HN{no}",
        )
        for visit in made
        for no, person in enumerate(people)
    )
    return made


def _checklist() -> Checklist:
    """43 questions, as many as the real ones have."""
    today = localdate(timezone.now())
    checklist, is_new = Checklist.objects.get_or_create(
        kind="subject", version=1, defaults={"valid_from": today, "source": "bench"}
    )
    if is_new:
        ChecklistItem.objects.bulk_create(
            ChecklistItem(
                checklist=checklist,
                code=f"C{no:02}",
                group="办学资质",
                text=f"第{no}项办学许可证是否在有效期内并悬挂在显著位置",
                ok_when="在有效期内，且悬挂在显著位置",
                evidence=["photo"],
                basis="本县标准",
                confidence="local",
            )
            for no in range(1, 44)
        )
    return checklist


def ready_phones(
    count: int, line: Callable[[int], Socket], people: list[User]
) -> list[tuple[Phone, Chain]]:
    """Phones that have been on site: everything is signed, nothing sent."""
    found = []
    for no, visit in enumerate(visits(count, people)):
        phone = Phone(line(no), seed=visit.pk)
        made = register_device("手机", phone.jwk, by=people[0], at=timezone.now())
        phone.token = made.token
        chain = phone.open(visit.pk)
        start = {"checklist": visit.checklist_id, "position": None, "distance_m": None}
        phone.write(chain, "start", **start)
        for item in range(1, 44):
            phone.write(chain, "answer", item=f"C{item:02}", value="ok", note="")
        for _ in range(PHOTOS):
            phone.photograph(chain, phone.chance.randbytes(PHOTO_BYTES))
        phone.finish(chain, [person.pk for person in people])
        found.append((phone, chain))
    return found


def send_all(pairs: list[tuple[Phone, Chain]]) -> float:
    """Every phone sends its visit until the server holds it; seconds for all of them."""
    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(_send, pairs))
    return time.perf_counter() - began


def _send(pair: tuple[Phone, Chain]) -> None:
    phone, chain = pair
    while chain.key not in phone.acknowledged:
        try:
            phone.send_home(chain)
        except (Cut, OSError):
            continue


@dataclass
class Yes:
    """A line that says yes to everything and keeps what a phone sent."""

    heard: list[Call] = field(default_factory=list)

    def __call__(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        self.heard.append((method, path, headers, body))
        if method == "PATCH":
            return Answer(204, {"upload-complete": "?1"}, b"")
        chains = json.loads(body)["chains"]
        told = {"chains": {key: {"records": []} for key in chains}, "rejected": []}
        return Answer(200, {}, json.dumps(told).encode())


def calls_of(pair: tuple[Phone, Chain]) -> list[Call]:
    """What this phone sends to bring its visit home, to the byte; the phone itself stays as it is."""
    phone, chain = copy(pair[0]), pair[1]
    phone.line, phone.whole = Yes(), set()
    phone.send_home(chain)
    return phone.line.heard


def send_bare(port: int, calls: list[Call], phones: int) -> float:
    """The same calls by as many phones, as many at once, to a server that only writes."""
    line = Socket(port, "bare.test")

    def send(_: int) -> None:
        assert {line(*call).status for call in calls} == {204}

    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(send, range(phones)))
    return time.perf_counter() - began

"""A real server for a real county, a line to it, and phones in Chromium."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Browser, sync_playwright

from common.clock import localdate
from common.errors import Refusal
from inspections.services import approve_visit, plan_visit
from operations.furnishing import furnish
from tenants.models import County
from tests.committed import at_once, committed_county
from tests.conftest import PASSWORD
from tests.factories.accounts import UserFactory
from tests.factories.institutions import InstitutionFactory, SiteFactory
from tests.field_app.lines import Line
from tests.field_app.phone import Phone

CHROMIUM = "/usr/bin/chromium"
COUNTY = "999973"


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        """No line per request in the test's output."""


@dataclass
class Site:
    """Where the server listens, and what the county holds."""

    county: County
    port: int
    officers: tuple[int, int]
    head: int

    def ask(self, act: Callable[[], object]) -> object:
        """What ``act`` finds in the county, on a connection that sees what was committed."""
        (answer,) = at_once(self.county, act)
        if isinstance(answer, Refusal):
            raise answer
        return answer

    def new_visit(self) -> int:
        """A visit of today to a centre of its own, allowed, that waits for its officers."""
        return self.ask(self._planned)

    def _planned(self) -> int:
        now = timezone.now()
        people = {user.pk: user for user in _people([*self.officers, self.head])}
        centre = InstitutionFactory(name="启明托管中心", childcare=True)
        SiteFactory(institution=centre)
        planned = plan_visit(
            centre.pk,
            planned_on=localdate(now),
            purpose="routine",
            officer_ids=list(self.officers),
            by=people[self.officers[0]],
            at=now,
        )
        return approve_visit(planned.pk, by=people[self.head], at=now).pk


def _people(keys: list[int]):
    from accounts.models import User  # noqa: PLC0415 -- after Django is set up

    return User.objects.filter(pk__in=keys)


@pytest.fixture(scope="package")
def site(django_db_setup, django_db_blocker) -> Iterator[Site]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop running
    with django_db_blocker.unblock(), committed_county(COUNTY, domain="127.0.0.1") as county:
        furnish(at=timezone.now())
        first = UserFactory(
            inspector=True, certificate=True, username="li", full_name="李华", password=PASSWORD
        )
        second = UserFactory(inspector=True, certificate=True, username="wang", password=PASSWORD)
        head = UserFactory(section_head=True)
        server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
        server.set_app(get_wsgi_application())
        Thread(target=server.serve_forever, daemon=True).start()
        connection.close()  # Playwright's loop runs in this thread from now on
        yield Site(county, server.server_port, (first.pk, second.pk), head.pk)
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.fail("Chromium is missing; script/setup --test installs it.")
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def line(site) -> Iterator[Line]:
    line = Line(site.port, seed=20261122)
    yield line
    line.close()


@pytest.fixture
def new_phone(site, chromium, line) -> Iterator[Callable[..., Phone]]:
    """``new_phone()``: a phone of its own, signed in nowhere; errors of its scripts fail the test."""
    phones: list[Phone] = []

    def made(**more: object) -> Phone:
        phone = Phone(chromium, line, **more)
        phones.append(phone)
        return phone

    yield made
    complaints = [said for phone in phones for said in phone.complaints]
    for phone in phones:
        phone.context.close()
    assert complaints == []

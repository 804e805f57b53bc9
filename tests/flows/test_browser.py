"""The main job in headless Chromium: sign in, find, log a visit, approve, download the PDF."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect, sync_playwright

from accounts.models import SignIn
from common.clock import localdate
from documents.rendering import text_of
from inspections.services import approve_visit, plan_visit
from operations.furnishing import furnish
from tenants.models import County
from tests.committed import at_once, committed_county
from tests.conftest import PASSWORD
from tests.factories.accounts import SecondFactorFactory, UserFactory, code_at
from tests.factories.institutions import InstitutionFactory, SiteFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
CHROMIUM = "/usr/bin/chromium"
NAME = "启明托管中心"
NEW = "copper-kettle-42"


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """No line per request in the test's output."""


@dataclass(frozen=True)
class Site:
    """Where the server listens, and the visit that waits for its record."""

    url: str
    visit: int


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker) -> Iterator[Site]:
    """A real server for a real county: what a thread commits, another one sees."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop running
    with django_db_blocker.unblock(), committed_county("999905", domain="127.0.0.1"):
        visit = _scene()
        server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
        server.set_app(get_wsgi_application())
        Thread(target=server.serve_forever, daemon=True).start()
        yield Site(f"http://127.0.0.1:{server.server_port}", visit)
        server.shutdown()
        server.server_close()


def _scene() -> int:
    """A planned and allowed visit of today, and the people who do it."""
    now = timezone.now()
    furnish(at=now)
    first = UserFactory(inspector=True, certificate=True, username="li", password=PASSWORD)
    second = UserFactory(inspector=True, certificate=True)
    head = UserFactory(section_head=True, username="wang", password=PASSWORD)
    SecondFactorFactory(user=head)
    UserFactory(inspector=True, username="chen", password=PASSWORD)
    centre = InstitutionFactory(name=NAME, childcare=True)
    SiteFactory(institution=centre)
    visit = plan_visit(
        centre.pk,
        planned_on=localdate(now),
        purpose="routine",
        officer_ids=[first.pk, second.pk],
        by=first,
        at=now,
    )
    return approve_visit(visit.pk, by=head, at=now).pk


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.fail("Chromium is missing; script/setup --test installs it.")
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def sign_in(site, chromium):
    """``sign_in("li")``: a page of a new browser window; anything the console complains of fails."""
    complaints: list[str] = []

    def signed_in(username: str, *, phone: bool = False) -> Page:
        size = {"width": 390, "height": 844} if phone else {"width": 1440, "height": 900}
        page = chromium.new_context(base_url=site.url, viewport=size, locale="zh-CN").new_page()
        page.on(
            "console", lambda said: complaints.append(said.text) if said.type == "error" else None
        )
        page.goto("/login/")
        return _knock(page, username)

    yield signed_in
    assert complaints == []


def _knock(page: Page, username: str) -> Page:
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    if username == "wang":  # a head of section decides, so the phone is asked as well
        page.fill("[name=code]", code_at(timezone.now()))
        page.press("[name=code]", "Enter")
    page.wait_for_url(re.compile(r"://[^/]+/$"))
    return page


def test_the_main_job_from_the_phone_to_the_paper(site, sign_in):
    phone = sign_in("li", phone=True)
    _find(phone)
    _log_the_visit(phone, site.visit)

    desk = sign_in("wang")
    desk.goto(f"/visits/{site.visit}/confirm/")
    _press(desk, "确认属实")
    expect(desk.locator("h1")).to_contain_text("已确认")

    notice = _draft(phone, site.visit)
    desk.goto("/notices/approve/")
    _press(desk, "批准")
    expect(desk.locator("body")).to_contain_text(re.compile(r"责改字〔\d{4}〕1号"))
    _download(desk, notice)


def _press(page: Page, name: str) -> None:
    """Press a button, and yes where it asks back."""
    page.locator("button.btn", has_text=re.compile(rf"^\s*{name}\s*$")).click()
    question = page.locator("dialog#ask[open] button[value=yes]")
    if question.count():
        question.click()


def _find(page: Page) -> None:
    page.goto("/institutions/")
    page.fill("[name=text], [name=q]", "启明")
    page.get_by_role("link", name=NAME).first.click()
    expect(page.locator("h1")).to_contain_text(NAME)


def _log_the_visit(page: Page, visit: int) -> None:
    ended = timezone.localtime()
    # Never on the day before: after midnight the visit of today has just begun.
    midnight = ended.replace(hour=0, minute=0)
    began = max(ended - timedelta(minutes=40), midnight)
    page.goto(f"/visits/{visit}/record/")
    page.fill("[name=starts_at]", began.strftime("%Y-%m-%dT%H:%M"))
    page.fill("[name=ends_at]", ended.strftime("%Y-%m-%dT%H:%M"))
    for item in page.locator("fieldset.item").all():
        item.get_by_text("符合", exact=True).click()
    checks = page.locator("#item-C16")
    checks.get_by_text("不符合", exact=True).click()
    page.fill("[name=note-C16]", "未能提供3名工作人员的违法犯罪记录查询结果。")
    page.select_option("[name=finding-C16]", "own:V40")
    _press(page, "提交")
    expect(page.locator("h1")).to_contain_text("待确认")


def _draft(page: Page, visit: int) -> int:
    page.goto(f"/notices/draft/{visit}/")
    _press(page, "起草")
    page.wait_for_url(re.compile(r"/notices/\d+/$"))
    _press(page, "提交审批")
    expect(page.locator("h1")).to_contain_text("待审批")
    return int(page.url.rstrip("/").split("/")[-1])


def _download(page: Page, notice: int) -> None:
    answer = page.request.get(f"/notices/{notice}/paper.pdf")
    assert answer.ok
    said = re.sub(r"\s", "", text_of(answer.body()))
    assert NAME in said
    assert "责改字" in said


def test_the_wrong_password_is_one_sentence(site, chromium):
    page = chromium.new_context(base_url=site.url).new_page()
    page.goto("/login/")
    page.fill("[name=username]", "li")
    page.fill("[name=password]", "wrong")
    page.press("[name=password]", "Enter")

    expect(page.locator("[role=alert]")).to_be_visible()
    assert page.url.endswith("/login/")


def test_what_was_typed_stays_when_the_session_ends(site, sign_in):
    page = sign_in("chen")
    page.clock.install()
    page.goto("/password/")
    for field, typed in (("current", PASSWORD), ("password", NEW), ("again", NEW)):
        page.fill(f"[name={field}]", typed)
    _committed(lambda: Session.objects.all().delete())
    page.clock.fast_forward("05:00")

    _press(page, "保存新密码")
    expect(page.locator("#session-over")).to_be_visible()
    expect(page.locator("[name=again]")).to_have_value(NEW)

    with page.expect_popup() as opened:
        page.locator("#session-over a").click()
    _knock(opened.value, "chen")
    page.locator("#session-over button").click()
    _press(page, "保存新密码")
    expect(page.locator("h1")).to_have_text("登录安全")


def _committed(act: Callable[[], object]) -> None:
    """The test's own transaction never ends, so the server would not see what it does."""
    at_once(County.objects.get(code="999905"), act)


def _idle_for_29_minutes() -> None:
    for row in SignIn.objects.filter(user__username="li"):
        session = SessionStore(row.session_key)
        kept = session.get("door.in")
        if kept:
            session["door.in"] = kept | {"seen": kept["seen"] - 29 * 60}
            session.save()


def test_warning_comes_before_the_session_ends_and_keeps_it(site, sign_in):
    page = sign_in("li")
    page.clock.install()
    page.goto("/account/")
    _committed(_idle_for_29_minutes)

    page.clock.fast_forward("28:01")
    page.locator("#session-ends button").click()
    expect(page.locator("#session-ends")).to_be_hidden()

    page.clock.fast_forward("00:01")
    expect(page.locator("#session-over")).to_be_hidden()

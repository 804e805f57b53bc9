"""People with browsers who go on as people do: what was not confirmed is sent once more."""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import uuid4
from zoneinfo import ZoneInfo

from script.lib.browser import TOKEN, Browser, Page
from script.lib.failure import Failure

STATE = re.compile(r"<h1>.*?</h1>", re.DOTALL)
ITEM = re.compile(r'id="item-(C\d+)"')
FINDING = re.compile(r'name="findings" value="(\d+)"')
OFFICER = re.compile(r'name="officers" value="(\d+)"')
NOTICE = re.compile(r'href="/notices/(\d+)/"')
PATIENCE_S = 240  # for one step, with everything being killed around
CHINA = ZoneInfo("Asia/Shanghai")


class Patience(Exception):
    """A step was never confirmed, however often it was sent."""


@dataclass
class Diary:
    """What everybody saw, for the sentence at the end."""

    done: list[int] = field(default_factory=list)
    answers: dict[int, int] = field(default_factory=dict)
    sentences: set[str] = field(default_factory=set)
    bare: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def saw(self, page: Page) -> None:
        self.answers[page.status] = self.answers.get(page.status, 0) + 1
        if page.status >= 500:
            code = re.search(r"<code[^>]*>(\w+)</code>|<small>(\w+)</small>", page.text)
            if code:
                self.sentences.add(code.group(1) or code.group(2))
            if not code or code.group(1) == "server_error":
                self.bare.append(f"{page.status} {page.path}")


class Client:
    """One person at one desk, signed in as long as the session lasts."""

    def __init__(self, base: str, username: str, password: str, diary: Diary, dice: Random) -> None:
        self.browser = Browser(base)
        self.base, self.username, self.password = base, username, password
        self.diary, self.dice = diary, dice

    def get(self, path: str) -> Page | None:
        """The page, or None when nothing good came back this time."""
        try:
            page = self.browser.get(path)
            if page.path.startswith("/login/"):
                self.sign_in()
                page = self.browser.get(path)
        except (Failure, OSError):
            return None
        self.diary.saw(page)
        return page if page.status == 200 else None

    def sign_in(self) -> None:
        self.diary.saw(self.browser.post("/login/", username=self.username, password=self.password))

    def send(self, path: str, fields: list[tuple[str, str]], *, on: str) -> None:
        """Send a form, sometimes with a double click; whatever comes back is not believed."""
        token = None
        if page := self.get(on):
            token = TOKEN.search(page.text)
        if token is None:
            return
        for _ in range(2 if self.dice.random() < 0.2 else 1):
            body = [("csrfmiddlewaretoken", token.group(1)), *fields]
            try:
                self.diary.saw(self._post(path, body))
            except (Failure, OSError, ValueError):
                continue

    def _post(self, path: str, fields: list[tuple[str, str]]) -> Page:
        data, kind = multipart(fields)
        headers = {"Referer": self.base + path, "Content-Type": kind}
        address = self.base + path
        request = urllib.request.Request(address, data=data, headers=headers)  # noqa: S310 -- our own
        try:
            answer = self.browser.opener.open(request, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return Page(answer.url, answer.status, answer.headers.get_content_type(), answer.read())

    def until(self, what: str, holds: Callable[[], bool], act: Callable[[], None]) -> None:
        """Do it again until it can be seen to be done, as a person would after a lost answer."""
        deadline = time.monotonic() + PATIENCE_S
        while not holds():
            if time.monotonic() > deadline:
                raise Patience(f"{self.username}: {what}")
            act()
            time.sleep(self.dice.uniform(0.0, 0.3))

    def reads(self, path: str, *states: str) -> bool:
        """Does the headline of this page say one of these states?"""
        page = self.get(path)
        headline = STATE.search(page.text) if page else None
        return bool(headline) and any(state in headline.group() for state in states)


def multipart(fields: list[tuple[str, str]]) -> tuple[bytes, str]:
    """Form fields as a browser sends a form that may hold files; a photo where one is named."""
    border = uuid4().hex
    parts = []
    for name, value in fields:
        head = f'--{border}\r\nContent-Disposition: form-data; name="{name}"'
        if name == "proof":
            head += f'; filename="{value}.png"\r\nContent-Type: image/png'
        content = photo(value) if name == "proof" else value.encode()
        parts.append(head.encode() + b"\r\n\r\n" + content + b"\r\n")
    return b"".join(parts) + f"--{border}--\r\n".encode(), f"multipart/form-data; boundary={border}"


def photo(seed: str) -> bytes:
    """A small picture of its own for every notice."""
    import io  # noqa: PLC0415 -- only here
    import zlib  # noqa: PLC0415 -- only here

    from PIL import Image  # noqa: PLC0415 -- only here

    colour = zlib.crc32(seed.encode())
    picture = Image.new("RGB", (64, 48), (colour & 255, colour >> 8 & 255, colour >> 16 & 255))
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


@dataclass
class Work:
    """From the visit to the served paper: an inspector and the head take turns."""

    lead: Client
    head: Client

    def do(self, visit: int) -> None:
        self.record(visit)
        self.confirm(visit)
        notice = self.draft(visit)
        self.submit(notice)
        self.approve(notice)
        self.serve(notice)

    def record(self, visit: int) -> None:
        page, form = f"/visits/{visit}/", f"/visits/{visit}/record/"
        fields: list[tuple[str, str]] = []

        def act() -> None:
            if not fields and (sheet := self.lead.get(form)):
                fields.extend(filled_in(sheet.text))
            if fields:
                self.lead.send(form, fields, on=form)

        self.lead.until(f"record {visit}", lambda: self.lead.reads(page, "待确认", "已确认"), act)

    def confirm(self, visit: int) -> None:
        page, form = f"/visits/{visit}/", f"/visits/{visit}/confirm/"
        self.head.until(
            f"confirm {visit}",
            lambda: self.head.reads(page, "已确认"),
            lambda: self.head.send(form, [], on=form),
        )

    def draft(self, visit: int) -> int:
        page, form = f"/visits/{visit}/", f"/notices/draft/{visit}/"
        found: list[int] = []

        def holds() -> bool:
            seen = self.lead.get(page)
            found.extend(int(key) for key in NOTICE.findall(seen.text if seen else "")[:1])
            return bool(found)

        def act() -> None:
            if sheet := self.lead.get(form):
                chosen = [("findings", key) for key in FINDING.findall(sheet.text)]
                self.lead.send(form, [("form", "rectification"), *chosen], on=form)

        self.lead.until(f"draft {visit}", holds, act)
        return found[0]

    def submit(self, notice: int) -> None:
        page = f"/notices/{notice}/"
        self.lead.until(
            f"submit {notice}",
            lambda: self.lead.reads(page, "待审批", "已批准", "已印制", "已送达"),
            lambda: self.lead.send(f"{page}submit/", [], on=page),
        )

    def approve(self, notice: int) -> None:
        page = f"/notices/{notice}/"
        self.head.until(
            f"approve {notice}",
            lambda: self.head.reads(page, "已批准", "已印制", "已送达"),
            lambda: self.head.send(f"{page}approve/", [], on=f"{page}approve/"),
        )

    def serve(self, notice: int) -> None:
        page, form = f"/notices/{notice}/", f"/notices/{notice}/serve/"
        today = datetime.now(CHINA).date().isoformat()
        fields = [("way", "direct"), ("delivered_on", today), ("recipient", "王春梅")]
        fields += [("place", "文化路8号"), ("proof", f"notice-{notice}")]

        def act() -> None:
            if self.lead.reads(page, "已印制"):
                self.lead.send(form, fields, on=form)
            else:
                time.sleep(0.5)  # the paper is being printed

        self.lead.until(f"serve {notice}", lambda: self.lead.reads(page, "已送达"), act)


def filled_in(sheet: str) -> Iterator[tuple[str, str]]:
    """The record form, filled in once; sent again it bears the same number."""
    now = datetime.now(CHINA)
    yield "request_id", str(uuid4())
    yield "starts_at", (now - timedelta(minutes=40)).strftime("%Y-%m-%dT%H:%M")
    yield "ends_at", (now - timedelta(minutes=10)).strftime("%Y-%m-%dT%H:%M")
    yield "person_present", "王春梅"
    yield "person_role", "负责人"
    yield from (("officers", key) for key in OFFICER.findall(sheet))
    for code in ITEM.findall(sheet):
        yield f"value-{code}", "not_ok" if code == "C16" else "ok"
    yield "note-C16", "未能提供3名工作人员的违法犯罪记录查询结果。"
    yield "finding-C16", "own:V40"

"""A phone in the hands of an officer: what a thumb does on its screen, and what it holds."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.conftest import PASSWORD
from tests.field_app.lines import Line

expect.set_options(timeout=60_000)  # a machine shared by many is slow
PIN = "204871"
SCREEN = {"width": 390, "height": 844}
PLACE = {"latitude": 25.0, "longitude": 111.6, "accuracy": 20}
_UNDER_A_WORKER = """new Promise((done) => {
    const watched = navigator.serviceWorker;
    if (watched.controller) done();
    else watched.addEventListener("controllerchange", () => done(), { once: true });
})"""
_NO_SIGNAL = re.compile(r"Failed to load resource: (net::|the server responded)")


def picture(seed: int, *, size: tuple[int, int] = (2400, 1800)) -> bytes:
    """A photo as a camera gives it: large, and different for each seed."""
    noise = Image.effect_noise((size[0] // 20, size[1] // 20), 90).resize(size)
    colour = Image.merge("RGB", (noise, noise.rotate(180), Image.new("L", size, 40 + seed * 20)))
    kept = io.BytesIO()
    colour.save(kept, "JPEG", quality=92)
    return kept.getvalue()


@dataclass(frozen=True)
class Queue:
    """A saved queue, read as docs/field-protocol.md says."""

    entries: list[dict]
    blobs: dict[str, bytes]

    @classmethod
    def read(cls, content: bytes) -> Queue:
        heading, length, rest = content.split(b"\n", 2)
        assert heading == b"yujian-queue 1"
        told = json.loads(rest[: int(length)])
        blobs, at = {}, int(length)
        for named in told["blobs"]:
            blobs[named["sha256"]] = rest[at : at + named["size"]]
            at += named["size"]
        assert at == len(rest)
        return cls(told["entries"], blobs)

    @property
    def texts(self) -> list[str]:
        return [entry["text"] for entry in self.entries]

    def kinds(self) -> list[str]:
        return [json.loads(text)["kind"] for text in self.texts]


@dataclass
class Phone:
    """One browser of one officer. ``page`` is its open tab."""

    browser: Browser
    line: Line
    place: dict | None = field(default_factory=lambda: PLACE)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context = self.browser.new_context(
            base_url=self.line.url,
            viewport=SCREEN,
            device_scale_factor=2,
            is_mobile=True,
            has_touch=True,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            geolocation=self.place,
            permissions=["geolocation"] if self.place else [],
        )
        self.page = self.new_tab()

    def new_tab(self) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)
        return page

    def _hear(self, said) -> None:
        if said.type == "error" and not _NO_SIGNAL.match(said.text):
            self.complaints.append(said.text)

    def sign_in(self, username: str = "li") -> None:
        self.page.goto("/login/")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", PASSWORD)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url(re.compile(r"://[^/]+/$"))

    def register(self, name: str = "李华的手机") -> None:
        """Signed in and online: keys, token and the day's work come onto the phone."""
        self.page.goto("/field/")
        self.page.fill("#device", name)
        self.page.fill("#pin", PIN)
        self.page.fill("#again", PIN)
        self.press("登记")
        expect(self.page.locator("h1")).to_have_text("现场检查")
        self.page.evaluate(_UNDER_A_WORKER)

    def kill_the_tab(self) -> None:
        """Gone without a word, as when the phone needs the memory; then opened anew."""
        self.page.close(run_before_unload=False)
        self.page = self.new_tab()
        self.open()

    def open(self, pin: str = PIN) -> None:
        self.page.goto("/field/")
        self.page.fill("#pin", pin)
        self.press("打开")
        self.page.wait_for_selector("header.top")

    def press(self, name: str) -> None:
        exact = re.compile(rf"^\s*{name}\s*$")
        self.page.locator("button, a.btn, label.btn").filter(has_text=exact).first.click()

    def go(self, address: str, heading: str) -> None:
        self.page.evaluate("address => { location.hash = address }", address)
        expect(self.page.locator("h1")).to_have_text(heading)

    def lose_signal(self) -> None:
        self.line.is_down = True
        self.context.set_offline(True)

    def find_signal(self) -> None:
        self.line.is_down = False
        self.context.set_offline(False)

    def begin(self, visit: int) -> None:
        self.page.evaluate("address => { location.hash = address }", f"/visit/{visit}")
        self.press("开始检查")
        self.page.wait_for_selector(".steps")

    def show_certificates(self, visit: int) -> None:
        self.go(f"/visit/{visit}/certificate", "出示执法证件")
        self.press("当事人已看过证件")
        self.page.wait_for_selector(".steps")

    def meet(self, visit: int, *, name: str = "钱敏", pupils: int = 23, teachers: int = 3) -> None:
        self.go(f"/visit/{visit}/people", "在场人员和人数")
        self.page.fill("[name=person]", name)
        self.page.fill("[name=role]", "负责人")
        self.press("登记在场人员")
        self.page.wait_for_selector("li.met")
        self.page.fill("[name=pupils]", str(pupils))
        self.page.fill("[name=teachers]", str(teachers))
        self.press("存下人数")
        self.page.wait_for_selector(".steps")

    def answer(self, item: str, value: str, note: str = "") -> None:
        """On the page of questions: touch the answer, type the words, leave the field."""
        card = self.page.locator(f"#item-{item}")
        card.locator(f".choice-{value}").click()
        expect(card).to_have_attribute("data-value", value)
        if note:
            card.locator("textarea").fill(note)
            card.locator("textarea").blur()

    def take_photo(self, item: str, content: bytes) -> None:
        card = self.page.locator(f"#item-{item}")
        before = card.locator(".thumb img").count()
        shot = {"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": content}
        card.locator("input[type=file]").first.set_input_files(shot)
        expect(card.locator(".thumb img")).to_have_count(before + 1)

    def sign(self, name: str) -> None:
        """On the page of signatures: a finger draws a zigzag for ``name``."""
        line = self.page.locator("li.met").filter(has_text=name)
        line.locator("button").click()
        box = self.page.locator(".ink").bounding_box()
        mouse = self.page.mouse
        mouse.move(box["x"] + 40, box["y"] + 80)
        mouse.down()
        for step in range(24):
            mouse.move(box["x"] + 40 + step * 10, box["y"] + 80 + (step % 4) * 25)
        mouse.up()
        self.press("确认签名")
        expect(line).to_contain_text("已签")

    def finish(self, visit: int) -> None:
        self.go(f"/visit/{visit}/finish", "结束检查")
        self.press("结束检查")
        self.page.locator("dialog.ask .btn-primary").click()
        expect(self.page.locator("main")).to_contain_text(re.compile("已结束|核对"))

    def saved_queue(self, folder: Path) -> Queue:
        self.go("/queue", "未送达的内容")
        with self.page.expect_download() as download:
            self.press("保存为文件")
        kept = folder / download.value.suggested_filename
        download.value.save_as(kept)
        return Queue.read(kept.read_bytes())

    def send(self) -> dict:
        """One round of sending, as the phone does by itself now and then; how it ended."""
        return self.page.evaluate("import('/static/field/js/sync.js').then((it) => it.syncNow())")

    def wait_until_sent(self, timeout_s: int = 120) -> None:
        self.page.evaluate("location.hash = '/'")
        expect(self.page.locator(".phone-state")).to_have_text(
            "没有未送达的内容", timeout=timeout_s * 1000
        )

    def stored(self, name: str) -> int:
        """How many rows the phone's own store holds under ``name``."""
        return self.page.evaluate(
            """name => new Promise((done) => {
                const asked = indexedDB.open("yujian-field");
                asked.onsuccess = () => {
                    const counted = asked.result.transaction(name).objectStore(name).count();
                    counted.onsuccess = () => { asked.result.close(); done(counted.result); };
                };
            })""",
            name,
        )

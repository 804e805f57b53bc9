"""Labels, contrast and structure of the phone's screens, asked of axe-core; thumbs of a ruler."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.field_app.phone import Phone

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
THUMB_PX = 44  # the least height of what a thumb shall meet
_SMALL = """least => [...document.querySelectorAll("button, a.btn, label.btn, input, select, textarea")]
    .map((thing) => [thing, (thing.closest("label") || thing).getBoundingClientRect()])
    .filter(([thing, box]) => box.width && thing.type !== "file" && box.height < least)
    .map(([thing, box]) => `${thing.tagName} ${thing.textContent.trim()} ${box.height}`)"""

_LATER_STEPS = (
    ("findings", "问题认定"),
    ("orders", "当场责令改正"),
    ("finish", "结束检查"),
    ("read", "宣读检查笔录"),
)


def faults(phone: Phone) -> list[str]:
    """What the checker says of the open screen, and controls too small for a thumb."""
    found = Axe().run(phone.page, options={"resultTypes": ["violations"]})
    told = [f"{one['id']}: {one['nodes'][0]['html']}" for one in found.response["violations"]]
    return told + phone.page.evaluate(_SMALL, THUMB_PX)


def test_screens_of_a_visit_pass_the_checker(site, new_phone):
    visit, seen = site.new_visit(), {}
    phone = new_phone()
    phone.sign_in()
    phone.page.goto("/field/")
    seen["register"] = faults(phone)
    phone.register()
    seen["day"] = faults(phone)
    phone.begin(visit)
    seen["visit"] = faults(phone)
    for step, heading in (
        ("certificate", "出示执法证件"),
        ("people", "在场人员和人数"),
        ("checklist", "检查项目和照片"),
    ):
        phone.go(f"/visit/{visit}/{step}", heading)
        seen[step] = faults(phone)
    phone.go("/queue", "未送达的内容")
    seen["queue"] = faults(phone)
    assert seen == dict.fromkeys(seen, [])


def test_screens_of_the_end_of_a_visit_pass_the_checker(site, new_phone):
    visit, seen = site.new_visit(), {}
    phone = new_phone()
    phone.sign_in()
    phone.register()
    phone.begin(visit)
    phone.show_certificates(visit)
    phone.meet(visit)
    for step, heading in _LATER_STEPS:
        phone.go(f"/visit/{visit}/{step}", heading)
        seen[step] = faults(phone)
    phone.press("已宣读，当事人已阅")
    expect(phone.page.locator("h1")).to_have_text("签字")
    seen["sign"] = faults(phone)
    phone.page.locator("li.met button").first.click()
    phone.page.wait_for_selector(".ink")
    seen["ink"] = faults(phone)
    for address, heading in (("law", "法规条文"), ("me", "本机")):
        phone.go(f"/{address}", heading)
        seen[address] = faults(phone)
    assert seen == dict.fromkeys(seen, [])

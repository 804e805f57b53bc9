"""The steps of a visit that every whole one has, as an officer takes them on the phone."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.field_app.phone import Phone, picture

NOTE = "未能提供3名工作人员的违法犯罪记录查询结果。"


def _items(phone: Phone) -> list[str]:
    cards = phone.page.locator("article.item[id]").all()
    return [card.get_attribute("id").removeprefix("item-") for card in cards]


def fill_checklist(phone: Phone, visit: int, *, photos: int) -> None:
    phone.go(f"/visit/{visit}/checklist", "检查项目和照片")
    for item in _items(phone):
        if item != "C16":
            phone.answer(item, "ok")
    phone.answer("C16", "not_ok", NOTE)
    for number in range(photos):
        phone.take_photo("C16", picture(number))


def read_and_sign(phone: Phone, visit: int) -> None:
    phone.go(f"/visit/{visit}/read", "宣读检查笔录")
    phone.press("已宣读，当事人已阅")
    expect(phone.page.locator("h1")).to_have_text("签字")
    for line in phone.page.locator("li.met strong").all_text_contents():
        phone.sign(line)

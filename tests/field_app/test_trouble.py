"""What goes wrong on a phone: one sentence each, and nothing of a visit is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from field.models import Device
from field.services import revoke_device
from tests.field_app.phone import PIN, Phone, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# What Chromium's store answers on a full phone, at the bytes of a photo; its entry comes before.
_FULL = """() => {
    window.roomyPut = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...given) {
        if (this.name === "blobs") throw new DOMException("no room", "QuotaExceededError");
        return window.roomyPut.apply(this, given);
    };
}"""


@pytest.fixture
def phone(new_phone) -> Phone:
    phone = new_phone()
    phone.sign_in()
    phone.register()
    return phone


def key_of(phone: Phone) -> str:
    return phone.page.evaluate("import('/static/field/js/vault.js').then((it) => it.fact('me'))")[
        "device"
    ]


def test_new_work_comes_by_itself_when_the_signal_is_back(site, phone):
    before = phone.page.locator(".visit-line").count()
    phone.lose_signal()
    site.new_visit()

    phone.find_signal()

    expect(phone.page.locator(".visit-line")).to_have_count(before + 1)


def test_wrong_pins_make_a_pause_that_the_right_one_does_not_end(phone):
    phone.page.reload()
    for _ in range(5):
        phone.page.fill("#pin", "918273")
        phone.press("打开")
        expect(phone.page.locator(".problem")).to_contain_text("密码不对")
        expect(phone.page.locator("#pin")).to_have_value("")
    phone.page.fill("#pin", PIN)
    phone.press("打开")

    expect(phone.page.locator(".problem")).to_contain_text("密码错误次数过多")
    expect(phone.page.locator(".problem")).to_contain_text("已存的内容不受影响")


def test_full_store_is_one_sentence_and_nothing_half(site, phone):
    visit = site.new_visit()
    phone.press("更新")
    phone.begin(visit)
    phone.lose_signal()
    phone.go(f"/visit/{visit}/checklist", "检查项目和照片")
    before = [phone.stored(name) for name in ("entries", "blobs")]
    phone.page.evaluate(_FULL)

    shot = {"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": picture(1)}
    phone.page.locator("#item-C16 input[type=file]").first.set_input_files(shot)

    expect(phone.page.locator("#toasts")).to_contain_text("手机存储空间不足")
    assert [phone.stored(name) for name in ("entries", "blobs")] == before
    phone.page.evaluate("() => { IDBObjectStore.prototype.put = window.roomyPut; }")
    phone.take_photo("C16", picture(1))
    assert [phone.stored(name) for name in ("entries", "blobs")] == [before[0] + 1, before[1] + 1]


def test_expired_phone_keeps_its_work_and_saves_it(site, phone, tmp_path):
    visit = site.new_visit()
    phone.press("更新")
    phone.begin(visit)
    phone.lose_signal()
    phone.show_certificates(visit)
    key, past = key_of(phone), timezone.now() - timedelta(days=1)
    site.ask(lambda: Device.objects.filter(key_hash=key).update(expires_at=past))
    phone.find_signal()

    assert phone.send()["state"] == "ended"

    queue = phone.saved_queue(tmp_path)
    expect(phone.page.get_by_role("alert")).to_contain_text("登记")
    assert queue.kinds() == ["start", "certificate_shown"]
    phone.press("续期")
    expect(phone.page.locator("#toasts")).to_contain_text("已续期")
    assert phone.send()["state"] == "done"


def test_phone_that_was_reported_lost_says_so_and_holds_nothing(site, phone):
    visit = site.new_visit()
    phone.press("更新")
    phone.begin(visit)
    phone.lose_signal()
    phone.show_certificates(visit)
    key = key_of(phone)

    def lose() -> None:
        device = Device.objects.select_related("person").get(key_hash=key)
        revoke_device(device.pk, reason="遗失", by=device.person, at=timezone.now())

    site.ask(lose)
    phone.find_signal()

    expect(phone.page.locator("h1")).to_have_text("本机已停用")
    expect(phone.page.locator("main")).to_contain_text("未送达的内容已全部清除")


def test_refused_position_is_told_and_the_visit_begins(site, new_phone):
    visit = site.new_visit()
    phone = new_phone(place=None)
    phone.sign_in()
    phone.register()

    phone.begin(visit)

    expect(phone.page.locator("main")).to_contain_text("没有位置，已注明。")
    assert phone.stored("entries") == 1

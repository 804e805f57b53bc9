"""A whole visit without signal, and everything of it on the server with equal checksums."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from playwright.sync_api import expect

from documents.models import StoredFile
from field.models import FieldEntry, FieldRecord
from inspections.models import Visit
from tests.field_app.phone import Queue
from tests.field_app.walk import fill_checklist, read_and_sign

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def _held(site, visit: int) -> dict:
    """What the server holds of a visit, read in one go."""

    def look() -> dict:
        entries = FieldEntry.objects.filter(chain__visit_id=visit).order_by("seq")
        stored = StoredFile.objects.values_list("sha256", flat=True)
        return {
            "texts": [entry.text for entry in entries],
            "files": set(stored),
            "records": list(FieldRecord.objects.filter(visit_id=visit).values("head", "state")),
            "visit": Visit.objects.get(pk=visit),
            "photos": Visit.objects.get(pk=visit).photos.count(),
        }

    return site.ask(look)


def _require_equal(held: dict, queue: Queue, finish: str) -> None:
    """The server's texts and files are the phone's, bit for bit."""
    assert held["texts"][:-1] == queue.texts
    assert [row["head"] for row in held["records"]] == [sha256(finish.encode()).hexdigest()]
    for name, content in queue.blobs.items():
        assert sha256(content).hexdigest() == name
    assert set(queue.blobs) <= held["files"]
    assert sorted(queue.blobs) == json.loads(finish)["body"]["blobs"]


def test_a_visit_in_a_basement_comes_home_whole(site, new_phone, tmp_path):
    visit = site.new_visit()
    phone = new_phone()
    phone.sign_in()
    phone.register()
    phone.lose_signal()

    phone.begin(visit)
    phone.show_certificates(visit)
    phone.meet(visit)
    fill_checklist(phone, visit, photos=2)
    phone.kill_the_tab()
    read_and_sign(phone, visit)
    queue = phone.saved_queue(tmp_path)
    phone.finish(visit)
    expect(phone.page.locator(".phone-state")).to_contain_text("手机上还有1次检查未送达")

    phone.find_signal()
    phone.wait_until_sent()

    held = _held(site, visit)
    _require_equal(held, queue, held["texts"][-1])
    assert held["visit"].state == "recorded"
    assert held["photos"] == 2
    assert queue.kinds().count("signature") == 3
    assert [phone.stored(name) for name in ("entries", "blobs", "drafts")] == [0, 0, 0]


def test_cuts_and_repeats_change_nothing(site, new_phone, line, tmp_path):
    visit = site.new_visit()
    phone = new_phone()
    phone.sign_in()
    phone.register()
    phone.lose_signal()
    phone.begin(visit)
    phone.show_certificates(visit)
    phone.meet(visit)
    fill_checklist(phone, visit, photos=3)
    read_and_sign(phone, visit)
    queue = phone.saved_queue(tmp_path)
    phone.finish(visit)

    line.cut_of = 2
    phone.context.route("**/field/api/**", _twice)
    phone.find_signal()
    rounds = 0
    while phone.stored("entries"):
        rounds += 1
        assert rounds < 60
        phone.send()

    held = _held(site, visit)
    _require_equal(held, queue, held["texts"][-1])
    assert len(held["texts"]) == len(set(held["texts"]))
    assert held["photos"] == 3
    assert line.cuts > 0


def _twice(route) -> None:
    """Every second message is sent two times before its answer is heard."""
    request = route.request
    if request.method in ("POST", "PATCH") and len(request.post_data_buffer) % 2:
        try:
            route.fetch()
        except Exception:  # the line was cut: the phone's own try follows
            route.abort()
            return
    route.continue_()

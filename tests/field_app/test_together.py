"""What meets on a phone or at the server: a new release and an old queue, two phones, one visit."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from field.models import FieldEntry, FieldRecord
from staff.field import views
from tests.field_app.phone import Phone
from tests.field_app.walk import fill_checklist, read_and_sign

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def next_release(monkeypatch) -> Callable[[], None]:
    """``next_release()``: from now on the server gives out a worker of another version."""
    code = views.worker_code()
    return lambda: monkeypatch.setattr(
        views, "worker_code", lambda: f"{code}\n// a later release\n"
    )


def begin_without_signal(phone: Phone, visit: int, *, person: str) -> None:
    phone.lose_signal()
    phone.begin(visit)
    phone.show_certificates(visit)
    phone.meet(visit, name=person)


def test_new_release_strands_no_queue_that_waits(site, new_phone, next_release):
    visit, phone = site.new_visit(), new_phone()
    phone.sign_in()
    phone.register()
    begin_without_signal(phone, visit, person="钱敏")
    kept = phone.stored("entries")
    next_release()

    phone.find_signal()
    phone.page.locator(".release button").click()
    phone.page.wait_for_selector("#pin")
    phone.open()

    assert phone.send()["state"] == "done"
    sent = site.ask(lambda: FieldEntry.objects.filter(chain__visit_id=visit).count())
    assert sent == kept > 0


def test_same_visit_from_two_phones_is_recorded_once_and_the_second_waits_for_a_person(
    site, new_phone
):
    visit = site.new_visit()
    phones = {name: new_phone() for name in ("li", "wang")}
    for name, phone in phones.items():
        phone.sign_in(name)
        phone.register(f"{name}的手机")
    for name, phone in phones.items():
        begin_without_signal(phone, visit, person=f"{name}所见")
        fill_checklist(phone, visit, photos=1)
        read_and_sign(phone, visit)
        phone.finish(visit)

    for phone in phones.values():
        phone.find_signal()
        phone.wait_until_sent()

    def look() -> tuple[list[str], int]:
        records = FieldRecord.objects.filter(visit_id=visit)
        met = FieldEntry.objects.filter(chain__visit_id=visit, kind="person_met")
        return list(records.order_by("pk").values_list("state", flat=True)), met.count()

    assert site.ask(look) == (["recorded", "in_conflict"], 2)
    assert all(
        phone.stored(name) == 0 for phone in phones.values() for name in ("entries", "blobs")
    )

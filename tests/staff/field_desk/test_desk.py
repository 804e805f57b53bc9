"""The desk: versions side by side, a saved queue, a phone that is gone."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.utils import timezone

from field.models import Device, FieldRecord
from field.services import settle_waiting
from tests.field.visits import whole_visit


@pytest.fixture
def two(phone, phone_of, officers, visit):
    for one in (phone, phone_of(officers[1])):
        one.send_home(whole_visit(one, visit, place=f"{one.name[:4]}楼"))
    settle_waiting(at=timezone.now())
    return list(FieldRecord.objects.order_by("pk"))


def test_both_versions_stand_side_by_side_and_one_is_chosen(two, visit, head, browser_of, commits):
    browser = browser_of(head)
    listed = browser.get("/field-desk/").content.decode()
    shown = browser.get(f"/field-desk/visits/{visit.pk}/").content.decode()
    assert "版本冲突" in listed
    assert all(f"{row.chain.device.key_hash[:4]}楼" in shown for row in two)
    assert "不一致" in shown

    with commits():
        sent = {"decision": "choose", "reason": "内容完整"}
        answer = browser.post(f"/field-desk/records/{two[0].pk}/", sent)

    assert answer.status_code == 302
    states = FieldRecord.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["recorded", "set_aside"]


def test_saved_queue_is_handed_in(phone, visit, officers, browser_of):
    whole_visit(phone, visit)
    file = BytesIO(phone.saved_queue())
    file.name = "队列.yjq"

    answer = browser_of(officers[1]).post("/field-desk/queue/", {"queue": file})

    assert "已收齐。" in answer.content.decode()
    assert FieldRecord.objects.count() == 1


def test_lost_phone_is_withdrawn_with_its_loss_stated(phone, visit, officers, browser_of):
    chain = whole_visit(phone, visit)
    phone.sync(chain.entries[:3], [])
    key = Device.objects.get().pk

    answer = browser_of(officers[0]).post(
        f"/field-desk/devices/{key}/lost/", {"reason": "遗失"}, follow=True
    )

    assert "已收到现场记录3条" in answer.content.decode()
    assert Device.objects.get().is_revoked


def test_colleague_knows_nothing_of_anothers_phone(phone, officers, browser_of):
    key = Device.objects.get().pk

    assert browser_of(officers[1]).get(f"/field-desk/devices/{key}/lost/").status_code == 404

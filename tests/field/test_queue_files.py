"""A saved queue is handed in by somebody, and a lost phone's loss is stated."""

from __future__ import annotations

import pytest
from django.utils import timezone

from common.errors import NotAllowed
from field.errors import DeviceRevoked, QueueFileUnfit
from field.models import Chain, Device, FieldEntry, FieldRecord
from field.services import report_lost, take_queue
from tests.factories.accounts import UserFactory
from tests.field.visits import whole_visit

NOW = timezone.now()


@pytest.fixture
def queue(phone, visit):
    whole_visit(phone, visit)
    return phone.saved_queue()


def test_saved_queue_brings_the_visit_home(queue, visit, officers, commits):
    with commits():
        told = take_queue(queue, by=officers[1], at=timezone.now())

    visit.refresh_from_db()
    assert (told.sentences, visit.state) == ([], "recorded")
    assert visit.recorded_by == officers[0]
    assert set(FieldEntry.objects.values_list("came_by", flat=True)) == {"file"}


def test_saved_queue_twice_changes_nothing(queue, officers, commits):
    for _ in range(2):
        with commits():
            take_queue(queue, by=officers[1], at=timezone.now())

    assert FieldRecord.objects.get().state == "recorded"


def test_edited_queue_names_what_was_edited_and_takes_the_rest(queue, officers, phone):
    chain = next(iter(phone.chains.values()))
    edited = queue.replace("态度配合".encode(), "态度恶劣".encode())

    told = take_queue(edited, by=officers[0], at=NOW)

    assert len(told.sentences) == 1
    assert "签名与设备不符" in told.sentences[0]
    assert FieldEntry.objects.count() == len(chain.entries) - 1
    assert FieldRecord.objects.count() == 0


def test_swapped_photo_is_named_and_the_rest_is_taken(queue, officers, phone):
    swapped = queue[:-1] + bytes([queue[-1] ^ 1])

    told = take_queue(swapped, by=officers[0], at=NOW)

    assert len(told.sentences) == 1
    assert "校验值不符" in told.sentences[0]
    assert [len(chain.blobs) for chain in told.chains] == [1]


def test_cut_queue_keeps_what_is_whole(queue, officers):
    told = take_queue(queue[:-10], by=officers[0], at=NOW)

    assert len(told.sentences) == 1
    assert "截断" in told.sentences[0]


@pytest.mark.parametrize("odd", [b"", b"PK\x03\x04", b"yujian-queue 1\n99\n{}"])
def test_file_that_is_no_queue_is_refused(officers, odd):
    with pytest.raises(QueueFileUnfit):
        take_queue(odd, by=officers[0], at=NOW)


def test_who_may_not_record_hands_in_nothing(queue):
    with pytest.raises(NotAllowed):
        take_queue(queue, by=UserFactory(registry_clerk=True), at=NOW)

    assert FieldEntry.objects.count() == 0


def test_lost_phone_states_its_loss_and_sends_nothing_more(phone, visit, head, officers):
    chain = whole_visit(phone, visit)
    phone.sync(chain.entries[:5], [])
    queue = phone.saved_queue()

    for _ in range(2):
        report_lost(Device.objects.get().pk, reason="在乡镇遗失", by=head, at=NOW)

    row = Chain.objects.get()
    assert "已收到现场记录5条" in row.loss
    assert (row.given_up_by, FieldEntry.objects.count()) == (head, 5)
    with pytest.raises(DeviceRevoked):
        take_queue(queue, by=officers[0], at=NOW)

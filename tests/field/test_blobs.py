"""Bytes come in by parts, in any number of requests, and only whole and equal ones count."""

from __future__ import annotations

import pytest
from django.utils import timezone

from field import blobs
from field.errors import BlobDiffers, BlobOffset, BlobTooLarge, DeviceRevoked
from field.models import Device
from field.rules.entries import MOST_BLOB_BYTES
from field.services import recognize_for_bytes, revoke_device
from field.services.recognizing import BYTES_FOR
from tests.field.phone import digest
from tests.field.visits import whole_visit

CONTENT = bytes(range(256)) * 1024
NAME = digest(CONTENT)
PHONE = "a" * 64


def send(
    begins: int, ends: int, *, name: str = NAME, content: bytes = CONTENT, cut: int = 0
) -> bool:
    """``cut``: so many bytes never arrive."""
    rest = [content[begins : ends - cut]]

    def read(count: int) -> bytes:
        data, rest[0] = rest[0][:count], rest[0][count:]
        return data

    facts = {"device": PHONE, "begins": begins, "sends": ends - begins, "total": len(content)}
    return blobs.append(name, read, **facts)


def test_blob_in_one_piece_is_whole(county):
    assert send(0, len(CONTENT)) is True

    assert blobs.whole(NAME).read_bytes() == CONTENT
    assert blobs.secure([NAME]) == {NAME}


def test_cut_line_leaves_what_had_arrived(county):
    assert send(0, len(CONTENT), cut=100_000) is False

    here = blobs.offset(NAME, device=PHONE)
    assert here == len(CONTENT) - 100_000
    assert send(here, len(CONTENT)) is True
    assert blobs.whole(NAME).read_bytes() == CONTENT


@pytest.mark.parametrize("begins", [1, 999, 200_000])
def test_part_that_begins_elsewhere_is_refused_with_the_place(county, begins):
    send(0, 1000)

    with pytest.raises(BlobOffset) as refused:
        send(begins, len(CONTENT))

    assert refused.value.facts == {"offset": 1000}
    assert blobs.offset(NAME, device=PHONE) == 1000


def test_part_that_begins_again_is_refused_while_one_is_here(county):
    send(0, 1000)

    with pytest.raises(BlobOffset):
        send(0, 1000)


def test_swapped_bytes_are_forgotten(county):
    other = CONTENT[:-1] + b"!"

    with pytest.raises(BlobDiffers):
        send(0, len(CONTENT), content=other)

    assert (blobs.offset(NAME, device=PHONE), blobs.is_whole(NAME)) == (0, False)
    assert send(0, len(CONTENT)) is True


def test_whole_blob_sent_again_is_no_change(county):
    send(0, len(CONTENT))

    assert send(0, len(CONTENT)) is True
    assert send(5, 10) is True


def test_blob_beyond_the_limit_is_refused(county):
    with pytest.raises(BlobTooLarge):
        blobs.append(
            NAME, lambda _: b"", device=PHONE, begins=0, sends=1, total=MOST_BLOB_BYTES + 1
        )


def test_more_than_announced_is_refused(county):
    with pytest.raises(BlobTooLarge):
        blobs.append(NAME, lambda count: b"x" * count, device=PHONE, begins=0, sends=11, total=10)


def test_parts_belong_to_their_phone(county):
    send(0, 1000)

    assert blobs.offset(NAME, device="b" * 64) == 0


def test_old_connection_cannot_touch_what_became_whole(county):
    """A phone whose line hung begins anew; what the old line still brings is thrown away."""
    begun = blobs._part(NAME, PHONE)

    def slow(count: int) -> bytes:
        if begun.exists() and begun.stat().st_size == 0:
            send(0, len(CONTENT))
        return b"?" * count

    with pytest.raises(BlobOffset):
        blobs.append(NAME, slow, device=PHONE, begins=0, sends=100, total=len(CONTENT))

    assert blobs.secure([NAME]) == {NAME}


def test_bytes_that_a_power_cut_spoiled_are_asked_for_again(phone, visit):
    chain = whole_visit(phone, visit)
    spoiled, content = next(iter(chain.blobs.items()))
    for checksum, data in chain.blobs.items():
        phone.send_blob(checksum, data)
    blobs.whole(spoiled).write_bytes(b"\0" * len(content))

    told = phone.sync(chain.entries, [chain.key])["chains"][chain.key]

    assert (told["records"], told["blobs"]) == ([], [{"sha256": spoiled, "offset": 0}])
    phone.send_blob(spoiled, content)
    again = phone.sync([], [chain.key])["chains"][chain.key]
    assert [row["state"] for row in again["records"]] == ["held"]


def test_lost_phone_brings_bytes_for_some_seconds_and_no_entry(phone, officers):
    assert phone.send_part(NAME, CONTENT, begins=0, ends=1000).status == 204
    revoke_device(Device.objects.get().pk, reason="遗失", by=officers[0], at=timezone.now())

    body = phone.call("POST", "sync/", b"{}", {"Content-Type": "application/json"})
    later = timezone.now() + BYTES_FOR

    assert (body.status, body.json()["code"]) == (401, "device_revoked")
    with pytest.raises(DeviceRevoked):
        recognize_for_bytes(phone.token, at=later)


def test_part_costs_no_query_while_the_phone_is_known(phone, django_assert_num_queries):
    phone.send_part(NAME, CONTENT, begins=0, ends=1000)

    with django_assert_num_queries(0):
        answer = phone.send_part(NAME, CONTENT, begins=1000, ends=len(CONTENT))

    assert answer.headers["upload-complete"] == "?1"


def test_odd_headers_are_refused_over_the_wire(phone):
    headers = {"Upload-Offset": "-1", "Upload-Length": "10"}
    answer = phone.call("PATCH", f"blobs/{NAME}/", b"0123456789", headers)

    assert (answer.status, answer.json()["code"]) == (422, "bad_input")


def test_place_is_told_over_the_wire(phone):
    phone.send_part(NAME, CONTENT, begins=0, ends=70_000)

    asked = phone.call("HEAD", f"blobs/{NAME}/")
    wrong = phone.send_part(NAME, CONTENT, begins=0, ends=10)

    assert (asked.headers["upload-offset"], asked.headers["upload-complete"]) == ("70000", "?0")
    assert (wrong.status, wrong.headers["upload-offset"]) == (409, "70000")

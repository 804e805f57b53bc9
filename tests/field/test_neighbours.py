"""A phone of one county is nobody next door, whatever it knows."""

from __future__ import annotations

from field import blobs
from field.models import Chain, FieldEntry
from tests.field.conftest import line_to
from tests.field.visits import photo, whole_visit


def test_phone_is_unknown_next_door(phone, visit, other_county):
    chain = whole_visit(phone, visit)
    phone.line = line_to(f"{other_county.code}.test")
    checksum = next(iter(chain.blobs))

    answers = [
        phone.call("GET", "pack/"),
        phone.call("GET", f"pack/{checksum}/"),
        phone.call("HEAD", f"blobs/{checksum}/"),
        phone.send_part(checksum, chain.blobs[checksum], begins=0, ends=100),
        phone.call("POST", "sync/", b"{}", {"Content-Type": "application/json"}),
    ]

    assert {answer.status for answer in answers} == {401}


def test_blob_of_one_county_is_not_in_the_other(phone, next_door):
    content = photo(3)
    chain = phone.open(1)
    checksum = phone.photograph(chain, content)
    phone.send_blob(checksum, content)

    with next_door():
        assert not blobs.is_whole(checksum)
        assert blobs.offset(checksum, device=phone.name) == 0
    assert blobs.is_whole(checksum)


def test_visit_of_no_county_of_ours_is_not_found(phone):
    chain = phone.open(987654321)
    phone.write(chain, "note", text="别县的检查")

    told = phone.sync(chain.entries, [chain.key])

    assert [row["code"] for row in told["rejected"]] == ["not_found"]
    assert (Chain.objects.count(), FieldEntry.objects.count()) == (0, 0)

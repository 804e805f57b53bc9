"""A visit comes home from a phone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEvent
from evidence.models import Original, Signature
from field.models import FieldEntry, FieldRecord
from tests.factories.inspections import VisitFactory
from tests.field.visits import photo, whole_visit


def test_whole_visit_is_held_and_becomes_the_record(phone, visit, commits):
    chain = whole_visit(phone, visit)

    with commits():
        told = phone.send_home(chain)

    assert [record["state"] for record in told["records"]] == ["held"]
    assert told["records"][0]["head"] == chain.head
    visit.refresh_from_db()
    assert visit.state == "recorded"
    assert phone.sync([], [chain.key])["chains"][chain.key]["records"][0]["state"] == "recorded"


def test_record_says_what_was_told_on_site(phone, visit, commits):
    chain = whole_visit(phone, visit)
    with commits():
        phone.send_home(chain)

    visit.refresh_from_db()
    assert (visit.person_present, visit.person_role) == ("王春梅", "负责人")
    assert (visit.place_text, visit.remark) == ("一楼大厅", "态度配合。")
    assert list(visit.answers.values_list("item__code", "value", "note")) == [
        ("C01", "not_ok", "未悬挂"),
        ("C02", "ok", ""),
    ]
    finding = visit.findings.get()
    assert (finding.violation.code, finding.text) == ("V90", "许可证未公示。")
    assert [shown.finding_id for shown in visit.photos.all()] == [finding.pk] * 2
    assert visit.site_facts["counts"] == {"pupils": 23, "teachers": 3, "note": ""}
    assert visit.site_facts["place"] == {"accuracy_m": 12, "marks": ["none"]}
    assert visit.site_facts["head"] == chain.head


def test_photos_and_signatures_are_evidence_with_equal_hashes(phone, visit, commits):
    chain = whole_visit(phone, visit)
    with commits():
        phone.send_home(chain)

    kept = {row.file.sha256: row for row in Original.objects.select_related("file")}
    assert set(kept) == set(chain.blobs)
    assert all(row.file.content == chain.blobs[name] for name, row in kept.items())
    assert {row.device_key for row in kept.values()} == {phone.name}
    assert sorted(Signature.objects.values_list("role", flat=True)) == [
        "officer",
        "officer",
        "party",
    ]


def test_everything_twice_changes_nothing(phone, visit, commits):
    chain = whole_visit(phone, visit)
    with commits():
        phone.send_home(chain)
    history = AuditEvent.objects.count()

    with commits():
        told = phone.send_home(chain)

    assert [record["state"] for record in told["records"]] == ["recorded"]
    assert FieldEntry.objects.count() == len(chain.entries)
    assert (FieldRecord.objects.count(), visit.photos.count()) == (1, 2)
    assert AuditEvent.objects.count() == history


def test_entries_may_come_before_their_predecessors(phone, visit, commits):
    chain = whole_visit(phone, visit, photos=0)
    for checksum, content in chain.blobs.items():
        phone.send_blob(checksum, content)
    first, *rest = chain.entries

    told = phone.sync(list(reversed(rest)), [])["chains"][chain.key]
    assert (told["records"], len(told["waits_for"])) == ([], 1)
    told = phone.sync([first], [])["chains"][chain.key]

    assert (told["waits_for"], told["records"][0]["head"]) == ([], chain.head)


def test_missing_blobs_are_named_with_what_is_there(phone, visit):
    chain = whole_visit(phone, visit, photos=1)
    some, *others = sorted(chain.blobs)
    phone.send_part(some, chain.blobs[some], begins=0, ends=100)

    told = phone.sync(chain.entries, [])["chains"][chain.key]

    assert told["blobs"] == [{"sha256": some, "offset": 100}] + [
        {"sha256": name, "offset": 0} for name in others
    ]
    assert told["records"] == []


def test_edited_entry_is_refused_and_the_rest_is_taken(phone, visit):
    chain = whole_visit(phone, visit, photos=0)
    edited = dict(chain.entries[4])
    edited["text"] = edited["text"].replace('"ok"', '"not_applicable"')

    told = phone.sync([*chain.entries[:4], edited], [])

    assert [row["code"] for row in told["rejected"]] == ["entry_signature"]
    assert FieldEntry.objects.count() == 4


def test_entry_of_another_phone_is_refused(phone, phone_of, officers, visit):
    other = phone_of(officers[1])
    chain = whole_visit(other, visit, photos=0)

    told = phone.sync(chain.entries[:1], [chain.key])

    assert [row["code"] for row in told["rejected"]] == ["entry_of_other_device"]
    assert (told["chains"], FieldEntry.objects.count()) == ({}, 0)


def test_chain_stays_with_its_visit(phone, visit):
    chain = whole_visit(phone, visit, photos=0)
    phone.sync(chain.entries[:1], [])
    chain.visit = VisitFactory(institution=visit.institution, checklist=visit.checklist).pk

    phone.write(chain, "note", text="另一次检查")
    told = phone.sync(chain.entries[-1:], [])

    assert [row["code"] for row in told["rejected"]] == ["entry_of_other_visit"]
    assert FieldEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("answer", {"item": "C01", "value": "maybe", "note": ""}),
        ("answer", {"item": "C01", "value": "ok"}),
        ("note", {"text": "一\x00二"}),
        ("counts", {"pupils": 1.5, "teachers": None, "note": ""}),
        ("start", {"checklist": 0, "position": None, "distance_m": None}),
        ("dance", {}),
    ],
)
def test_odd_entry_is_refused_by_itself(phone, visit, kind, body):
    chain = phone.open(visit.pk)
    phone.write(chain, "note", text="好的")
    good = chain.entries[0]
    phone.write(chain, kind, **body)

    told = phone.sync([chain.entries[1], good], [])

    assert [row["code"] for row in told["rejected"]] == ["entry_malformed"]
    assert FieldEntry.objects.count() == 1


def test_photo_that_is_no_picture_is_kept_as_it_came(phone, visit, commits):
    chain = phone.open(visit.pk)
    officers = [seat.user_id for seat in visit.officers.all()]
    phone.photograph(chain, b"\xff\xd8\xff no picture")
    phone.photograph(chain, photo(7))
    phone.finish(chain, officers)

    with commits():
        phone.send_home(chain)

    visit.refresh_from_db()
    record = FieldRecord.objects.get()
    assert (visit.state, visit.photos.count(), Original.objects.count()) == ("recorded", 1, 2)
    assert record.sentence == "有1张照片不能作为图片打开，原文件已原样保存。"


def test_many_entries_cost_no_more_statements_than_one(phone, visit, django_assert_num_queries):
    chain = phone.open(visit.pk)
    for no in range(40):
        phone.write(chain, "note", text=str(no))
    other = phone.open(visit.pk)
    phone.write(other, "note", text="一条")
    for _ in range(2):  # the first notes the contact, which changes the phone's row
        phone.sync([], [])
    with CaptureQueriesContext(connection) as one:
        phone.sync(other.entries, [])

    with django_assert_num_queries(len(one)):
        phone.sync(chain.entries, [])


@pytest.mark.parametrize("odd", ["1.0", "1e0", "true", "NaN"])
def test_number_that_is_not_written_whole_is_refused(phone, visit, odd):
    chain = phone.open(visit.pk)
    phone.write(chain, "note", text="一条")
    text = chain.entries[0]["text"].replace('"v":1,', f'"v":{odd},')

    told = phone.sync([{"text": text, "sig": phone.sign(text)}], [])

    assert [row["code"] for row in told["rejected"]] == ["entry_malformed"]
    assert FieldEntry.objects.count() == 0

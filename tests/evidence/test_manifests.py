"""The day's list: everything once, chained, stamped, and a check that notices what was changed."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from common.clock import at_time
from documents import storage
from evidence.errors import DayNotOver
from evidence.models import Manifest, ManifestEntry, Original
from evidence.queries import verify
from evidence.services import enter_photos, make_manifest, stamp_manifests
from tests.evidence.tampering import tampered
from tests.factories.documents import StoredFileFactory
from tests.factories.evidence import (
    OriginalFactory,
    SignatureFactory,
    copy_row,
    manifest_row,
    manifest_stamp_row,
)
from tests.factories.inspections import PhotoFactory
from tests.times import DAY, NOON

NEXT_DAY = NOON + timedelta(days=1)


def test_list_holds_everything_of_the_day_without_names(county):
    original = OriginalFactory()
    signature = SignatureFactory(visit=original.visit)
    OriginalFactory(at=at_time(DAY + timedelta(days=1), 0))

    made = make_manifest(DAY, at=NEXT_DAY)

    said = json.loads(made.file.content)
    assert (said["county"], said["day"], said["previous"]) == ("999901", "2021-11-10", "")
    assert [line["sha256"] for line in said["originals"]] == [original.file.sha256]
    assert [line["digest"] for line in said["signatures"]] == [signature.digest]
    assert signature.signer not in made.file.content.decode()
    assert made.entry_count == 2


def test_list_is_made_once_and_chained_to_the_one_before(county):
    first = manifest_row()
    assert make_manifest(DAY, at=NEXT_DAY) == first
    OriginalFactory(at=NEXT_DAY)

    second = make_manifest(DAY + timedelta(days=1), at=NEXT_DAY + timedelta(days=1))

    assert second.previous == first
    assert json.loads(second.file.content)["previous"] == first.file.sha256
    assert make_manifest(DAY - timedelta(days=1), at=NEXT_DAY) is None


def test_day_that_is_not_over_has_no_list(county):
    OriginalFactory()

    with pytest.raises(DayNotOver):
        make_manifest(DAY, at=at_time(DAY, 23, 59))

    assert not Manifest.objects.exists()


def test_day_on_which_nothing_came_has_no_list(county):
    assert make_manifest(DAY, at=NEXT_DAY) is None


def test_what_came_too_late_stands_on_the_next_list(county):
    manifest_row()
    late = OriginalFactory()

    made = make_manifest(DAY + timedelta(days=1), at=NEXT_DAY + timedelta(days=1))

    assert late.manifest_entry.manifest == made


def test_photo_that_came_through_a_page_is_an_original_too(county):
    photo = PhotoFactory(file=StoredFileFactory(photo=True))

    assert (enter_photos(), enter_photos()) == (1, 0)

    kept = Original.objects.get()
    assert (kept.visit, kept.file, kept.device_key) == (photo.visit, photo.file, "")
    assert (kept.kept_by, kept.kept_at) == (photo.added_by, photo.added_at)


def test_list_is_stamped_once_and_openssl_agrees(county, authority):
    made = manifest_row()

    assert (stamp_manifests(at=NEXT_DAY), stamp_manifests(at=NEXT_DAY)) == (1, 0)

    stamp = made.stamps.get()
    assert authority.agrees(bytes(stamp.token), made.file.content)
    verdict = verify(at=NEXT_DAY)
    assert (verdict.troubles, verdict.originals, verdict.stamps) == ([], 1, 1)


def test_authority_that_is_away_delays_the_stamp_and_nothing_else(county, authority, settings):
    manifest_row()
    settings.YUJIAN_TSA_URL = "http://127.0.0.1:9/"
    assert stamp_manifests(at=NEXT_DAY) == 0

    settings.YUJIAN_TSA_URL = authority.url

    assert stamp_manifests(at=NEXT_DAY) == 1


def test_check_notices_a_file_that_was_exchanged(county):
    original = OriginalFactory()
    storage.path_of(original.file.sha256).write_bytes(b"another picture")

    assert "文件丢失或与校验值" in verify(at=NOON).troubles[0]


def test_check_notices_a_row_that_was_changed_after_its_list(county):
    manifest_row()
    with tampered("evidence_original"):
        Original.objects.update(taken_at=NOON - timedelta(days=3))

    (trouble,) = verify(at=NEXT_DAY).troubles

    assert "在列入清单之后被改动（taken_at）" in trouble


def test_check_notices_an_original_taken_off_its_list(county):
    manifest_row()
    with tampered("evidence_manifestentry"):
        ManifestEntry.objects.all().delete()

    (trouble,) = verify(at=NEXT_DAY).troubles

    assert "列在清单上，现已不在库中" in trouble


def test_check_notices_a_list_taken_out_of_the_chain(county):
    manifest_row()
    OriginalFactory(at=NEXT_DAY)
    make_manifest(DAY + timedelta(days=1), at=NEXT_DAY + timedelta(days=1))
    with tampered("evidence_manifest", "evidence_manifestentry"):
        ManifestEntry.objects.filter(manifest__day=DAY).delete()
        Manifest.objects.filter(day=DAY + timedelta(days=1)).update(previous=None)
        Manifest.objects.filter(day=DAY).delete()

    assert any("接不上" in line for line in verify(at=NEXT_DAY).troubles)


def test_check_notices_a_stamp_of_other_bytes(county, authority):
    manifest_stamp_row()

    (trouble,) = verify(at=NEXT_DAY).troubles

    assert "时间戳核验不通过，不是时间戳应答" in trouble


def test_check_notices_originals_that_no_list_names(county):
    OriginalFactory()

    (trouble,) = verify(at=NOON + timedelta(days=4)).troubles

    assert "不在任何一日的清单上" in trouble


def test_entry_of_nothing_and_empty_list_are_stopped_by_the_database(county):
    made = manifest_row()

    with pytest.raises(IntegrityError, match="manifest_entry_is_one_thing"), transaction.atomic():
        ManifestEntry.objects.create(manifest=made)
    with pytest.raises(IntegrityError, match="manifest_lists_something"):
        Manifest.objects.create(
            day=DAY + timedelta(days=1), file=made.file, entry_count=0, made_at=NOON
        )


@pytest.mark.parametrize("make", [manifest_row, manifest_stamp_row, copy_row])
def test_lists_stamps_and_copies_are_never_deleted(county, make):
    table = make()._meta.db_table

    with (
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="history stays"),
    ):
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 -- our table

"""Twice, and after a lost job: the same end."""

from __future__ import annotations

from pathlib import Path

from audit.models import AuditEvent
from field import blobs
from field.models import FieldRecord
from field.tasks import settle_record, settle_waiting, sweep_blobs
from tests.field.visits import whole_visit


def test_settling_twice_writes_one_record(phone, visit):
    phone.send_home(whole_visit(phone, visit))
    row = FieldRecord.objects.get()

    settle_record(record_id=row.pk)
    history = AuditEvent.objects.count()
    settle_record(record_id=row.pk)

    visit.refresh_from_db()
    assert (visit.state, visit.photos.count()) == ("recorded", 2)
    assert AuditEvent.objects.count() == history


def test_version_whose_job_was_lost_is_settled_by_the_next_round(phone, visit):
    phone.send_home(whole_visit(phone, visit))
    assert FieldRecord.objects.get().state == "held"

    settle_waiting()
    settle_waiting()

    assert FieldRecord.objects.get().state == "recorded"


def test_sweeping_leaves_what_is_not_stored_yet(phone, visit):
    chain = whole_visit(phone, visit)
    phone.send_home(chain)

    sweep_blobs()
    assert set(blobs.all_whole()) == set(chain.blobs)
    settle_waiting()
    _put_back(chain.blobs)
    sweep_blobs()
    sweep_blobs()

    assert list(blobs.all_whole()) == []


def _put_back(contents: dict[str, bytes]) -> None:
    """As if the process had been killed before it took them away."""
    for checksum, content in contents.items():
        path: Path = blobs.whole(checksum)
        path.write_bytes(content)

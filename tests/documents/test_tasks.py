"""What killed processes left on the disk is taken away; what a row names is not."""

import os
from datetime import timedelta

from django.utils import timezone

from documents import storage
from documents.models import StoredFile
from documents.services import store
from documents.tasks import sweep_files
from tests.times import NOON


def _grow_old(checksum: str) -> None:
    long_ago = (timezone.now() - timedelta(days=3)).timestamp()
    os.utime(storage.path_of(checksum), (long_ago, long_ago))


def _files() -> list[str]:
    folder = storage.path_of("00").parents[1]
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_sweep_files_twice_leaves_only_what_a_row_names(county):
    kept = store(b"a paper", name="a.pdf", media_type="application/pdf", at=NOON)
    lost = storage.write(b"its transaction never ended")
    draft = storage.path_of(lost).with_name(".new-half")
    draft.write_bytes(b"half")
    for name in (kept.sha256, lost):
        _grow_old(name)
    os.utime(draft, (1, 1))

    sweep_files.delay()
    sweep_files.delay()

    assert _files() == [kept.sha256]


def test_a_young_file_is_left_alone(county):
    young = storage.write(b"its row comes in a moment")

    sweep_files.delay()

    assert _files() == [young]


def test_storing_again_what_lies_there_without_a_row_makes_it_young(county):
    lost = storage.write(b"the same paper")
    _grow_old(lost)

    store(b"the same paper", name="a.pdf", media_type="application/pdf", at=NOON)
    sweep_files.delay()

    assert _files() == [lost]
    assert StoredFile.objects.get().sha256 == lost

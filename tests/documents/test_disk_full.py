"""No room on the disk: a sentence, no row, no half file."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from signal import SIG_IGN, SIGXFSZ, signal

import pytest

from documents.models import StoredFile
from documents.services import store
from tenants.errors import DiskFull
from tests.documents.test_tasks import _files
from tests.times import NOON

ROOM = 4096  # bytes; every paper and every photo is longer


@contextmanager
def no_room() -> Iterator[None]:
    """The kernel refuses this process any file longer than ROOM, as a full disk would."""
    was, kept = resource.getrlimit(resource.RLIMIT_FSIZE), signal(SIGXFSZ, SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, was[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, was)
        signal(SIGXFSZ, kept)


def test_nothing_half_is_left_when_the_disk_is_full(county):
    with no_room(), pytest.raises(DiskFull):
        store(b"x" * (ROOM + 1), name="a.pdf", media_type="application/pdf", at=NOON)

    assert _files() == []
    assert not StoredFile.objects.exists()


def test_the_same_file_is_taken_once_there_is_room_again(county):
    content = b"x" * (ROOM + 1)
    with no_room(), pytest.raises(DiskFull):
        store(content, name="a.pdf", media_type="application/pdf", at=NOON)

    kept = store(content, name="a.pdf", media_type="application/pdf", at=NOON)

    assert _files() == [kept.sha256]
    assert kept.content == content

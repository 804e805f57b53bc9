"""Verbs: keep a file, take in a photo."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import connection, transaction

from documents import pdfs, photos, storage
from documents.errors import FileEmpty
from documents.models import StoredFile
from documents.names import plain_name
from documents.polyglots import require_one_thing
from tenants.keys import county_key

_FILES = 0x46494C45  # "FILE": the class of advisory locks about the folder of a county
_log = logging.getLogger(__name__)


@transaction.atomic
def store(content: bytes, *, name: str, media_type: str, at: datetime) -> StoredFile:
    """Keep bytes once per county. The same bytes again give the row that is there.

    The bytes reach the disk before the row exists: a rollback leaves at most a file
    without a row, never a row without its file. Raises FileEmpty, DiskFull.
    """
    if not content:
        raise FileEmpty(name=name)
    _hold_files(shared=True)
    checksum = storage.write(content)
    # One statement that another writer of the same bytes cannot break, where a look, a savepoint
    # and an insert would be six.
    row = StoredFile(
        sha256=checksum,
        size_bytes=len(content),
        media_type=media_type,
        name=name[-200:],
        stored_at=at,
    )
    StoredFile.objects.bulk_create([row], ignore_conflicts=True)
    return StoredFile.objects.get(sha256=checksum)


def accept_photo(content: bytes, *, name: str, at: datetime) -> StoredFile:
    """Keep an evidence photo, its bytes untouched.

    Raises FileEmpty, FileTooLarge, PhotoForeign, PhotoTooManyPixels, PhotoBroken or
    FileIsTwoThings; then nothing was kept. What the file is follows from its bytes, never
    from its name.
    """
    if not content:
        raise FileEmpty(name=name)
    picture = photos.inspect(content, name=name)
    require_one_thing(content, name=name)
    kept = plain_name(name, picture.media_type)
    return store(content, name=kept, media_type=picture.media_type, at=at)


def accept_pdf(content: bytes, *, name: str, at: datetime) -> StoredFile:
    """Keep a PDF that somebody sent, its bytes untouched.

    Raises FileEmpty, FileTooLarge, PdfUnreadable, PdfTooLong, PdfActive or FileIsTwoThings;
    then nothing was kept.
    """
    if not content:
        raise FileEmpty(name=name)
    pdfs.inspect(content, name=name)
    require_one_thing(content, name=name)
    media_type = "application/pdf"
    return store(content, name=plain_name(name, media_type), media_type=media_type, at=at)


@transaction.atomic
def sweep(*, before: datetime) -> int:
    """Take away files that no row names and that nobody touched since; how many.

    Waits until nobody is storing: a file comes before its row. Twice, or two at once, is safe.
    """
    _hold_files(shared=False)
    old = storage.leftovers(before=before)
    named = set(
        StoredFile.objects.filter(sha256__in=[path.name for path in old]).values_list(
            "sha256", flat=True
        )
    )
    nameless = [path for path in old if storage.is_draft(path) or path.name not in named]
    for path in nameless:
        _log.warning("a file without a row is taken away: %s", path.name)
        path.unlink(missing_ok=True)
    return len(nameless)


def _hold_files(*, shared: bool) -> None:
    """Until the transaction ends: many may store at once, but nobody while files are swept."""
    kind = "_shared" if shared else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pg_advisory_xact_lock{kind}(%s, hashtext(%s))", [_FILES, county_key("files")]
        )


def pages_in(file: StoredFile) -> int:
    """How many pages a stored PDF has; anything else is one sheet."""
    if file.media_type != "application/pdf":
        return 1
    return pdfs.page_count(file.content)

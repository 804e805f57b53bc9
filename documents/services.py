"""Verbs: keep a file, take in a photo."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from documents import photos, storage
from documents.errors import FileEmpty
from documents.models import StoredFile


@transaction.atomic
def store(content: bytes, *, name: str, media_type: str, at: datetime) -> StoredFile:
    """Keep bytes once per county. The same bytes again give the row that is there.

    The bytes reach the disk before the row exists: a rollback leaves at most a file
    without a row, never a row without its file. Raises FileEmpty.
    """
    if not content:
        raise FileEmpty(name=name)
    checksum = storage.write(content)
    file, _ = StoredFile.objects.get_or_create(
        sha256=checksum,
        defaults={
            "size_bytes": len(content),
            "media_type": media_type,
            "name": name[-200:],
            "stored_at": at,
        },
    )
    return file


def accept_photo(content: bytes, *, name: str, at: datetime) -> StoredFile:
    """Keep an evidence photo, its bytes untouched.

    Raises FileEmpty, FileTooLarge, PhotoForeign, PhotoTooManyPixels or PhotoBroken;
    then nothing was kept. What the file is follows from its bytes, never from its name.
    """
    if not content:
        raise FileEmpty(name=name)
    picture = photos.inspect(content, name=name)
    return store(content, name=name, media_type=picture.media_type, at=at)

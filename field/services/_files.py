"""The bytes of a version become stored files, where backups and evidence find them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from common.errors import Refusal
from documents.models import StoredFile
from documents.services import accept_photo, store
from field import blobs
from field.rules.story import Story


@dataclass(slots=True)
class Files:
    """Stored files by their hash; ``odd`` are photos that cannot be read as pictures."""

    by_hash: dict[str, StoredFile] = field(default_factory=dict)
    odd: set[str] = field(default_factory=set)

    @property
    def remark(self) -> str:
        """What a person must know of them; empty when all is well."""
        if not self.odd:
            return ""
        return f"有{len(self.odd)}张照片不能作为图片打开，原文件已原样保存。"


def keep_files(story: Story, *, at: datetime) -> Files:
    """Store every photo and signature of a version. Twice is safe."""
    files = Files()
    for no, checksum in enumerate(story.photos, start=1):
        _keep_photo(checksum, f"现场照片{no}", files, at=at)
    for no, told in enumerate(story.signatures.values(), start=1):
        checksum = told.body["sha256"]
        files.by_hash[checksum] = _kept(checksum) or store(
            blobs.whole(checksum).read_bytes(),
            name=f"签名笔迹{no}.json",
            media_type="application/json",
            at=at,
        )
    return files


def _keep_photo(checksum: str, name: str, files: Files, *, at: datetime) -> None:
    """A picture that is none is kept as it came: what was signed on site must not be missing."""
    file = _kept(checksum)
    if file is None:
        content = blobs.whole(checksum).read_bytes()
        try:
            file = accept_photo(content, name=name, at=at)
        except Refusal:
            media_type = "application/octet-stream"
            file = store(content, name=name, media_type=media_type, at=at)
    files.by_hash[checksum] = file
    if not file.media_type.startswith("image/"):
        files.odd.add(checksum)


def _kept(checksum: str) -> StoredFile | None:
    return StoredFile.objects.filter(sha256=checksum).first()

"""Pages of a stored paper as pictures, drawn once and kept for an hour in the county's cache."""

from __future__ import annotations

from pypdfium2 import PdfiumError

from documents.errors import NotAPdf
from documents.models import StoredFile
from documents.pictures import page_pngs
from staff.cache import kept

WIDTH_PX = 1240  # A4 at 150 dots per inch: sharp on a desk, some 100 kB a page
_KEPT_S = 60 * 60


def pages_of(file: StoredFile) -> list[bytes]:
    """All pages of a paper as PNG. The bytes of a stored file never change. Raises NotAPdf."""
    key = f"paper-pages:{file.sha256}:{WIDTH_PX}"
    return kept(key, lambda: _draw(file), keep_s=_KEPT_S)


def _draw(file: StoredFile) -> list[bytes]:
    try:
        return page_pngs(file.content, width_px=WIDTH_PX)
    except PdfiumError as error:
        raise NotAPdf(position=1) from error


def page_count(file: StoredFile) -> int:
    key = f"paper-page-count:{file.sha256}"
    return kept(key, lambda: len(pages_of(file)), keep_s=_KEPT_S)

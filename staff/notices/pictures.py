"""Pages of a stored paper as pictures, drawn once and kept for an hour in the county's cache."""

from __future__ import annotations

from django.core.cache import cache
from pypdfium2 import PdfiumError

from documents.errors import NotAPdf
from documents.models import StoredFile
from documents.pictures import page_pngs

WIDTH_PX = 1240  # A4 at 150 dots per inch: sharp on a desk, some 100 kB a page
_KEPT_S = 60 * 60


def pages_of(file: StoredFile) -> list[bytes]:
    """All pages of a paper as PNG. The bytes of a stored file never change. Raises NotAPdf."""
    key = f"paper-pages:{file.sha256}:{WIDTH_PX}"
    pages = cache.get(key)
    if pages is None:
        pages = _draw(file)
        cache.set(key, pages, _KEPT_S)
        cache.set(_count_key(file), len(pages), _KEPT_S)
    return pages


def _draw(file: StoredFile) -> list[bytes]:
    try:
        return page_pngs(file.content, width_px=WIDTH_PX)
    except PdfiumError as error:
        raise NotAPdf(position=1) from error


def page_count(file: StoredFile) -> int:
    count = cache.get(_count_key(file))
    return len(pages_of(file)) if count is None else count


def _count_key(file: StoredFile) -> str:
    return f"paper-page-count:{file.sha256}"

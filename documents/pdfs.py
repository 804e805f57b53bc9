"""What a sent PDF is: pages to look at and nothing that acts."""

from __future__ import annotations

import pypdfium2
from pypdfium2 import raw

from documents.errors import FileTooLarge, PdfActive, PdfTooLong, PdfUnreadable

MAX_PDF_MB = 20
MAX_PAGES = 200


def inspect(content: bytes, *, name: str) -> None:
    """Read every page; refuse what could act when somebody opens the file.

    Raises FileTooLarge, PdfUnreadable (also one with a password), PdfTooLong, PdfActive.
    """
    if len(content) > MAX_PDF_MB * 1024 * 1024:
        size_mb = -(-len(content) // (1024 * 1024))
        raise FileTooLarge(name=name, size_mb=size_mb, limit_mb=MAX_PDF_MB)
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise PdfUnreadable(name=name) from error
    try:
        if not 0 < len(document) <= MAX_PAGES:
            raise PdfTooLong(name=name, pages=len(document), limit=MAX_PAGES)
        if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
            raise PdfActive(name=name, what="脚本")
        if raw.FPDFDoc_GetAttachmentCount(document) > 0:
            raise PdfActive(name=name, what="附件")
        for page in document:
            page.get_size()
    except pypdfium2.PdfiumError as error:
        raise PdfUnreadable(name=name) from error
    finally:
        document.close()


def page_count(content: bytes) -> int:
    """Pages of a PDF that was taken in before."""
    document = pypdfium2.PdfDocument(content)
    try:
        return len(document)
    finally:
        document.close()

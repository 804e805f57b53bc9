"""Many papers as one file: one PDF to print, or a ZIP to hand over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pypdfium2

from documents.errors import NotAPdf

_SAME_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say: the same papers, the same bytes


def merge_pdfs(pdfs: Iterable[bytes]) -> bytes:
    """One PDF with all pages in order, for the printer; the single files stay the originals.

    Raises NotAPdf, which names the position of the file that cannot be read.
    """
    whole = pypdfium2.PdfDocument.new()
    try:
        for position, pdf in enumerate(pdfs, start=1):
            try:
                part = pypdfium2.PdfDocument(pdf)
            except pypdfium2.PdfiumError as error:
                raise NotAPdf(position=position) from error
            whole.import_pages(part)
            part.close()
        out = BytesIO()
        whole.save(out)
        return out.getvalue()
    finally:
        whole.close()


def zip_pdfs(papers: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP of (name, bytes). Of two equal names the second gets （2）; folders are cut off."""
    out, seen = BytesIO(), Counter[str]()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, pdf in papers:
            name = PurePosixPath(name.replace("\\", "/")).name or "document.pdf"
            seen[name] += 1
            archive.writestr(_entry(name, seen[name]), pdf)
    return out.getvalue()


def _entry(name: str, turn: int) -> ZipInfo:
    path = PurePosixPath(name)
    if turn > 1:
        path = path.with_name(f"{path.stem}（{turn}）{path.suffix}")
    entry = ZipInfo(str(path), _SAME_DAY)
    entry.compress_type = ZIP_DEFLATED
    return entry

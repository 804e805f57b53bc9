"""Pages of a PDF as pictures, for previews."""

from __future__ import annotations

from io import BytesIO

import pypdfium2


def page_pngs(pdf: bytes, *, width_px: int) -> list[bytes]:
    """One PNG per page, ``width_px`` wide."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_png(page, width_px) for page in document]
    finally:
        document.close()


def _png(page: pypdfium2.PdfPage, width_px: int) -> bytes:
    out = BytesIO()
    page.render(scale=width_px / page.get_width()).to_pil().save(out, "PNG")
    return out.getvalue()

"""From a frozen payload to its PDF."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any

from PIL import Image

from documents.models import StoredFile
from documents.rendering import render_pdf
from evidence.states import PaperForm

TEMPLATES = {
    PaperForm.SITE_RECORD: "documents/site_record.html",
    PaperForm.QUESTIONING: "documents/questioning.html",
    PaperForm.EVIDENCE_LIST: "documents/evidence_list.html",
    PaperForm.PHOTO_SHEET: "documents/photo_sheet.html",
}
_EDGE_PX = 1400  # 150 mm at some 240 dots an inch
_QUALITY = 82


def draw(payload: dict[str, Any]) -> bytes:
    """The PDF of a payload; pictures are fetched by the checksums that it names.

    Raises GlyphMissing, FontMissing, FileDamaged.
    """
    form = PaperForm(payload["form"])
    if form == PaperForm.PHOTO_SHEET:
        photos = [{**photo, "picture": _picture(photo["copy"])} for photo in payload["photos"]]
        payload = {**payload, "photos": photos}
    return render_pdf(TEMPLATES[form], payload)


def _picture(checksum: str) -> str:
    """A copy as a data address, no larger than paper can show."""
    content = StoredFile.objects.get(sha256=checksum).content
    with Image.open(BytesIO(content), formats=["JPEG"]) as image:
        image.draft("RGB", (_EDGE_PX, _EDGE_PX))
        small = image.convert("RGB")
    small.thumbnail((_EDGE_PX, _EDGE_PX))
    out = BytesIO()
    small.save(out, "JPEG", quality=_QUALITY)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()

"""Files that are two things at once: a picture for us, an archive or a page for somebody else."""

from __future__ import annotations

import re

from documents.errors import FileIsTwoThings

_ZIP_END = b"PK\x05\x06"
_ZIP_END_WITHIN = 22 + 65_535  # the record that ends a ZIP, with the longest comment
_PDF_WITHIN = 1024  # readers look for a PDF's beginning so far
_PAGE = re.compile(rb"<script[\s>]", re.IGNORECASE)
_CODE = re.compile(rb"<\?php\s")


def require_one_thing(content: bytes, *, name: str) -> None:
    """Go on only if no other program would find its own kind of file in these bytes.

    What a phone appends to a photo (a second picture, a moment of film) is none of these.
    Raises FileIsTwoThings.
    """
    found = _found(content)
    if found:
        raise FileIsTwoThings(name=name, found=found)


def _found(content: bytes) -> str:
    if _ZIP_END in content[-_ZIP_END_WITHIN:]:
        return "压缩包"
    if content[:4] != b"%PDF" and b"%PDF-" in content[:_PDF_WITHIN]:
        return "PDF文件"
    if content[:4] != b"%PDF" and _PAGE.search(content):
        return "网页脚本"
    return "程序代码" if _CODE.search(content) else ""

"""Names of sent files: kept for people to read, never believed."""

from __future__ import annotations

_ENDINGS = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
}
_LONGEST = 120


def plain_name(name: str, media_type: str) -> str:
    """The last part of ``name`` without odd signs, with the ending of what the file really is.

    A photo that calls itself ``report.php`` is kept as ``report.php.jpg``.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in ':*?"<>|')
    kept = kept.strip(". ")[-_LONGEST:] or "文件"
    endings = _ENDINGS[media_type]
    return kept if kept.lower().endswith(endings) else kept + endings[0]

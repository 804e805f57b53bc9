"""Small changes to words."""

from __future__ import annotations

import re
import unicodedata


def squash(text: str) -> str:
    """One line without doubled or outer white space, full-width Latin made half-width."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()


def mask_name(name: str) -> str:
    """Keep the family name only: 王小明 becomes 王**."""
    return name[:1] + "*" * (len(name) - 1) if name else ""


def listed(words: list[str]) -> str:
    """Words joined as Chinese lists them."""
    return "、".join(words)

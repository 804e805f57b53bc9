"""Small changes to words."""

from __future__ import annotations

import re
import string

# Letters and digits only: Chinese punctuation such as （） is right as it is.
_HALF_WIDTH = {ord(sign) + 0xFEE0: sign for sign in string.ascii_letters + string.digits}
# What ``squash`` would change; most of what a list says has none of it.
_UNEVEN = re.compile(r"[０-９Ａ-Ｚａ-ｚ]|[^\S ]|  |^ | $")


def squash(text: str) -> str:
    """One line without doubled or outer white space, full-width letters made half-width."""
    if not _UNEVEN.search(text):
        return text
    return " ".join(text.translate(_HALF_WIDTH).split())


def mask_name(name: str) -> str:
    """Keep the family name only: 王小明 becomes 王**."""
    return name[:1] + "*" * (len(name) - 1) if name else ""


def mask_middle(text: str, *, head: int, tail: int = 0) -> str:
    """Keep the first and last signs only: 13874600001 becomes 138****0001. Short texts go whole."""
    if len(text) <= head + tail:
        return "*" * len(text)
    return text[:head] + "****" + (text[-tail:] if tail else "")


def listed(words: list[str]) -> str:
    """Words joined as Chinese lists them."""
    return "、".join(words)

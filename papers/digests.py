"""The SM3 digest (GB/T 32905) of a printed file, beside its SHA-256."""

from __future__ import annotations

import hashlib


def sm3(content: bytes) -> str:
    """64 hexadecimal digits; empty where this machine's OpenSSL was built without SM3."""
    if "sm3" not in hashlib.algorithms_available:
        return ""
    return hashlib.new("sm3", content).hexdigest()

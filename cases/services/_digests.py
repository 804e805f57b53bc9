"""The digest of a statement of facts: a decision must rest on the facts of its notice."""

from __future__ import annotations

import hashlib


def facts_digest(text: str) -> str:
    """SHA-256 of the words without white space: another line break is no other fact."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()

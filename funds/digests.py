"""Keyed hashes: how a number or a name is found again without being read."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from common.text import squash


def digest_of(what: str, text: str) -> str:
    """64 hex digits that only this county's server can make. ``what`` keeps kinds apart."""
    return salted_hmac(f"funds.{what}", squash(text), algorithm="sha256").hexdigest()

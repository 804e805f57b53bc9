"""Digests of papers: SHA-256, and SM3 (GB/T 32905-2016) beside it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Digests:
    """Both digests of the same bytes, as lower-case hexadecimal."""

    sha256: str
    sm3: str


def digests(content: bytes) -> Digests:
    """Both digests of ``content``."""
    return Digests(hashlib.sha256(content).hexdigest(), sm3(content))


def sm3(content: bytes) -> str:
    """The SM3 digest as lower-case hexadecimal, 64 signs.

    From OpenSSL, which Python's hashlib hands on; the start check ``signing.E001`` says so where
    an OpenSSL was built without it.
    """
    return hashlib.new("sm3", content).hexdigest()


def has_sm3() -> bool:
    """Does this machine's OpenSSL know SM3?"""
    return "sm3" in hashlib.algorithms_available

"""Certificates as pyHanko wants them. Imported late, by who signs or checks."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from asn1crypto import pem, x509


def certificates_in(text: str) -> list[x509.Certificate]:
    """Every certificate of a PEM text, in its order."""
    return [x509.Certificate.load(der) for _, _, der in pem.unarmor(text.encode(), multiple=True)]


def certificates_of(path: str) -> list[x509.Certificate]:
    """Every certificate of a PEM file; none when no file is named or it is gone."""
    file = Path(path or "/nowhere")
    return list(_read(file, file.stat().st_mtime_ns)) if file.is_file() else []


@lru_cache(maxsize=8)
def _read(path: Path, changed_ns: int) -> tuple[x509.Certificate, ...]:
    return tuple(certificates_in(path.read_text(encoding="ascii")))


def is_root(certificate: Any) -> bool:
    """Issued by itself."""
    return bool(certificate.issuer == certificate.subject)

"""Rows out: canonical JSON in a zip that is the same bytes for the same rows."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

FORMAT = "yujian-law-package/1"
MANIFEST = "manifest.json"
_NO_MOMENT = (1980, 1, 1, 0, 0, 0)  # the first a zip can say; the same rows give the same bytes


@dataclass(frozen=True, slots=True)
class Issue:
    """Who issues a package and what it is called; ``edition`` is when changed wording begins."""

    issuer: str
    name: str
    edition: date
    note: str = ""


def write_package(rows: Mapping[str, Sequence[Mapping[str, Any]]], issue: Issue) -> bytes:
    """The bytes of a package; kinds without rows are left out."""
    files = {f"{kind}.json": canonical(list(of)) for kind, of in sorted(rows.items()) if of}
    manifest = {
        "format": FORMAT,
        "issuer": issue.issuer,
        "name": issue.name,
        "edition": issue.edition,
        "note": issue.note,
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    manifest["checksum"] = checksum_of(manifest)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {MANIFEST: canonical(manifest), **files}.items():
            archive.writestr(zipfile.ZipInfo(name, _NO_MOMENT), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def checksum_of(manifest: Mapping[str, Any]) -> str:
    """SHA-256 over the manifest without its own checksum; it holds that of every file."""
    told = {name: value for name, value in manifest.items() if name != "checksum"}
    return hashlib.sha256(canonical(told)).hexdigest()


def canonical(value: Any) -> bytes:
    """JSON with sorted names, no blanks, days as 2026-01-05, in UTF-8."""
    text = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_day
    )
    return text.encode()


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a package")

"""Which files make up the field app, with the checksum of each.

The phone keeps one set of files that belong together: the service worker takes a new set only
when every file has the checksum named here, so a release that lands between two downloads
never mixes with the one before. The unhashed addresses are used on purpose: modules name each
other by them, and the service worker, not the browser's cache, decides which set is running.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

_STATIC = Path(__file__).resolve().parent.parent / "static"
_OWN = "field"
_WORKER = "field/worker.js"  # sent from its own address, so that it may watch over /field/
_OTHERS = (
    "staff/app.css",
    "staff/mark.svg",
    "vendor/idb-8.0.4/idb.js",
    "vendor/tabler-icons-3.51.0/sprite.svg",
)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of the app: where the phone asks for it, and its SHA-256 as hex."""

    url: str
    sha256: str


def static_assets() -> tuple[Asset, ...]:
    """Every static file of the app, sorted by address. Each is read again only when it changed."""
    own = [
        path.relative_to(_STATIC).as_posix()
        for path in (_STATIC / _OWN).rglob("*")
        if path.is_file()
    ]
    names = sorted({*own, *_OTHERS} - {_WORKER})
    return tuple(
        Asset(settings.STATIC_URL + name, _checksum_of(name, (_STATIC / name).stat().st_mtime_ns))
        for name in names
    )


@cache
def _checksum_of(name: str, changed: int) -> str:
    """``changed`` is the file's moment of change: another moment is asked for anew."""
    return checksum((_STATIC / name).read_bytes())


def checksum(content: bytes) -> str:
    """SHA-256 as 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def version_of(assets: tuple[Asset, ...], worker: str) -> str:
    """Sixteen hex digits that change with any file of the app and with the worker's code."""
    lines = [worker, *(f"{asset.url} {asset.sha256}" for asset in assets)]
    return checksum("\n".join(lines).encode())[:16]


def worker_code() -> str:
    """The service worker without the list that is put before it."""
    return (_STATIC / _WORKER).read_text(encoding="utf-8")

"""The QR code of an authenticator, drawn into the page: no request carries the secret."""

from __future__ import annotations

import segno

_SCALE = 5  # pixels per module
_BORDER = 4  # modules, as the standard asks


def qr_picture(address: str) -> str:
    """A ``data:`` URI of an SVG picture for an ``<img>``."""
    return str(segno.make(address, error="m").svg_data_uri(scale=_SCALE, border=_BORDER))

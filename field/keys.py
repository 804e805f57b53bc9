"""A device's public key: named by its thumbprint, asked whether it signed a text."""

from __future__ import annotations

import base64
import binascii
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicNumbers,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from common.canonical import canonical
from field.errors import DeviceKeyUnfit

_BYTES = 32
_ALGORITHM = ECDSA(SHA256())


class PublicKey:
    """A point of P-256 that checks signatures as WebCrypto makes them: r and s, 64 bytes."""

    def __init__(self, x: str, y: str) -> None:
        """``x`` and ``y`` as a JWK has them. Raises DeviceKeyUnfit."""
        try:
            point = EllipticCurvePublicNumbers(_number(x), _number(y), SECP256R1())
            self._key = point.public_key()
        except (ValueError, TypeError, binascii.Error) as odd:
            raise DeviceKeyUnfit() from odd
        self.x, self.y = x, y

    @classmethod
    def from_jwk(cls, jwk: Any) -> PublicKey:
        """Raises DeviceKeyUnfit."""
        if not isinstance(jwk, dict) or (jwk.get("kty"), jwk.get("crv")) != ("EC", "P-256"):
            raise DeviceKeyUnfit()
        x, y = jwk.get("x"), jwk.get("y")
        if not isinstance(x, str) or not isinstance(y, str):
            raise DeviceKeyUnfit()
        return cls(x, y)

    @property
    def thumbprint(self) -> str:
        """RFC 7638, in hex."""
        members = {"crv": "P-256", "kty": "EC", "x": self.x, "y": self.y}
        return sha256(canonical(members).encode()).hexdigest()

    def signed(self, text: str, signature: str) -> bool:
        """Did this key sign ``text``? ``signature``: base64url of 64 bytes."""
        try:
            raw = base64.b64decode(_padded(signature), altchars=b"-_", validate=True)
            if len(raw) != 2 * _BYTES:
                return False
            r, s = (int.from_bytes(part, "big") for part in (raw[:_BYTES], raw[_BYTES:]))
            self._key.verify(encode_dss_signature(r, s), text.encode(), _ALGORITHM)
        except (InvalidSignature, ValueError, binascii.Error):
            return False
        return True


def _number(part: str) -> int:
    raw = base64.b64decode(_padded(part), altchars=b"-_", validate=True)
    if len(raw) != _BYTES or "=" in part:
        raise ValueError("a coordinate has 32 bytes")
    return int.from_bytes(raw, "big")


def _padded(text: str) -> str:
    return text + "=" * (-len(text) % 4)

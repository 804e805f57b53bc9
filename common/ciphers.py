"""Encryption of single fields: what must not lie in clear in the database or in a backup.

SM4 in GCM mode (GB/T 32907-2016; the algorithm that classified protection prefers). A value is
bound to its ``purpose``: moved to another row or another column, it cannot be read. The first
key of the ring encrypts, all of them decrypt; so a new key is put in front and the old one stays
until nothing needs it any more.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from common.errors import FieldDamaged, FieldKeyGone

_FORM = "sm4"  # begins every value, so that another algorithm can stand beside it one day
_NONCE_BYTES = 12
_TAG_BYTES = 16


def encrypt(text: str, *, purpose: str) -> str:
    """``text`` under the first key of the ring, as one line of ASCII.

    Args:
        purpose: what it is and whose, such as ``totp/17``; the same is needed to read it.
    """
    key = settings.YUJIAN_FIELD_KEYS[0]
    nonce = secrets.token_bytes(_NONCE_BYTES)
    engine = Cipher(SM4(_derived(key)), GCM(nonce)).encryptor()
    engine.authenticate_additional_data(purpose.encode())
    body = engine.update(text.encode()) + engine.finalize()
    packed = base64.urlsafe_b64encode(nonce + body + engine.tag).decode()
    return f"{_FORM}.{key_id(key)}.{packed}"


def decrypt(stored: str, *, purpose: str) -> str:
    """What ``encrypt`` was given. Raises FieldKeyGone, FieldDamaged."""
    form, _, rest = stored.partition(".")
    name, _, packed = rest.partition(".")
    if form != _FORM:
        raise FieldDamaged()
    key = next((key for key in settings.YUJIAN_FIELD_KEYS if key_id(key) == name), None)
    if key is None:
        raise FieldKeyGone(key=name)
    try:
        raw = base64.urlsafe_b64decode(packed)
        nonce, body, tag = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:-_TAG_BYTES], raw[-_TAG_BYTES:]
        engine = Cipher(SM4(_derived(key)), GCM(nonce, tag)).decryptor()
        engine.authenticate_additional_data(purpose.encode())
        return (engine.update(body) + engine.finalize()).decode()
    except (InvalidTag, ValueError, binascii.Error) as odd:
        raise FieldDamaged() from odd


def needs_new_key(stored: str) -> bool:
    """Is this value under another key than the first of the ring?"""
    return stored.split(".")[1:2] != [key_id(settings.YUJIAN_FIELD_KEYS[0])]


def key_id(key: str) -> str:
    """A name for a key that says nothing about it."""
    return hashlib.sha256(b"yujian key id " + key.encode()).hexdigest()[:8]


def _derived(key: str) -> bytes:
    return HKDF(SHA256(), length=16, salt=None, info=b"yujian field sm4").derive(key.encode())

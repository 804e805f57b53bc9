"""From a registered certificate to something that signs: opened once per process and kept.

A PKCS#12 file lies in the county's folder below ``YUJIAN_SEALS_DIR``; a token is reached through
``YUJIAN_PKCS11_MODULE``. pyHanko is imported late, because it costs 0.6 s.
"""

from __future__ import annotations

import os
import re
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, pkcs12
from django.conf import settings

from common.ciphers import decrypt
from signing.errors import CertificateUnreadable
from signing.states import KeySource
from tenants.current import county, schema

if TYPE_CHECKING:
    from signing.models import SealCertificate

_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}")
_open: dict[tuple[str, int, int], Any] = {}
_opening = threading.Lock()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a key lies, and what opens it."""

    label: str
    source: str
    secret: str
    file_name: str = ""
    token_label: str = ""
    key_label: str = ""


def place_of(certificate: SealCertificate) -> Place:
    """The place of a registered certificate's key. Raises FieldKeyGone, FieldDamaged."""
    secret = certificate.secret
    if secret:
        secret = decrypt(secret, purpose=secret_purpose(certificate.fingerprint))
    return Place(
        label=certificate.label,
        source=certificate.source,
        secret=secret,
        file_name=certificate.file_name,
        token_label=certificate.token_label,
        key_label=certificate.key_label,
    )


def secret_purpose(fingerprint: str) -> str:
    """What an encrypted passphrase is bound to."""
    return f"seal/{schema()}/{fingerprint}"


def signer_of(certificate: SealCertificate) -> Any:
    """pyHanko's signer for this certificate, opened once per process.

    Raises CertificateUnreadable when the file or token is gone, cannot be opened, or holds
    another certificate than the registered one.
    """
    kept = (schema(), certificate.pk, os.getpid())
    with _opening:
        if kept not in _open:
            _open[kept] = _opened(certificate)
        return _open[kept]


def forget(certificate: SealCertificate) -> None:
    """Open it anew next time: it was retired, or a token lost its session."""
    with _opening:
        _open.pop((schema(), certificate.pk, os.getpid()), None)


def read_chain(place: Place) -> list[x509.Certificate]:
    """The certificate in a file or token with what stands above it; its key is there and fits.

    Raises CertificateUnreadable.
    """
    if place.source == KeySource.PKCS11:
        from signing import tokens  # noqa: PLC0415 -- its library is needed by few

        return tokens.read_chain(place)
    key, certificate, others = _read_file(place)
    if _public(key) != _public(certificate):
        raise CertificateUnreadable(certificate=place.label, why="私钥与证书不配对")
    return in_order(certificate, others)


def in_order(certificate: x509.Certificate, others: list[x509.Certificate]) -> list[Any]:
    """The certificate, its issuer, the issuer's issuer; what leads nowhere is left out."""
    chain, left = [certificate], list(others)
    while chain[-1].issuer != chain[-1].subject:
        above = next((one for one in left if one.subject == chain[-1].issuer), None)
        if above is None:
            break
        chain.append(above)
        left.remove(above)
    return chain


def _opened(certificate: SealCertificate) -> Any:
    place = place_of(certificate)
    if place.source == KeySource.PKCS11:
        from signing import tokens  # noqa: PLC0415 -- its library is needed by few

        return tokens.signer(place, certificate.chain)
    return _file_signer(place, certificate)


def _file_signer(place: Place, certificate: SealCertificate) -> Any:
    from pyhanko.sign.signers import SimpleSigner  # noqa: PLC0415 -- 0.6 s, and only who signs

    from signing.asn1 import certificates_in  # noqa: PLC0415 -- as above

    _, found, _ = _read_file(place)
    if fingerprint(found) != certificate.fingerprint:
        raise CertificateUnreadable(
            certificate=place.label, why="文件里是另一张证书，不是登记的那张"
        )
    signer = SimpleSigner.load_pkcs12_data(
        path_of(place).read_bytes(),
        other_certs=certificates_in(certificate.chain)[1:],
        passphrase=_passphrase(place),
    )
    if signer is None:
        raise CertificateUnreadable(certificate=place.label, why="私钥的算法不受支持")
    return signer


def path_of(place: Place) -> Path:
    """The key file in the folder of the current county. Raises CertificateUnreadable."""
    if not _PLAIN_NAME.fullmatch(place.file_name):
        raise CertificateUnreadable(
            certificate=place.label, why="文件名只能用字母、数字、“.”“-”和“_”，不能带目录"
        )
    return Path(settings.YUJIAN_SEALS_DIR) / county().code / place.file_name


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate's DER form, as people compare it."""
    return certificate.fingerprint(SHA256()).hex()


def _read_file(place: Place) -> tuple[Any, x509.Certificate, list[x509.Certificate]]:
    path = path_of(place)
    try:
        content = path.read_bytes()
    except OSError as trouble:
        why = f"密钥目录里没有文件“{place.file_name}”，或者没有读取权限"
        raise CertificateUnreadable(certificate=place.label, why=why) from trouble
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(content, _passphrase(place))
    except ValueError as trouble:
        why = "口令不正确，或者不是 PKCS#12 文件"
        raise CertificateUnreadable(certificate=place.label, why=why) from trouble
    if key is None or certificate is None:
        raise CertificateUnreadable(certificate=place.label, why="文件里缺少私钥或者证书")
    return key, certificate, others


def _passphrase(place: Place) -> bytes | None:
    """As registered; else the first line of ``<file>.secret`` beside the key file."""
    if place.secret:
        return place.secret.encode()
    beside = path_of(place)
    beside = beside.with_name(beside.name + ".secret")
    if beside.is_file():
        return beside.read_text(encoding="utf-8").splitlines()[0].encode()
    return None


def _public(key_or_certificate: Any) -> bytes:
    der = key_or_certificate.public_key().public_bytes(
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    )
    return bytes(der)

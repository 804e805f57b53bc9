"""Keys in a hardware token, by PKCS#11: the key never leaves it, only the signature does."""

from __future__ import annotations

import asyncio
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from pkcs11 import Attribute, ObjectClass
from pkcs11.exceptions import PKCS11Error
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.general import SigningError
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

from signing.asn1 import certificates_in
from signing.credentials import Place, fingerprint, in_order
from signing.errors import CertificateUnreadable


def read_chain(place: Place) -> list[x509.Certificate]:
    """The certificate beside the key of this label, and those above it in the token.

    The key proves itself by a signature that the certificate verifies. Raises
    CertificateUnreadable.
    """
    session = _session(place)
    try:
        certificate = _certificate_of_key(session, place)
        chain = in_order(certificate, _all_certificates(session))
        pem = "".join(one.public_bytes(Encoding.PEM).decode() for one in chain)
        _require_pair(_signer(session, place, pem), certificate, place)
        return chain
    except PKCS11Error as trouble:
        raise _unreadable(place, trouble) from trouble
    finally:
        session.close()


def signer(place: Place, chain: str) -> Any:
    """pyHanko's signer over an open session. Raises CertificateUnreadable."""
    session = _session(place)
    registered = x509.load_pem_x509_certificates(chain.encode())[0]
    if fingerprint(_certificate_of_key(session, place)) != fingerprint(registered):
        session.close()
        raise CertificateUnreadable(
            certificate=place.label, why="设备里是另一张证书，不是登记的那张"
        )
    return _signer(session, place, chain)


def _signer(session: Any, place: Place, chain: str) -> Any:
    own, *above = certificates_in(chain)
    return PKCS11Signer(session, signing_cert=own, ca_chain=above, key_label=place.key_label)


def _session(place: Place) -> Any:
    if not settings.YUJIAN_PKCS11_MODULE:
        raise CertificateUnreadable(
            certificate=place.label, why="没有设置密码设备的驱动程序（YUJIAN_PKCS11_MODULE）"
        )
    try:
        return open_pkcs11_session(
            settings.YUJIAN_PKCS11_MODULE,
            token_criteria=TokenCriteria(label=place.token_label),
            user_pin=place.secret or None,
        )
    except Exception as trouble:  # the driver is foreign code: RuntimeError, OSError, its own
        raise _unreadable(place, trouble) from trouble


def _unreadable(place: Place, trouble: Exception) -> CertificateUnreadable:
    kind = type(trouble).__name__
    why = "PIN 不正确" if "Pin" in kind else f"密码设备没有接上或者不能用（{kind}）"
    return CertificateUnreadable(certificate=place.label, why=why)


def _certificate_of_key(session: Any, place: Place) -> x509.Certificate:
    wanted = {Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.LABEL: place.key_label}
    found = [
        x509.load_der_x509_certificate(one[Attribute.VALUE]) for one in session.get_objects(wanted)
    ]
    if len(found) != 1:
        raise CertificateUnreadable(
            certificate=place.label,
            why=f"设备里标签为“{place.key_label}”的证书应有一张，实有{len(found)}张",
        )
    return found[0]


def _all_certificates(session: Any) -> list[x509.Certificate]:
    wanted = {Attribute.CLASS: ObjectClass.CERTIFICATE}
    return [
        x509.load_der_x509_certificate(one[Attribute.VALUE]) for one in session.get_objects(wanted)
    ]


def _require_pair(signer: Any, certificate: x509.Certificate, place: Place) -> None:
    try:
        told = asyncio.run(signer.async_sign_raw(b"does the key fit?", "sha256"))
    except SigningError as trouble:
        raise _unreadable(place, trouble) from trouble
    if not _verifies(certificate, told, b"does the key fit?"):
        raise CertificateUnreadable(certificate=place.label, why="私钥与证书不配对")


def _verifies(certificate: x509.Certificate, signature: bytes, content: bytes) -> bool:
    key = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, content, padding.PKCS1v15(), SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, content, ec.ECDSA(SHA256()))
        else:
            return False
    except InvalidSignature:
        return False
    return True

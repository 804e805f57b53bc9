"""Was a certificate revoked? Lists (CRL) and answers (OCSP), from a folder and from its issuer.

Addresses stand in the certificates themselves; only those of registered certificates and of
our authority of time stamps are ever asked, never those of a file that somebody sent.
"""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID as Access
from django.conf import settings

_log = logging.getLogger(__name__)
_TIMEOUT_S = 5
_MOST_BYTES = 4 * 1024 * 1024
_SUFFIXES = (".crl", ".pem", ".der")


def kept_lists() -> list[bytes]:
    """The revocation lists of ``YUJIAN_SEAL_CRLS_DIR`` (DER). An unreadable one is logged."""
    folder = settings.YUJIAN_SEAL_CRLS_DIR
    if not folder:
        return []
    found = (path for path in sorted(Path(folder).glob("*")) if path.suffix in _SUFFIXES)
    return [der for path in found if (der := _as_list(path.read_bytes(), str(path)))]


def fetched(chain: list[x509.Certificate]) -> tuple[list[bytes], list[bytes]]:
    """Lists and OCSP answers (DER) for a chain, asked of the issuers now. Takes seconds.

    What does not answer is logged and left out: whoever needs it notices that it lacks.
    """
    lists, answers = [], []
    for certificate, issuer in zip(chain, chain[1:], strict=False):
        answers += [
            der for url in _ocsp_urls(certificate) if (der := _ask(url, certificate, issuer))
        ]
        lists += [der for url in _crl_urls(certificate) if (der := _fetch_list(url))]
    return lists, answers


def revoked_after(answers: list[bytes], moment: datetime) -> dict[bytes, datetime]:
    """Those OCSP answers (DER) that tell of a revocation later than ``moment``, with its moment.

    Their signatures are not checked here.
    """
    later = {}
    for der in answers:
        try:
            at = ocsp.load_der_ocsp_response(der).revocation_time_utc
        except ValueError:  # not an answer, or one on several certificates: left as it is
            continue
        if at is not None and at > moment:
            later[der] = at
    return later


def _crl_urls(certificate: x509.Certificate) -> list[str]:
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except x509.ExtensionNotFound:
        return []
    names = [name for point in points for name in point.full_name or []]
    return [str(name.value) for name in names if _is_web(name)]


def _ocsp_urls(certificate: x509.Certificate) -> list[str]:
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess)
    except x509.ExtensionNotFound:
        return []
    places = [one for one in access.value if one.access_method == Access.OCSP]
    return [str(one.access_location.value) for one in places if _is_web(one.access_location)]


def _is_web(name: x509.GeneralName) -> bool:
    return isinstance(name, x509.UniformResourceIdentifier) and name.value.startswith(
        ("http://", "https://")
    )


def _fetch_list(url: str) -> bytes | None:
    content = _open(Request(url))  # noqa: S310 -- only web addresses come here
    return _as_list(content, url) if content else None


def _ask(url: str, certificate: x509.Certificate, issuer: x509.Certificate) -> bytes | None:
    # SHA-1 names the certificate in the question; every responder knows it, nothing rests on it.
    query = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, SHA1()).build()  # noqa: S303 -- as above
    headers = {"Content-Type": "application/ocsp-request"}
    content = _open(Request(url, data=query.public_bytes(Encoding.DER), headers=headers))  # noqa: S310 -- as above
    if content is None:
        return None
    try:
        told = ocsp.load_der_ocsp_response(content)
    except ValueError:
        _log.warning("no OCSP answer: %s", url)
        return None
    is_told = told.response_status == ocsp.OCSPResponseStatus.SUCCESSFUL
    return content if is_told else None


def _open(request: Request) -> bytes | None:
    try:
        with urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310 -- only web addresses come here
            return bytes(answer.read(_MOST_BYTES))
    except (URLError, OSError) as trouble:
        _log.warning("no word on revocation from %s: %s", request.full_url, trouble)
        return None


def _as_list(content: bytes, where: str) -> bytes | None:
    """A list as DER; None when it is none."""
    try:
        if content.startswith(b"-----BEGIN"):
            return x509.load_pem_x509_crl(content).public_bytes(Encoding.DER)
        return x509.load_der_x509_crl(content).public_bytes(Encoding.DER)
    except ValueError:
        _log.warning("no revocation list: %s", where)
        return None

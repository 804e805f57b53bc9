"""RFC 3161: an authority outside vouches that bytes existed at a moment.

It is sent a digest and answers with a signed token; nobody here can make one afterwards.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from cryptography.x509 import Certificate, load_pem_x509_certificates
from django.conf import settings
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)
from rfc3161_client.tsp import PKIStatus

from common.errors import TimeStampAway, TimeStampWrong

_log = logging.getLogger(__name__)
_TIMEOUT_S = 10
_MOST_BYTES = 256 * 1024  # a token is some 5 kB with its certificates


@dataclass(frozen=True, slots=True)
class Stamped:
    """What a time stamp says. ``token`` is the authority's whole answer (DER)."""

    token: bytes
    at: datetime
    authority: str
    serial: str


def is_configured() -> bool:
    """Is there an authority to ask?"""
    return bool(settings.YUJIAN_TSA_URL)


def can_be_checked() -> bool:
    """Is there a root to check stamps against?"""
    return bool(settings.YUJIAN_TSA_ROOTS)


def ask(content: bytes) -> Stamped:
    """A time stamp over ``content``, checked before it is believed.

    Takes up to ten seconds; call it without a lock. Raises TimeStampAway, TimeStampWrong.
    """
    request = TimestampRequestBuilder(content, HashAlgorithm.SHA256).build()
    token = post(request.as_bytes())
    return _checked(token, content, VerifierBuilder.from_request(request))


def check(token: bytes, content: bytes) -> Stamped:
    """What a stored stamp says of ``content``. Raises TimeStampWrong.

    The authority's certificate must have been valid at the moment of the stamp, not now.
    """
    return _checked(token, content, VerifierBuilder())


def post(query: bytes) -> bytes:
    """The authority's answer to a request (DER in, DER out), unchecked. Raises TimeStampAway."""
    headers = {
        "Content-Type": "application/timestamp-query",
        "Accept": "application/timestamp-reply",
    }
    request = Request(settings.YUJIAN_TSA_URL, data=query, headers=headers)  # noqa: S310 -- the settings let only web addresses pass
    try:
        with urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310 -- as above
            return bytes(answer.read(_MOST_BYTES))
    except (URLError, OSError) as trouble:
        _log.warning("the authority of time stamps does not answer: %s", trouble)
        raise TimeStampAway from trouble


def _checked(token: bytes, content: bytes, builder: VerifierBuilder) -> Stamped:
    try:
        response = decode_timestamp_response(token)
    except ValueError as trouble:
        raise TimeStampWrong(reason="不是时间戳应答，或者已经损坏") from trouble
    if response.status != PKIStatus.GRANTED:
        raise TimeStampWrong(reason="时间戳服务没有同意盖戳")
    try:
        for certificate in _trusted():
            is_root = certificate.subject == certificate.issuer
            add = builder.add_root_certificate if is_root else builder.add_intermediate_certificate
            builder = add(certificate)
        builder.build().verify_message(response, content)
    except (VerificationError, ValueError) as trouble:
        _log.warning("a time stamp does not hold: %s", trouble)
        raise TimeStampWrong(reason=_reason(str(trouble))) from trouble
    told = response.tst_info
    return Stamped(token, told.gen_time, _signer(response), f"{told.serial_number:x}")


def _reason(trouble: str) -> str:
    """The library's words for what people must tell apart."""
    if trouble == "Mismatch between messages":
        return "内容与盖戳时不一致"
    if trouble == "Nonce mismatch":
        return "不是对这次请求的应答"
    return "签名或者证书不可信"


def _signer(response: TimeStampResponse) -> str:
    """Who issued the certificate that signed: the one name that the signature itself covers."""
    (signer,) = response.signed_data.signer_infos
    return str(signer.issuer.rfc4514_string())


def _trusted() -> list[Certificate]:
    path = Path(settings.YUJIAN_TSA_ROOTS or "/nowhere")
    if not path.is_file():
        raise TimeStampWrong(reason="没有可信的根证书")
    return _certificates(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _certificates(path: Path, changed_ns: int) -> list[Certificate]:
    return load_pem_x509_certificates(path.read_bytes())

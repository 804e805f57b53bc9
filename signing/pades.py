"""PAdES on a PDF: sign, stamp, and add what a check in thirty years will need.

Always as an incremental update: the printed file stays in front, byte for byte, and its PDF/A
form is kept, because the field is invisible and nothing is drawn.
"""

from __future__ import annotations

import asyncio
import io
from datetime import datetime
from typing import Any

from cryptography import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.signers.pdf_signer import PdfSigningSession, TimestampDSSContentSettings
from pyhanko.sign.validation.dss import async_add_validation_info
from pyhanko_certvalidator import ValidationContext

from signing import revocation
from signing.errors import PdfNotSignable, RevocationAway, SignatureFailed
from signing.stamper import Stamper
from signing.trust import context, stamp_roots

FIELD = "Seal"
DIGEST = "sha256"
_DSS = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)


class _Signer(PdfSigner):
    """Takes its moment from the caller, where pyHanko would look at the clock."""

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at = at

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._at
        return session


def sign(
    pdf: bytes, signer: Any, *, at: datetime, reason: str, organ: str, stamper: Stamper | None
) -> bytes:
    """A B-T signature, or B-B without ``stamper``.

    Raises PdfNotSignable, SignatureFailed and what the stamper raises; nothing is kept anywhere.
    """
    about = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=DIGEST,
        reason=reason,
        name=organ,
        subfilter=SigSeedSubFilter.PADES,
        signer_key_usage=set(),  # asked at registration, in words
    )
    writer = _writer(pdf)
    if writer.prev.embedded_signatures:
        raise PdfNotSignable(why="文件已经带有签名")
    try:
        told = _Signer(about, signer, timestamper=stamper, at=at).sign_pdf(writer)
    except PdfError as trouble:
        raise PdfNotSignable(why="文件结构有误") from trouble
    except SigningError as trouble:
        raise SignatureFailed(why=_short(trouble)) from trouble
    return bytes(told.getvalue())


def stamp(pdf: bytes, stamper: Stamper) -> bytes:
    """A document time stamp over everything so far: B-B becomes B-T.

    Raises PdfNotSignable, SignatureFailed and what the stamper raises.
    """
    return _stamped(_writer(pdf), stamper, None)


def archive(pdf: bytes, stamper: Stamper, *, chain: str, label: str, at: datetime) -> bytes:
    """Certificates, revocation lists and OCSP answers go into the file, then a time stamp.

    Raises RevocationAway, PdfNotSignable, SignatureFailed and what the stamper raises.
    """
    certificates = x509.load_pem_x509_certificates(chain.encode())
    lists, answers = revocation.fetched(certificates)
    lists += revocation.kept_lists()
    knows = context(
        at, crls=lists, ocsps=answers, extra_roots=stamp_roots(), others=chain, must_know=True
    )
    filled = _with_validation_info(pdf, knows, label)
    return _stamped(_writer(filled), stamper, knows)


def _with_validation_info(pdf: bytes, knows: ValidationContext, label: str) -> bytes:
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        (signature,) = reader.embedded_regular_signatures
        told = asyncio.run(async_add_validation_info(signature, knows, add_vri_entry=False))
    except PdfError as trouble:
        raise PdfNotSignable(why="文件结构有误") from trouble
    except Exception as trouble:  # the library's errors of validation share no base
        raise RevocationAway(certificate=label) from trouble
    return bytes(told.getvalue())


def _stamped(
    writer: IncrementalPdfFileWriter, stamper: Stamper, knows: ValidationContext | None
) -> bytes:
    try:
        told = PdfTimeStamper(stamper).timestamp_pdf(
            writer, DIGEST, validation_context=knows, dss_settings=_DSS
        )
    except PdfError as trouble:
        raise PdfNotSignable(why="文件结构有误") from trouble
    except SigningError as trouble:
        raise SignatureFailed(why=_short(trouble)) from trouble
    return bytes(told.getvalue())


def _writer(pdf: bytes) -> IncrementalPdfFileWriter:
    try:
        return IncrementalPdfFileWriter(io.BytesIO(pdf))
    except (PdfError, ValueError, KeyError) as trouble:
        raise PdfNotSignable(why="不是 PDF 文件，或者文件已损坏") from trouble


def _short(trouble: Exception) -> str:
    return str(trouble).partition("\n")[0][:120]

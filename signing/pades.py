"""PAdES on a PDF: sign, stamp, and add what a check in thirty years will need.

Always as an incremental update: the printed file stays in front, byte for byte, and its PDF/A
form is kept, because the field is invisible and nothing is drawn.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from cryptography import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError, extract_certificate_info
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.signers.pdf_signer import PdfSigningSession, TimestampDSSContentSettings
from pyhanko.sign.validation.dss import async_add_validation_info
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, RevokedError, ValidationError

from common.clock import chinese_date, localdate
from signing import revocation
from signing.credentials import in_order
from signing.errors import PdfNotSignable, RevocationAway, SignatureFailed
from signing.stamper import Stamper
from signing.trust import context, stamp_chain_parts, stamp_roots

FIELD = "Seal"
DIGEST = "sha256"
_SECOND = timedelta(seconds=1)
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


def archive(
    pdf: bytes,
    stamper: Stamper,
    *,
    chain: str,
    label: str,
    at: datetime,
    stamped_at: datetime | None = None,
) -> bytes:
    """Certificates, revocation lists and OCSP answers go into the file, then a time stamp.

    Args:
        stamped_at: what a time stamp in the file proves already. The signer's certificate is
            judged as of then: a case is archived years after its papers were signed, and the
            certificate may have run out or been revoked meanwhile. None: as of ``at``.

    Raises RevocationAway, PdfNotSignable, SignatureFailed and what the stamper raises.
    """
    lists, answers = _word_on_revocation(pdf, stamper, chain)
    # What the authorities say now counts for a moment before: they were asked after it.
    knows = partial(
        context, crls=lists, ocsps=answers, extra_roots=stamp_roots(), others=chain, is_past=True
    )
    moment = stamped_at or at
    later = revocation.revoked_after(answers, moment)
    # Good then and revoked since is word enough, of an authority that proves it is one.
    is_told = bool(later) and _is_revoked(pdf, knows(max(later.values()) + _SECOND, must_know=True))
    try:
        filled = _with_validation_info(pdf, knows(moment, must_know=not is_told), label)
    except RevokedError as revoked:
        day = chinese_date(localdate(revoked.revocation_dt))
        why = f"签名证书“{label}”已于{day}被吊销，且不能证明签名早于吊销"
        raise PdfNotSignable(why=why) from revoked
    return _stamped(_writer(filled), stamper, knows(at, must_know=True))


def _word_on_revocation(
    pdf: bytes, stamper: Stamper, chain: str
) -> tuple[list[bytes], list[bytes]]:
    """Lists and OCSP answers for the signer's chain and for those of all time stamps."""
    chains = [x509.load_pem_x509_certificates(chain.encode()), *_stamp_chains(pdf, stamper)]
    lists, answers = revocation.kept_lists(), []
    for one in chains:
        more_lists, more_answers = revocation.fetched(one)
        lists += more_lists
        answers += more_answers
    return list(dict.fromkeys(lists)), list(dict.fromkeys(answers))


def _stamp_chains(pdf: bytes, stamper: Stamper) -> Iterator[list[x509.Certificate]]:
    """Of the stamps in the file and of the one to come; a stranger's is left out."""
    reader = PdfFileReader(io.BytesIO(pdf))
    (signature,) = reader.embedded_regular_signatures
    stamps = [
        *extract_tst_data_iter(signature.signer_info, signed=False),
        *(one.signed_data for one in reader.embedded_timestamp_signatures),
        asyncio.run(stamper.async_dummy_response(DIGEST))["content"],
    ]
    known = [x509.load_der_x509_certificate(one.dump()) for one in stamp_chain_parts()]
    for signed_data in stamps:
        sent = extract_certificate_info(signed_data)
        own, *others = [
            x509.load_der_x509_certificate(one.dump())
            for one in (sent.signer_cert, *sent.other_certs)
        ]
        found = in_order(own, [*others, *known])
        if found[-1] in known:
            yield found


def _is_revoked(pdf: bytes, knows: ValidationContext) -> bool:
    try:
        _with_validation_info(pdf, knows, "")
    except RevokedError:
        return True
    except RevocationAway:
        return False
    return False


def _with_validation_info(pdf: bytes, knows: ValidationContext, label: str) -> bytes:
    """Raises RevokedError, RevocationAway, PdfNotSignable."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        (signature,) = reader.embedded_regular_signatures
        told = asyncio.run(async_add_validation_info(signature, knows, add_vri_entry=False))
    except PdfError as trouble:
        raise PdfNotSignable(why="文件结构有误") from trouble
    except RevokedError:
        raise
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
    except (PathError, ValidationError) as trouble:
        raise RevocationAway(certificate="时间戳服务") from trouble
    return bytes(told.getvalue())


def _writer(pdf: bytes) -> IncrementalPdfFileWriter:
    try:
        return IncrementalPdfFileWriter(io.BytesIO(pdf))
    except (PdfError, ValueError, KeyError) as trouble:
        raise PdfNotSignable(why="不是 PDF 文件，或者文件已损坏") from trouble


def _short(trouble: Exception) -> str:
    return str(trouble).partition("\n")[0][:120]

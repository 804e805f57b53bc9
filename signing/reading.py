"""The signatures of a PDF, read with pyHanko and held to our strictness."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, RevokedError, ValidationError

from common.clock import chinese_date, localdate
from signing import revocation
from signing.states import Level, Outcome
from signing.strictness import container_problem
from signing.trust import context, seal_roots, stamp_roots

_MARK = re.compile(rb"/ByteRange|/Type\s*/Sig\b|/FT\s*/Sig")
_ANY_USE = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)
_REVOKED = (
    AdESFailure.REVOKED,
    AdESIndeterminate.REVOKED_NO_POE,
    AdESIndeterminate.REVOKED_CA_NO_POE,
)
_OUT_OF_TIME = (
    AdESIndeterminate.EXPIRED,
    AdESIndeterminate.NOT_YET_VALID,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED,
    AdESFailure.NOT_YET_VALID,
)
_FOREIGN_STAMP = "文件上有一枚时间戳不是由可信的时间戳服务签发，未予采信。"


class BrokenPdf(Exception):
    """Not as its signer left it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Found:
    """What the signature says, before it is judged."""

    signer: str
    fingerprint: str
    signed_at: datetime | None
    stamped_at: datetime | None = None
    level: Level = Level.B_B
    trouble: Outcome | None = None
    trouble_at: datetime | None = None
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class SignedPaper:
    """A PDF with exactly one signature and any number of time stamps."""

    pdf: bytes
    reader: PdfFileReader
    signature: Any
    stamps: list[Any]

    async def examine(self, at: datetime) -> Found:
        """Integrity first, then time, then trust. Raises BrokenPdf."""
        self._require_covered()
        try:
            found = self._named()
            await self._check_signature(found, await self._proven_moments(found), at)
        except BrokenPdf:
            raise
        except Exception as odd:  # foreign bytes in a foreign library: anything may come
            raise BrokenPdf("签名数据不能读取") from odd
        if found.stamped_at is not None:
            found.level = Level.B_LTA if self._has_proof_inside() and self.stamps else Level.B_T
        return found

    def _named(self) -> Found:
        certificate = self.signature.signer_cert
        name = certificate.subject.native.get("common_name") or "（未具名）"
        return Found(
            signer=str(name),
            fingerprint=certificate.sha256.hex(),
            signed_at=self.signature.self_reported_timestamp,
        )

    def _require_covered(self) -> None:
        """Every byte lies under the last signature or in a container with one allowed form."""
        every = [self.signature, *self.stamps]
        try:
            ends = [_end(one) for one in every]
            if max(ends) != len(self.pdf):
                raise BrokenPdf("签名之后附加了内容")
            for one in every:
                roots = stamp_roots() if one in self.stamps else seal_roots()
                problem = container_problem(self.pdf, list(one.byte_range), roots)
                if problem:
                    raise BrokenPdf(problem)
        except BrokenPdf:
            raise
        except Exception as odd:  # as below
            raise BrokenPdf("签名范围不对") from odd

    async def _proven_moments(self, found: Found) -> list[datetime]:
        """Moments of the document's stamps that hold. A stamp over other bytes breaks the paper."""
        proven = []
        for stamp in self.stamps:
            moment = _moment(stamp.signed_data)
            status = await async_validate_pdf_timestamp(stamp, _stamp_context(moment))
            _require_intact(status)
            if status.trusted:
                proven.append(moment)
            else:
                found.remarks.append(_FOREIGN_STAMP)
        return proven

    async def _check_signature(self, found: Found, proven: list[datetime], at: datetime) -> None:
        """The signer's chain as of the oldest good stamp, or of ``at`` when there is none."""
        inner = [_moment(one) for one in extract_tst_data_iter(self._signer, signed=False)]
        found.stamped_at = min([*proven, *inner], default=None)
        status = await self._status(found.stamped_at, at)
        stamp = status.timestamp_validity
        if stamp is not None:
            _require_intact_stamp(stamp)
            if not stamp.trusted:  # nobody's we trust: as if it were not there
                found.remarks.append(_FOREIGN_STAMP)
                found.stamped_at = min(proven, default=None)
                status = await self._status(found.stamped_at, at)
        if not status.trusted:
            found.trouble = _trouble(status.trust_problem_indic)
            revoked = status.revocation_details
            found.trouble_at = revoked.revocation_date if revoked else None
        elif found.stamped_at is not None and (later := await self._revoked_at(at)):
            found.remarks.append(
                f"签名证书已于{chinese_date(localdate(later))}被吊销；"
                "时间戳证明签名在吊销之前作出，签名仍然有效。"
            )
        elif not any(self._proof_inside()) and not revocation.kept_lists():
            found.remarks.append("没有可用的吊销信息，未能核查证书是否已被吊销。")

    async def _revoked_at(self, at: datetime) -> datetime | None:
        """When the signer's certificate was revoked, for all that is known at ``at``."""
        own = self.signature.signer_cert
        knows = self._knows(min(at, own.not_valid_after), is_past=True)
        chain = CertificateValidator(
            own, self.signature.other_embedded_certs, validation_context=knows
        )
        try:
            await chain.async_validate_path()
        except RevokedError as revoked:
            return revoked.revocation_dt
        except (PathError, ValidationError):  # no word on it, or none that holds
            return None
        return None

    def _knows(self, moment: datetime, *, is_past: bool) -> ValidationContext:
        lists, answers = self._proof_inside()
        return context(
            moment, crls=[*lists, *revocation.kept_lists()], ocsps=answers, is_past=is_past
        )

    async def _status(self, stamped_at: datetime | None, at: datetime) -> Any:
        knows = self._knows(stamped_at or at, is_past=stamped_at is not None)
        status = await async_validate_pdf_signature(
            self.signature, knows, _stamp_context(stamped_at or at), key_usage_settings=_ANY_USE
        )
        _require_intact(status)
        if status.modification_level not in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES):
            raise BrokenPdf("签名之后修改了文书内容")
        return status

    @property
    def _signer(self) -> Any:
        return self.signature.signer_info

    def _has_proof_inside(self) -> bool:
        return "/DSS" in self.reader.root

    def _proof_inside(self) -> tuple[list[bytes], list[bytes]]:
        """Revocation lists and OCSP answers that the file carries."""
        if not self._has_proof_inside():
            return [], []
        dss = self.reader.root["/DSS"]
        return (
            [bytes(one.get_object().data) for one in dss.get("/CRLs", ())],
            [bytes(one.get_object().data) for one in dss.get("/OCSPs", ())],
        )


def read(pdf: bytes) -> SignedPaper | None:
    """The signature of a PDF; None when it bears none. Raises BrokenPdf."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        signatures = list(reader.embedded_regular_signatures)
        stamps = list(reader.embedded_timestamp_signatures)
    except Exception as odd:  # a file that is no PDF, or no longer one
        if _MARK.search(pdf):
            raise BrokenPdf("文件结构已损坏") from odd
        return None
    if not signatures and not stamps:
        if _MARK.search(pdf):
            raise BrokenPdf("签名已损坏")
        return None
    if len(signatures) != 1:
        raise BrokenPdf("签名应为一个")
    return SignedPaper(pdf, reader, signatures[0], stamps)


def _end(signature: Any) -> int:
    _, _, after, rest = (int(number) for number in signature.byte_range)
    return after + rest


def _moment(signed_data: Any) -> datetime:
    moment = signed_data["encap_content_info"]["content"].parsed["gen_time"].native
    assert isinstance(moment, datetime)
    return moment


def _stamp_context(moment: datetime) -> Any:
    return context(moment, roots=stamp_roots(), is_past=True)


def _require_intact(status: Any) -> None:
    _require_intact_stamp(status)
    if status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        raise BrokenPdf("签名没有覆盖全部内容")


def _require_intact_stamp(status: Any) -> None:
    if not (status.intact and status.valid):
        raise BrokenPdf("内容与签名不符")


def _trouble(indication: Any) -> Outcome:
    if indication in _REVOKED:
        return Outcome.REVOKED
    if indication in _OUT_OF_TIME:
        return Outcome.EXPIRED
    return Outcome.UNTRUSTED

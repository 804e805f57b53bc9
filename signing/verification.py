"""Is this PDF what was signed, by whom, and did the certificate hold then?

The rules, in this order (decision 0050): every byte is covered, by a signature or by a form that
allows one value only; signatures and stamps fit; nothing but proof was added after signing; the
signer's certificate stands under a root of ours and is one that the county registered; it held,
and was not revoked, at the moment that the oldest good time stamp proves, or now if there is none.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from common.clock import CHINA
from signing.states import Level, Outcome


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found, with one sentence for people.

    ``signed_at``: as the signer says. ``stamped_at``: as an authority of time stamps proves.
    ``fingerprint``: of the signer's certificate (SHA-256). ``remarks``: what does not change the
    outcome and should be known.
    """

    outcome: Outcome
    sentence: str
    signer: str = ""
    signed_at: datetime | None = None
    stamped_at: datetime | None = None
    level: Level = Level.NONE
    fingerprint: str = ""
    remarks: tuple[str, ...] = field(default=())

    @property
    def is_valid(self) -> bool:
        return self.outcome == Outcome.VALID


def verify_pdf(pdf: bytes, *, at: datetime) -> Verdict:
    """Check a signed PDF as of ``at`` against the roots and the certificates of this county.

    Takes some hundredths of a second and asks nobody outside. Never raises for a strange file:
    what cannot be read as a signed PDF is changed or not signed.
    """
    from signing.models import SealCertificate  # noqa: PLC0415 -- examine() works without tables

    known = set(SealCertificate.objects.values_list("fingerprint", flat=True))
    return examine(pdf, at=at, known=known)


def examine(pdf: bytes, *, at: datetime, known: Collection[str] | None = None) -> Verdict:
    """The same for given fingerprints of certificates; ``known`` None: any under our roots."""
    from signing.reading import BrokenPdf, read  # noqa: PLC0415 -- pyHanko costs 0.6 s

    try:
        paper = read(pdf)
    except BrokenPdf as broken:
        return _changed(broken.reason)
    if paper is None:
        return Verdict(Outcome.NOT_SIGNED, "文件没有电子签名。")
    try:
        found = asyncio.run(paper.examine(at))
    except BrokenPdf as broken:
        return _changed(broken.reason)
    return _judge(found, at=at, known=known)


def checksum(pdf: bytes) -> str:
    """The SHA-256 under which a county would know this file."""
    return sha256(pdf).hexdigest()


def _changed(reason: str) -> Verdict:
    return Verdict(Outcome.CHANGED, f"文件在签名之后被改动过，不可采信（{reason}）。")


def _judge(found: Any, *, at: datetime, known: Collection[str] | None) -> Verdict:
    """The outcome from what was found, the worst first."""
    signer = found.signer
    if found.trouble == Outcome.REVOKED:
        day = _day(found.trouble_at)
        outcome = Outcome.REVOKED
        late = (
            f"时间戳（{_day(found.stamped_at)}）晚于吊销，" if found.stamped_at else "没有时间戳，"
        )
        sentence = (
            f"签名未被改动，但签名证书“{signer}”已于{day}被吊销，{late}不能证明签名早于吊销。"
        )
    elif found.trouble == Outcome.UNTRUSTED or (
        known is not None and found.fingerprint not in known
    ):
        outcome = Outcome.UNTRUSTED
        sentence = f"签名未被改动，但签名证书“{signer}”不是本机关登记的可信证书。"
    elif found.trouble == Outcome.EXPIRED:
        outcome = Outcome.EXPIRED
        sentence = f"签名未被改动，但签名证书“{signer}”在核验时刻不在有效期内，且没有时间戳证明签名时证书有效。"
    else:
        outcome = Outcome.VALID
        sentence = f"签名有效：由“{signer}”签名，签名后未被改动。"
    return Verdict(
        outcome,
        sentence,
        signer=signer,
        signed_at=found.signed_at,
        stamped_at=found.stamped_at,
        level=found.level,
        fingerprint=found.fingerprint,
        remarks=tuple(found.remarks),
    )


def _day(moment: datetime | None) -> str:
    if moment is None:
        return "此前"
    local = moment.astimezone(CHINA)
    return f"{local.year}年{local.month}月{local.day}日"

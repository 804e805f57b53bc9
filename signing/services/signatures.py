"""Sign a printed paper, and add proof to a signature later. Bytes in, bytes out: nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from common.clock import CHINA, chinese_date
from common.errors import Refusal, TimeStampAway, TimeStampWrong
from signing.credentials import forget, signer_of
from signing.errors import (
    PdfNotSignable,
    SealCertificateExpired,
    SealCertificateNotYetValid,
    SignatureFailed,
)
from signing.models import SealCertificate
from signing.states import Level, Outcome


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed paper. Without a certificate in use it is the paper as it came, level ``none``.

    ``wanted``: the level it should have; where it is higher than ``level``, ``shortfall`` says
    in a sentence why it is not reached yet.
    """

    pdf: bytes
    level: Level
    certificate: SealCertificate | None = None
    wanted: Level = Level.NONE
    shortfall: str = ""


def sign_pdf(pdf: bytes, *, at: datetime, reason: str) -> Signed:
    """Sign with the county's certificate in use: B-T with an authority of time stamps, else B-B.

    An authority that does not answer is no obstacle: the paper is signed B-B, and a task adds the
    stamp later (``keep_signed``). Slow (0.1 s, and up to ten more for a stamp): call it without
    a lock. Changes nothing; needs no permission, because the approval was the decision.

    Raises SealCertificateExpired, SealCertificateNotYetValid, CertificateUnreadable, PdfNotSignable,
    SignatureFailed; then nothing happened.
    """
    certificate = SealCertificate.objects.in_use().first()
    if certificate is None:
        return Signed(pdf, Level.NONE)
    _require_in_time(certificate, at)
    from signing import stamper  # noqa: PLC0415 -- pyHanko costs 0.6 s

    authority = stamper.stamper()
    if authority is None:
        signed = _signed(pdf, certificate, at, reason, None)
        return Signed(signed, Level.B_B, certificate, Level.B_B)
    try:
        stamped = _signed(pdf, certificate, at, reason, authority)
        _require_good_stamp(stamped, at)
        return Signed(stamped, Level.B_T, certificate, Level.B_T)
    except (TimeStampAway, TimeStampWrong) as away:
        plain = _signed(pdf, certificate, at, reason, None)
        return Signed(plain, Level.B_B, certificate, Level.B_T, str(away))


def upgrade_signature(pdf: bytes, *, at: datetime, wanted: Level = Level.B_T) -> Signed:
    """Add a time stamp to a signed paper, or all that its long-term form (``B_LTA``) needs.

    A paper that has what is wanted comes back as it is. The certificate may be retired by now,
    but must be registered here. Slow; call it without a lock.

    Raises PdfNotSignable (not validly signed by us), TimeStampAway, TimeStampWrong,
    RevocationAway, SignatureFailed; then nothing happened.
    """
    from signing import pades, stamper  # noqa: PLC0415 -- pyHanko costs 0.6 s
    from signing.verification import verify_pdf  # noqa: PLC0415 -- as above

    verdict = verify_pdf(pdf, at=at)
    certificate = SealCertificate.objects.filter(fingerprint=verdict.fingerprint).first()
    if certificate is None or verdict.outcome != Outcome.VALID:
        raise PdfNotSignable(why=f"现有签名不能补强。{verdict.sentence}")
    if not _lacks(verdict.level, wanted):
        return Signed(pdf, verdict.level, certificate, wanted)
    authority = stamper.stamper()
    if authority is None:
        raise TimeStampAway
    if wanted == Level.B_LTA:
        grown = pades.archive(
            pdf,
            authority,
            chain=certificate.chain,
            label=certificate.label,
            at=at,
            stamped_at=verdict.stamped_at,
        )
    else:
        grown = pades.stamp(pdf, authority)
    _require_good_stamp(grown, at)
    return Signed(grown, wanted, certificate, wanted)


def _lacks(level: Level, wanted: Level) -> bool:
    order = tuple(Level)
    return order.index(level) < order.index(wanted)


def _require_in_time(certificate: SealCertificate, at: datetime) -> None:
    if at < certificate.not_before:
        day = chinese_date(certificate.not_before.astimezone(CHINA).date())
        raise SealCertificateNotYetValid(certificate=certificate, day=day)
    if at > certificate.not_after:
        day = chinese_date(certificate.not_after.astimezone(CHINA).date())
        raise SealCertificateExpired(certificate=certificate, day=day)


def _signed(
    pdf: bytes, certificate: SealCertificate, at: datetime, reason: str, authority: object
) -> bytes:
    """One signature; a token that lost its session is opened a second time."""
    from signing import pades  # noqa: PLC0415 -- pyHanko costs 0.6 s

    for is_last in (False, True):
        signer = signer_of(certificate)
        try:
            return pades.sign(
                pdf,
                signer,
                at=at,
                reason=reason,
                organ=certificate.label,
                stamper=authority,  # type: ignore[arg-type]  # its class costs 0.6 s to import
            )
        except (PdfNotSignable, TimeStampAway, TimeStampWrong):
            raise
        except Refusal:
            forget(certificate)
            if is_last:
                raise
        except Exception as trouble:  # a token's driver is foreign code
            forget(certificate)
            if is_last:
                raise SignatureFailed(why="密码设备没有完成签名") from trouble
    raise AssertionError("the second try returns or raises")


def _require_good_stamp(pdf: bytes, at: datetime) -> None:
    """A stamp is checked before it is believed. Raises TimeStampWrong."""
    from signing.verification import examine  # noqa: PLC0415 -- pyHanko costs 0.6 s

    if examine(pdf, at=at).stamped_at is None:
        raise TimeStampWrong(reason="签名或者证书不可信")

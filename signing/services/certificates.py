"""Verbs: register a certificate of the county's seal, and retire it."""

from __future__ import annotations

from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import IntegrityError, transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.ciphers import encrypt
from common.clock import CHINA, chinese_date
from common.errors import BadInput, NotFound, WrongState
from signing import credentials
from signing.credentials import Place
from signing.errors import CertificateKnown, CertificateUnfit
from signing.models import SealCertificate
from signing.states import CertificateState


def register_certificate(place: Place, *, by: User, at: datetime) -> SealCertificate:
    """Take a certificate into use; the one in use before is retired as replaced.

    The key is opened first: it is there, the secret is right, it fits its certificate; the
    certificate holds now, may sign, and its chain ends at a root that the settings trust. The
    secret is kept encrypted, or, when it is empty, read from the file beside the key each time.

    Raises NotAllowed, CertificateUnreadable, CertificateUnfit, CertificateKnown, BadInput; then
    nothing has changed.
    """
    require(by, Permission.SEAL_MANAGE)
    if not place.label.strip():
        raise BadInput(sentence="请给证书起一个名称，例如“某某县教育局电子签名证书”。")
    chain = credentials.read_chain(place)  # slow with a token, so no lock is held yet
    _require_fit(chain, at)
    with transaction.atomic():
        before = SealCertificate.objects.select_for_update(of=("self",)).in_use().first()
        name = credentials.fingerprint(chain[0])
        known = SealCertificate.objects.filter(fingerprint=name).first()
        if known is not None:
            raise CertificateKnown(certificate=known, state=known.get_state_display())
        if before is not None:
            _retire(before, reason="由新证书接替", by=by, at=at)
        try:
            with transaction.atomic():
                made = _row(place, chain, by=by, at=at)
        except IntegrityError as taken:  # somebody else registered one at the same moment
            raise WrongState(
                thing="签名证书", state="刚被他人更换", action="登记", wanted="无人同时登记"
            ) from taken
        record(
            "seal_certificate.register",
            made,
            by=by,
            at=at,
            fingerprint=made.fingerprint,
            source=made.source,
        )
    return made


@transaction.atomic
def retire_certificate(
    certificate_id: int, *, reason: str, by: User, at: datetime
) -> SealCertificate:
    """From now on nothing is signed with it; what it signed stays signed.

    Raises NotAllowed, NotFound, WrongState, BadInput.
    """
    require(by, Permission.SEAL_MANAGE)
    found = (
        SealCertificate.objects.select_for_update(of=("self",)).filter(pk=certificate_id).first()
    )
    if found is None:
        raise NotFound(what="这张证书")
    if not reason.strip():
        raise BadInput(sentence="请写明停用的原因。")
    if found.state != CertificateState.IN_USE:
        raise WrongState(
            thing=f"证书“{found}”",
            state=found.get_state_display(),
            action="停用",
            wanted=CertificateState.IN_USE.label,
        )
    _retire(found, reason=reason.strip(), by=by, at=at)
    return found


def _retire(certificate: SealCertificate, *, reason: str, by: User, at: datetime) -> None:
    certificate.state = CertificateState.RETIRED
    certificate.retired_at, certificate.retired_by = at, by
    certificate.retire_reason = reason
    certificate.save(update_fields=["state", "retired_at", "retired_by", "retire_reason"])
    credentials.forget(certificate)
    record("seal_certificate.retire", certificate, by=by, at=at, reason=reason)


def _row(place: Place, chain: list[x509.Certificate], *, by: User, at: datetime) -> SealCertificate:
    own = chain[0]
    name = credentials.fingerprint(own)
    secret = encrypt(place.secret, purpose=credentials.secret_purpose(name)) if place.secret else ""
    return SealCertificate.objects.create(
        source=place.source,
        label=place.label.strip(),
        file_name=place.file_name,
        token_label=place.token_label,
        key_label=place.key_label,
        secret=secret,
        fingerprint=name,
        subject=own.subject.rfc4514_string()[:500],
        issuer=own.issuer.rfc4514_string()[:500],
        serial=f"{own.serial_number:x}",
        not_before=own.not_valid_before_utc,
        not_after=own.not_valid_after_utc,
        chain="".join(one.public_bytes(Encoding.PEM).decode() for one in chain),
        registered_at=at,
        registered_by=by,
    )


def _require_fit(chain: list[x509.Certificate], at: datetime) -> None:
    """Raises CertificateUnfit."""
    own = chain[0]
    if at > own.not_valid_after_utc:
        raise CertificateUnfit(why=f"它已于{_day(own.not_valid_after_utc)}到期")
    if at < own.not_valid_before_utc:
        raise CertificateUnfit(why=f"它自{_day(own.not_valid_before_utc)}起才有效")
    if not _may_sign(own):
        raise CertificateUnfit(why="它的密钥用途不含数字签名")
    if _is_authority(own):
        raise CertificateUnfit(why="它是签发证书的机构证书，不是签名用的证书")
    from signing.chains import leads_to_a_root  # noqa: PLC0415 -- pyHanko costs 0.6 s

    if not leads_to_a_root(chain, at):
        raise CertificateUnfit(
            why="它的证书链不能到达受信任的根证书（设置 YUJIAN_SEAL_ROOTS），或者中间证书不全"
        )


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return bool(certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except x509.ExtensionNotFound:
        return False


def _day(moment: datetime) -> str:
    return chinese_date(moment.astimezone(CHINA).date())

"""Signatures and refusals come in from the site."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.errors import BadInput, NotFound
from evidence import rules
from evidence.errors import SignatureUnclear, StrokesOdd
from evidence.models import Signature
from evidence.states import SignerRole
from inspections.models import Visit


@transaction.atomic
def keep_signature(
    *,
    visit: Visit,
    signer: str,
    role: str,
    strokes: rules.Strokes,
    refused_because: str,
    witness: str,
    by: User,
    at: datetime,
    about: str = "",
    device_key: str = "",
    signed_at: datetime | None = None,
) -> Signature:
    """Keep a signature, or that somebody refused to sign. The same again changes nothing.

    Args:
        strokes: lists of points [x, y] or [x, y, milliseconds]; empty for a refusal.
        refused_because, witness: the reason given, and who saw it if anybody did.
        about: SHA-256 of what was signed, such as the record as it was read out.
        signed_at: the device's clock.

    Raises NotAllowed, NotFound, BadInput, SignatureUnclear, StrokesOdd.
    """
    require(by, Permission.VISIT_RECORD)
    if not Visit.objects.visible_to(by).filter(pk=visit.pk).exists():
        raise NotFound(what="这次检查")
    signer, refused_because = signer.strip(), refused_because.strip()
    _require_clear(signer, role, strokes, refused_because)
    facts = {
        "strokes": strokes,
        "refused_because": refused_because,
        "witness": witness.strip(),
        "device_key": device_key,
        "signed_at": signed_at,
    }
    return _enter(visit, role, signer, about, facts, by=by, at=at)


def _enter(
    visit: Visit,
    role: str,
    signer: str,
    about: str,
    facts: dict[str, Any],
    *,
    by: User,
    at: datetime,
) -> Signature:
    """The row and its line of history, once."""
    signature, is_new = Signature.objects.get_or_create(
        visit=visit,
        role=role,
        signer=signer,
        digest="" if facts["refused_because"] else rules.strokes_digest(facts["strokes"]),
        about=about,
        defaults={**facts, "kept_at": at, "kept_by": by},
    )
    if is_new:
        record(
            "signature.keep",
            signature,
            by=by,
            at=at,
            visit=visit.pk,
            role=role,
            digest=signature.digest,
            about=about,
            refused=bool(facts["refused_because"]),
        )
    return signature


def _require_clear(signer: str, role: str, strokes: rules.Strokes, refused_because: str) -> None:
    if role not in SignerRole.values:
        raise BadInput(sentence="签名人的身份不在可选范围内，请重新选择。")
    if not signer:
        raise BadInput(sentence="请写明签名人的姓名。")
    if bool(strokes) == bool(refused_because):
        raise SignatureUnclear(signer=signer)
    if strokes and (reason := rules.odd_strokes(strokes)):
        raise StrokesOdd(signer=signer, reason=reason)

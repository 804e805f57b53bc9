"""Whom we trust: the roots of the seals and, apart from them, the roots of the time stamps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from pyhanko_certvalidator import ValidationContext

from signing import revocation
from signing.asn1 import certificates_in, certificates_of, is_root


def seal_roots() -> list[Any]:
    """Roots whose certificates may sign papers."""
    return certificates_of(settings.YUJIAN_SEAL_ROOTS)


def stamp_roots() -> list[Any]:
    """Roots of the authority of time stamps (the file may hold intermediates, too)."""
    return [one for one in stamp_chain_parts() if is_root(one)]


def stamp_chain_parts() -> list[Any]:
    """Roots of the authority of time stamps and what the settings say stands below them."""
    return certificates_of(settings.YUJIAN_TSA_ROOTS)


def context(
    moment: datetime,
    *,
    roots: list[Any] | None = None,
    extra_roots: Iterable[Any] = (),
    others: str = "",
    crls: Iterable[Any] = (),
    ocsps: Iterable[bytes] = (),
    must_know: bool = False,
    is_past: bool = False,
) -> ValidationContext:
    """What a chain is checked against, as of ``moment``; nothing is ever fetched.

    Args:
        others: PEM of certificates that may stand between.
        must_know: a certificate that names where it is revoked must be looked up.
        is_past: lists and answers issued after ``moment`` count, for what they say of it.
            An OCSP answer that tells of a later revocation says nothing of it.
    """
    answers = list(ocsps)
    if is_past:
        later = revocation.revoked_after(answers, moment)
        answers = [one for one in answers if one not in later]
    trusted = [*(seal_roots() if roots is None else roots), *extra_roots]
    between = certificates_in(others) if others else []
    between += [one for one in stamp_chain_parts() if not is_root(one)]
    return ValidationContext(
        trust_roots=trusted,
        other_certs=between,
        moment=moment,
        best_signature_time=moment,
        allow_fetching=False,
        crls=list(crls),
        ocsps=answers,
        revocation_mode="hard-fail" if must_know else "soft-fail",
        retroactive_revinfo=is_past,
    )

"""Checks at the start: what papers' digests need of this machine."""

from __future__ import annotations

from typing import Any

from django.core.checks import Error, register

from signing.digests import has_sm3


@register()
def openssl_knows_sm3(**_: Any) -> list[Error]:
    if has_sm3():
        return []
    return [
        Error(
            "This machine's OpenSSL does not know SM3.",
            hint="Use Debian's own Python and OpenSSL, which do.",
            id="signing.E001",
        )
    ]

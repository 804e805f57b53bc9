"""Does a chain end at a root that the settings trust?"""

from __future__ import annotations

import asyncio
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import PathError, ValidationError

from signing.asn1 import certificates_in
from signing.trust import context


def leads_to_a_root(chain: list[x509.Certificate], at: datetime) -> bool:
    """As of ``at``, by the rules of RFC 5280; revocation is asked elsewhere."""
    pem = "".join(one.public_bytes(Encoding.PEM).decode() for one in chain)
    own, *above = certificates_in(pem)
    validator = CertificateValidator(own, above, validation_context=context(at))
    try:
        asyncio.run(validator.async_validate_path())
    except (PathError, ValidationError):
        return False
    return True

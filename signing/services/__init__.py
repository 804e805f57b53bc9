"""The verbs of signing, one module per part of the work."""

from signing.services.certificates import register_certificate, retire_certificate
from signing.services.files import keep_signed, try_upgrade, upgrade_waiting, want_level
from signing.services.pictures import add_seal_picture
from signing.services.sealing import seal_by_service
from signing.services.signatures import Signed, sign_pdf, upgrade_signature

__all__ = [
    "Signed",
    "add_seal_picture",
    "keep_signed",
    "register_certificate",
    "retire_certificate",
    "seal_by_service",
    "sign_pdf",
    "try_upgrade",
    "upgrade_signature",
    "upgrade_waiting",
    "want_level",
]

"""Signatures and seals on papers: where keys lie, whom we trust, and which outside service seals.

Keys never lie in the repository or in the database; see docs/runbooks/seals.md.
"""

from django.core.exceptions import ImproperlyConfigured

from config import env
from config.settings.files import YUJIAN_LOCAL_DIR

# One folder per county code, with its PKCS#12 files; readable by the workers only.
YUJIAN_SEALS_DIR = env.folder("YUJIAN_SEALS_DIR", YUJIAN_LOCAL_DIR / "seals")
# PEM: roots whose certificates may sign papers. Time stamps: YUJIAN_TSA_ROOTS.
YUJIAN_SEAL_ROOTS = env.optional("YUJIAN_SEAL_ROOTS")
# Folder of revocation lists (DER or PEM) that the operator keeps fresh; empty: only what papers
# carry themselves and what the certificates' own addresses give.
YUJIAN_SEAL_CRLS_DIR = env.optional("YUJIAN_SEAL_CRLS_DIR")
# The PKCS#11 library of a hardware token, such as /usr/lib/softhsm/libsofthsm2.so.
YUJIAN_PKCS11_MODULE = env.optional("YUJIAN_PKCS11_MODULE")

# A certified seal service (SM2/SM3), by the contract of docs/seal-service.md. Empty: none.
YUJIAN_SEAL_SERVICE_URL = env.optional("YUJIAN_SEAL_SERVICE_URL")
YUJIAN_SEAL_SERVICE_TOKEN = env.optional("YUJIAN_SEAL_SERVICE_TOKEN")
YUJIAN_SEAL_SERVICE_TIMEOUT_S = env.number("YUJIAN_SEAL_SERVICE_TIMEOUT_S", 10)

if YUJIAN_SEAL_SERVICE_URL and not YUJIAN_SEAL_SERVICE_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured(
        f"YUJIAN_SEAL_SERVICE_URL is {YUJIAN_SEAL_SERVICE_URL!r}; it must be a web address."
    )

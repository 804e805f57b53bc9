"""Time stamps by RFC 3161: which authority is asked, and whose root vouches for it."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config import env

# Empty: nothing is stamped. The authority sees digests only, never a file.
YUJIAN_TSA_URL = env.optional("YUJIAN_TSA_URL")
# PEM: the authority's roots, and between them and its certificate what it does not send itself.
YUJIAN_TSA_ROOTS = env.optional("YUJIAN_TSA_ROOTS")

if YUJIAN_TSA_URL and not YUJIAN_TSA_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured(f"YUJIAN_TSA_URL is {YUJIAN_TSA_URL!r}; it must be a web address.")
if YUJIAN_TSA_URL and not (YUJIAN_TSA_ROOTS and Path(YUJIAN_TSA_ROOTS).is_file()):
    raise ImproperlyConfigured(
        "YUJIAN_TSA_URL is set, but YUJIAN_TSA_ROOTS names no file: without the authority's root "
        "certificate its stamps prove nothing."
    )

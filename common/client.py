"""Where a request came from, as far as that can be known."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from django.conf import settings


def client_address(meta: Mapping[str, Any]) -> str:
    """The address of the client, empty when it cannot be known.

    Only what our own proxies wrote is believed: each appends one address to the header, so the
    client's stands as many places from the right as there are proxies (``YUJIAN_PROXIES``).

    Args:
        meta: ``request.META``.
    """
    found = str(meta.get("REMOTE_ADDR") or "")
    if settings.YUJIAN_PROXIES:
        passed = [part.strip() for part in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
        found = passed[-settings.YUJIAN_PROXIES] if len(passed) >= settings.YUJIAN_PROXIES else ""
    try:
        return str(ip_address(found))
    except ValueError:
        return ""  # a local socket, or a header that nobody of ours wrote

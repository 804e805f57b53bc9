"""The keys that stamp history, the newest first, and whose history it is."""

from __future__ import annotations

from django.conf import settings
from django.db import connection

from audit.rules import key_id
from tenants.models import County


def newest_key() -> str:
    return _ring()[0]


def all_keys() -> dict[str, str]:
    """By the name that stands in a stamp."""
    return {key_id(key): key for key in _ring()}


def _ring() -> list[str]:
    own: list[str] = settings.YUJIAN_HISTORY_KEYS
    return own or [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def chain_code() -> str:
    """Whose history this is: the county's code, or ``public``. It stands in every stamp and chain.

    From the schema's name where no county's row is at hand: opening and moving a county write
    history too, and asking the database on every line would be dear.
    """
    tenant = getattr(connection, "tenant", None)  # django-tenants' own, not in Django's types
    if isinstance(tenant, County):
        return tenant.code
    return str(tenant.schema_name if tenant else "public").removeprefix("c")

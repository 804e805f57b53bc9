"""Keys of shared stores carry the county: caches, locks, file names."""

from django_tenants.cache import make_key

from tenants.current import schema

__all__ = ["county_key", "make_key"]


def county_key(name: str) -> str:
    """``name`` with the county before it, for anything that counties share. Refused in public."""
    return f"{schema()}:{name}"

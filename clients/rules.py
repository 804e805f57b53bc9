"""Decisions about networks, scopes and secrets: values in, values out."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from ipaddress import ip_address, ip_network

from accounts.permissions import Permission
from clients.scopes import SCOPES, Scope

_WIDEST = {4: 8, 6: 16}  # bits


def digest_of(secret: str) -> str:
    """How secrets and tokens are kept: they have 256 random bits, so no salt and no slow hash."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def plain_network(said: str) -> str | None:
    """The network in its usual notation; None when it is none. Raises ValueError if too wide."""
    try:
        network = ip_network(said.strip(), strict=False)
    except ValueError:
        return None
    if network.prefixlen < _WIDEST[network.version]:
        raise ValueError(said)
    return str(network)


def is_inside(address: str, networks: Iterable[str]) -> bool:
    """Does an address lie in one of the networks? One that is not known lies in none."""
    if not address:
        return False
    found = ip_address(address)
    return any(found in ip_network(network) for network in networks)


def first_useless(scopes: Iterable[str], held: frozenset[Permission]) -> Scope | None:
    """A scope that would open nothing to who holds these permissions; None: all are of use."""
    return next((SCOPES[code] for code in scopes if SCOPES[code].permission not in held), None)

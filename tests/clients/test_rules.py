"""Networks, scopes and digests."""

from __future__ import annotations

import pytest

from accounts.permissions import Permission
from accounts.roles import OF_SERVICES, ROLES
from clients.rules import first_useless, is_inside, plain_network
from clients.scopes import SCOPES


@pytest.mark.parametrize(
    ("said", "network"),
    [
        ("203.0.113.7", "203.0.113.7/32"),
        (" 203.0.113.7/24 ", "203.0.113.0/24"),
        ("2001:db8::1", "2001:db8::1/128"),
        ("everywhere", None),
        ("", None),
        ("203.0.113.0/33", None),
    ],
)
def test_network_in_its_usual_notation(said, network):
    assert plain_network(said) == network


@pytest.mark.parametrize("said", ["0.0.0.0/0", "10.0.0.0/7", "::/0", "2000::/3"])
def test_network_that_is_too_wide_is_refused(said):
    with pytest.raises(ValueError, match=said):
        plain_network(said)


def test_address_lies_in_one_of_the_networks_and_an_unknown_one_in_none():
    networks = ["203.0.113.0/24", "2001:db8::/32"]

    assert is_inside("203.0.113.9", networks)
    assert is_inside("2001:db8::9", networks)
    assert not is_inside("198.51.100.1", networks)
    assert not is_inside("", networks)


def test_every_scope_is_of_use_to_some_role_of_services():
    held = frozenset().union(*(ROLES[code].permissions for code in OF_SERVICES))

    assert first_useless(SCOPES, held) is None
    assert first_useless(["institutions:read"], frozenset({Permission.BANK_EXCHANGE}))

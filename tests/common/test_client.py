"""Only what our own proxies wrote is believed."""

import pytest

from common.client import client_address

SENT = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 203.0.113.9, 10.0.0.2"}


@pytest.mark.parametrize(("proxies", "address"), [(0, "10.0.0.1"), (1, "10.0.0.2"), (4, "")])
def test_address_is_as_many_places_from_the_right_as_there_are_proxies(settings, proxies, address):
    settings.YUJIAN_PROXIES = proxies

    assert client_address(SENT) == address


@pytest.mark.parametrize("meta", [{}, {"REMOTE_ADDR": ""}, {"REMOTE_ADDR": "<script>"}])
def test_what_is_no_address_is_unknown(meta):
    assert client_address(meta) == ""

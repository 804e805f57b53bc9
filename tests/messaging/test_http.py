"""The way out: public addresses only, the one that was looked at, no redirect, and an end."""

import socket
import time

import pytest

from messaging import http
from messaging.http import Line, Trouble
from messaging.rules import address_trouble, may_reach, networks_of
from tests.messaging.receiver import receiving

HERE = networks_of(["127.0.0.1/32"])


def call(url, allowed=HERE):
    return Line(url, allowed).call("POST", url, b"{}", {"webhook-id": "1"})


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.9.9", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8",
        "64:ff9b::a00:1", "2002:a00:1::", "2001:0:1::", "255.255.255.255", "192.0.2.7",
    ],
)  # fmt: skip
def test_private_addresses_are_not_reached(address):
    assert not may_reach(address, [])


@pytest.mark.parametrize("address", ["8.8.8.8", "114.114.114.114", "2400:3200::1"])
def test_public_addresses_are(address):
    assert may_reach(address, [])


def test_a_network_of_the_settings_is_allowed_and_no_other():
    allowed = networks_of(["10.1.0.0/16"])

    assert may_reach("10.1.2.3", allowed)
    assert not may_reach("10.2.0.1", allowed)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://example.cn/", "须以“https://”开头"),
        ("https://user:pass@example.cn/", "网址里不能写用户名和密码"),
        ("https://10.0.0.1/", "这是内部网络的地址"),
        ("https://[::1]/", "这是内部网络的地址"),
        ("https://例子.cn/", "网址里不能有“#”、空格和中文"),
        ("https://example.cn/#x", "网址里不能有“#”、空格和中文"),
        ("https://example.cn:99999/", "不是完整的网址"),
        ("ftp://example.cn/", "不是完整的网址，例如“https://example.gov.cn/hooks”"),
        ("javascript:alert(1)", "不是完整的网址，例如“https://example.gov.cn/hooks”"),
        ("https://example.cn/hooks?a=1", ""),
    ],
)
def test_an_address_is_judged_by_its_text(url, why):
    assert address_trouble(url, []) == why


def test_a_private_name_is_not_called_at_all():
    with receiving() as receiver, pytest.raises(Trouble, match="private address"):
        call(receiver.url.replace("127.0.0.1", "localhost"), allowed=[])

    assert receiver.ids == []


def test_a_name_that_changes_its_answer_is_asked_once(monkeypatch):
    """Rebinding: harmless when it was looked at, private when it would be connected to."""
    asked = []

    def resolve(host, port, **how):
        asked.append(host)
        address = "8.8.8.8" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    connected = []
    monkeypatch.setattr(http.socket, "getaddrinfo", resolve)
    monkeypatch.setattr(http, "_connected", lambda places: connected.append(places) or _stop())

    with pytest.raises(Trouble, match="stop"):
        call("http://rebind.example.cn/")

    assert asked == ["rebind.example.cn"]
    assert [place[4] for place in connected[0]] == [("8.8.8.8", 80)]


def _stop():
    raise Trouble("connect", "stop")


def test_one_private_address_among_others_spoils_the_name(monkeypatch):
    places = [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(http.socket, "getaddrinfo", lambda *args, **how: places)

    with pytest.raises(Trouble, match="private address"):
        call("http://two.example.cn/")


def test_a_redirect_is_an_answer_and_is_not_followed():
    with receiving() as inside, receiving(answers=[302]) as receiver:
        receiver.headers = {"Location": inside.url}
        answer = call(receiver.url)

    assert answer.status == 302
    assert inside.ids == []


@pytest.mark.parametrize("how", [{"hangs_s": 3.0}, {"drips": True}])
def test_a_call_ends_however_slowly_the_other_side_answers(how, monkeypatch):
    monkeypatch.setattr(http, "WHOLE_S", 0.5)
    with receiving(**how) as receiver:
        began = time.monotonic()
        with pytest.raises(Trouble) as raised:
            call(receiver.url)

    assert raised.value.code == "timeout"
    assert time.monotonic() - began < 2


def test_nobody_there_is_a_trouble_of_its_own():
    with pytest.raises(Trouble) as raised:
        call("http://127.0.0.1:9/")

    assert raised.value.code == "connect"


def test_a_line_is_kept_and_a_broken_one_is_made_anew():
    with receiving() as receiver:
        line = Line(receiver.url, HERE)
        for _ in range(3):
            line.call("POST", receiver.url, b"{}", {"webhook-id": "1"})
        line.sock.shutdown(socket.SHUT_RDWR)

        assert line.call("POST", receiver.url, b"{}", {"webhook-id": "2"}).status == 204
    assert receiver.ids == ["1", "1", "1", "2"]


def test_tls_without_a_trusted_certificate_is_refused():
    with receiving() as receiver, pytest.raises(Trouble) as raised:
        call(receiver.url.replace("http://", "https://"))

    assert raised.value.code == "tls"

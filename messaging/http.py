"""The one way out for webhooks and gateways: to the address that was looked at, and no further.

A name is resolved once per connection; every address that it has must be one that may be reached,
and the connection goes to one of these very addresses. So a name that answers differently the
second time (rebinding) finds nobody who asks a second time. Redirects are answers like others and
are not followed. The time of a call is limited as a whole, however slowly the other side drips.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from messaging.rules import Network, may_reach

CONNECT_S = 4.0
WHOLE_S = 10.0
_MOST_READ = 16 * 1024  # of an answer; more is not waited for
_KEPT = 300


class Trouble(Exception):
    """No answer. ``code`` stands in the log: address, connect, tls, timeout, broken."""

    def __init__(self, code: str, why: str = "") -> None:
        self.code = code
        super().__init__(why or code)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. ``text``: its beginning; ``retry_after_s``: if the other side asked for it."""

    status: int
    body: bytes
    retry_after_s: int | None = None

    @property
    def text(self) -> str:
        shown = self.body[:_KEPT].decode(errors="replace").replace("\x00", "")
        return shown[:_KEPT]


class _Timed:
    """A socket that gives each reading and writing only what is left of the call's time."""

    ends_s = 0.0

    def _hurry(self) -> None:
        left = self.ends_s - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.settimeout(left)  # type: ignore[attr-defined]  # a mixin of sockets

    def recv_into(self, *args: Any) -> int:
        self._hurry()
        return int(super().recv_into(*args))  # type: ignore[misc]  # a mixin of sockets

    def sendall(self, *args: Any) -> None:
        self._hurry()
        super().sendall(*args)  # type: ignore[misc]  # a mixin of sockets


class _Socket(_Timed, socket.socket):
    pass


class _TLSSocket(_Timed, ssl.SSLSocket):
    pass


def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.sslsocket_class = _TLSSocket
    return context


class Line(http.client.HTTPConnection):
    """A connection to the host of one address, kept between calls. Not for two threads at once."""

    def __init__(self, url: str, allowed: Sequence[Network]) -> None:
        parts = urlsplit(url)
        self.is_tls = parts.scheme == "https"
        self._allowed = allowed
        super().__init__(parts.hostname or "", parts.port or (443 if self.is_tls else 80))

    def connect(self) -> None:
        """Called by the library when there is no connection yet, or no more."""
        sock: _Socket | ssl.SSLSocket = _connected(_looked_up(self.host, self.port, self._allowed))
        if self.is_tls:
            sock.settimeout(CONNECT_S)
            sock = _tls().wrap_socket(sock, server_hostname=self.host)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock = sock

    def call(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        """One call and its answer. Raises Trouble."""
        is_fresh = self.sock is None
        try:
            return self._call(method, url, body, headers)
        except Trouble as trouble:
            # A kept connection may have been closed by the other side between two calls. What
            # was sent may have arrived all the same: a receiver knows the id.
            if is_fresh or trouble.code != "broken":
                raise
            return self._call(method, url, body, headers)

    def _call(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        ends_s = time.monotonic() + WHOLE_S
        with self._troubles():
            if self.sock is None:
                self.connect()
            self.sock.ends_s = ends_s  # type: ignore[union-attr]  # ours: see connect
            self.request(method, target, body=body, headers=headers)
            got = self.getresponse()
            read = got.read(_MOST_READ)
            if not got.isclosed():
                self.close()
            return Answer(got.status, read, _seconds(got.getheader("Retry-After")))

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        try:
            yield
        except Trouble:
            self.close()
            raise
        except TimeoutError as odd:
            self.close()
            raise Trouble("timeout") from odd
        except ssl.SSLError as odd:
            self.close()
            raise Trouble("tls", str(odd.reason or "")) from odd
        except (OSError, http.client.HTTPException, ValueError) as odd:
            self.close()
            raise Trouble("broken", type(odd).__name__) from odd


def _looked_up(host: str, port: int, allowed: Sequence[Network]) -> list[tuple[Any, ...]]:
    """Where the name leads. One address that may not be reached spoils them all."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as odd:
        raise Trouble("address", "unknown host") from odd
    if not all(may_reach(str(one[4][0]), allowed) for one in found):
        raise Trouble("address", "private address")
    return found


def _connected(places: list[tuple[Any, ...]]) -> _Socket:
    ends_s, last = time.monotonic() + CONNECT_S, Trouble("connect")
    for family, kind, protocol, _, address in places:
        sock = _Socket(family, kind, protocol)
        try:
            sock.settimeout(max(0.1, ends_s - time.monotonic()))
            sock.connect(address)
        except OSError as odd:
            sock.close()
            last = Trouble("connect", type(odd).__name__)
        else:
            return sock
    raise last


def _seconds(said: str | None) -> int | None:
    return int(said) if said and said.isascii() and said.isdecimal() and len(said) < 7 else None

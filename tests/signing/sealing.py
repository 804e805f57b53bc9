"""A double of a certified seal service: a real little HTTP server that signs with SM2.

It keeps the contract of docs/seal-service.md and nothing more: no certified product, no hardware,
one key made when the test begins, a certificate that is none.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from gmalg import SM2

CHAIN = "-----BEGIN CERTIFICATE-----\nZG91Ymxl\n-----END CERTIFICATE-----"


class SealHouse:
    """``mood`` makes it answer badly; ``asked`` and ``sealed`` say what it was asked and did."""

    def __init__(self) -> None:
        private, public = SM2().generate_keypair()
        self._sm2 = SM2(private, pk=public, uid=b"1234567812345678")
        self.url, self.token, self.mood = "", "test-token", ""
        self.asked: list[dict[str, Any]] = []
        self.sealed: dict[str, dict[str, Any]] = {}

    def verifies(self, digest: str, signature: bytes) -> bool:
        return bool(self._sm2.verify(bytes.fromhex(digest), signature[:32], signature[32:]))

    def answer(self, sent: dict[str, Any], token: str) -> tuple[int, dict[str, Any]]:
        """HTTP status and answer for one request."""
        if token != f"Bearer {self.token}":
            return 401, {"code": "bad_token", "message": "身份不符"}
        self.asked.append(sent)
        if self.mood in ("busy", "broken"):
            return (429 if self.mood == "busy" else 500), {}
        if self.mood == "refuses":
            return 403, {"code": "seal_suspended", "message": "印章已停用"}
        told = self.sealed.setdefault(sent["request_id"], self._seal(sent))
        if self.mood == "slow":
            time.sleep(1.5)
        return 200, {**told, **_ODD.get(self.mood, {})}

    def _seal(self, sent: dict[str, Any]) -> dict[str, Any]:
        r, s = self._sm2.sign(bytes.fromhex(sent["digest"]))
        return {
            "request_id": sent["request_id"],
            "document_id": sent["document_id"],
            "seal_id": sent["seal_id"],
            "digest": sent["digest"],
            "algorithm": "SM2-with-SM3",
            "signature": base64.b64encode(r + s).decode(),
            "certificate_chain": [CHAIN],
            "time": "2021-11-10T12:00:00+08:00",
        }


_ODD: dict[str, dict[str, Any]] = {
    "other digest": {"digest": "0" * 64},
    "other request": {"request_id": "another"},
    "rsa": {"algorithm": "RSA"},
    "no chain": {"certificate_chain": []},
    "no json": {"signature": "?"},
}


@contextmanager
def serving(house: SealHouse) -> Iterator[SealHouse]:
    """The double answers on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, told = house.answer(sent, self.headers.get("Authorization", ""))
            body = json.dumps(told).encode()
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except BrokenPipeError:
                """Who asked has gone: that is what a slow service meets."""

        def log_message(self, *args: object) -> None:
            """The test's output is no place for it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    house.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield house
    finally:
        server.shutdown()
        server.server_close()

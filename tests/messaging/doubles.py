"""A gateway that speaks docs/message-adapters.md, with the troubles of a real one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class GatewayDouble:
    """What it took, by key: the same key twice is one message. ``status``: of the next calls."""

    token: str = "t0ken"
    url: str = ""
    status: int = 202
    calls: int = 0
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    told: list[dict[str, Any]] = field(default_factory=list)

    def take(self, said: dict[str, Any]) -> dict[str, Any]:
        self.calls += 1
        if self.status != 202:
            return {"why": "号码不存在"}
        self.taken.setdefault(said["key"], said)
        return {"ref": f"g{list(self.taken).index(said['key']) + 1}"}

    def since(self, after: str) -> dict[str, Any]:
        seen = int(after or 0)
        return {"receipts": self.told[seen:], "cursor": str(len(self.told))}


class _Handler(BaseHTTPRequestHandler):
    gateway: GatewayDouble

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(self.gateway.status, self.gateway.take(said))

    def do_GET(self) -> None:
        after = parse_qs(urlsplit(self.path).query).get("after", [""])[0]
        self._answer(200, self.gateway.since(after))

    def _answer(self, status: int, told: dict[str, Any]) -> None:
        if self.headers["Authorization"] != f"Bearer {self.gateway.token}":
            status, told = 401, {}
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        return


@contextmanager
def gateway() -> Iterator[GatewayDouble]:
    double = GatewayDouble()
    handler = type("Handler", (_Handler,), {"gateway": double})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    double.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield double
    finally:
        server.shutdown()
        server.server_close()

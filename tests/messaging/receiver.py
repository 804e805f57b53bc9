"""A partner's server on this machine: it checks signatures, and can hang, drip, lie and redirect."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError


@dataclass
class Receiver:
    """What came in, in its order, and how to answer. ``answers``: codes, the last one for good."""

    url: str = ""
    secret: str = ""
    answers: list[int] = field(default_factory=lambda: [204])
    headers: dict[str, str] = field(default_factory=dict)
    hangs_s: float = 0.0
    drips: bool = False
    bodies: list[dict[str, Any]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    lock: Any = field(default_factory=Lock)

    @property
    def effects(self) -> list[str]:
        """As a receiver that keeps the ids: each once."""
        return list(dict.fromkeys(self.ids))

    def take(self, body: bytes, headers: dict[str, str]) -> int:
        with self.lock:
            self.at_once += 1
            self.most_at_once = max(self.at_once, self.most_at_once)
        time.sleep(self.hangs_s)
        with self.lock:
            self.at_once -= 1
            code = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            if self.secret:
                try:
                    Webhook(self.secret).verify(body, headers)
                except WebhookVerificationError:
                    return 401
            if code < 300:
                self.ids.append(headers["webhook-id"])
                self.bodies.append(json.loads(body))
            return code


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    receiver: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        code = self.receiver.take(body, headers)
        if self.receiver.drips:
            self._drip()
            return
        self.send_response(code)
        for name, value in self.receiver.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _drip(self) -> None:
        """A head that never ends, one sign at a time."""
        try:
            for sign in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 10_000:
                self.wfile.write(bytes([sign]))
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            self.close_connection = True

    def log_message(self, *args: object) -> None:
        return


@contextmanager
def receiving(kind: type[Receiver] = Receiver, **how: Any) -> Iterator[Receiver]:
    receiver = kind(**how)
    handler = type("Handler", (_Handler,), {"receiver": receiver})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    receiver.url = f"http://127.0.0.1:{server.server_port}/hooks"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()

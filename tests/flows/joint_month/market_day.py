"""The program of a made-up market regulation, in a process of its own.

    python market_day.py BASE CLIENT_ID CLIENT_SECRET WEBHOOK_SECRET PORT BOOKS SEED

Standard input tells its time, one JSON object a line, each answered by one:
``{"morning": "2026-03-02T08:30:00+08:00"}`` sets its clock, ``{"work": 7}`` is a day's work whose line
is cut after seven calls (null: not), ``{"line": false}`` takes its receiver away, ``{"books": true}``
tells everything that it knows.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import time_machine
from market import Market
from market_books import Books
from standardwebhooks import Webhook, WebhookVerificationError


class Door(BaseHTTPRequestHandler):
    """Where the county's webhooks come in."""

    books: Books
    secret: str
    is_open = True

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not Door.is_open:
            self.close_connection = True
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            told = Webhook(self.secret).verify(body, headers)
        except WebhookVerificationError:
            self.send_error(401)
            return
        self.books.took(headers["webhook-id"], told)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        return


class Clock:
    """The program's own, set anew each morning."""

    travel: Any = None

    def set(self, at: str) -> None:
        if self.travel is not None:
            self.travel.stop()
        self.travel = time_machine.travel(datetime.fromisoformat(at), tick=True)
        self.travel.start()


def a_day(market: Market, cut_after: int | None) -> dict[str, Any]:
    market.wire.left = cut_after
    try:
        market.work(datetime.now().astimezone().date())
    except httpx.TransportError as trouble:
        return {"done": False, "why": str(trouble)}
    return {"done": True}


def main(base: str, code: str, secret: str, hooks: str, port: str, path: str, seed: str) -> None:
    books = Books(Path(path))
    Door.books, Door.secret = books, hooks
    door = ThreadingHTTPServer(("127.0.0.1", int(port)), Door)
    Thread(target=door.serve_forever, daemon=True).start()
    market, clock = Market(base, code, secret, books, seed), Clock()
    for line in sys.stdin:
        said, answer = json.loads(line), {}
        if "morning" in said:
            clock.set(said["morning"])
        if "line" in said:
            Door.is_open = said["line"]
        if "work" in said:
            answer = a_day(market, said["work"])
        if "books" in said:
            answer = books.all()
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

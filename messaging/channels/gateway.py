"""SMS and government chat: a gateway that speaks docs/message-adapters.md."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import quote

from messaging.channels.contract import Envelope, Given, NotNow, Refused, Told
from messaging.http import Answer, Line, Trouble
from messaging.rules import networks_of
from messaging.states import ReceiptKind


class Gateway:
    """``POST /messages`` hands over, ``GET /receipts?after=`` tells what became of it."""

    def __init__(self, url: str, token: str) -> None:
        self._url, self._token = url.rstrip("/"), token

    def send(self, envelope: Envelope) -> Given:
        said = {
            "key": envelope.key,
            "to": envelope.to,
            "title": envelope.title,
            "text": envelope.text,
            "url": envelope.url,
        }
        answer = self._call("POST", "/messages", json.dumps(said, ensure_ascii=False).encode())
        told = _object(answer)
        if answer.status in (200, 201, 202):
            return Given(str(told.get("ref", ""))[:100])
        if answer.status in (400, 404, 410, 422):
            raise Refused(str(told.get("why", "") or f"网关答复{answer.status}")[:200])
        raise NotNow(f"网关答复{answer.status}")

    def receipts(self, cursor: str) -> tuple[Iterable[Told], str]:
        answer = self._call("GET", f"/receipts?after={quote(cursor, safe='')}", None)
        if answer.status != 200:
            raise NotNow(f"网关答复{answer.status}")
        told = _object(answer)
        rows = told.get("receipts", [])
        found = [one for row in rows if isinstance(row, dict) and (one := _receipt(row))]
        return found, str(told.get("cursor", cursor))[:100]

    def _call(self, method: str, path: str, body: bytes | None) -> Answer:
        # The gateway is the operator's own choice in the settings, so it may stand inside.
        line = Line(self._url, networks_of(["0.0.0.0/0", "::/0"]))
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"}
        try:
            return line.call(method, self._url + path, body, headers)
        except Trouble as odd:
            raise NotNow(odd.code) from odd
        finally:
            line.close()


def _receipt(row: dict[str, Any]) -> Told | None:
    """A receipt that can be read; one that cannot is left out."""
    try:
        kind, at = ReceiptKind(row["kind"]), datetime.fromisoformat(row["at"])
    except (KeyError, TypeError, ValueError):
        return None
    if at.tzinfo is None:
        return None
    return Told(str(row.get("ref", ""))[:100], kind, at, str(row.get("said", ""))[:200])


def _object(answer: Answer) -> dict[str, Any]:
    try:
        told = json.loads(answer.body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}

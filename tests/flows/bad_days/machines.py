"""Programs of a partner that ask, accept and answer, and send again what was not confirmed."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any
from zlib import crc32

from tests.messaging.receiver import Receiver

PATIENCE_S = 240  # for one call, with everything being killed around
BUSY = ("idempotency_key_in_use",)
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Patience(Exception):
    """A call was never confirmed, or refused for good."""


@dataclass
class Notebook:
    """What the programs saw: assignments that were answered, calls by what came of them."""

    done: list[int] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    bare: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


@dataclass
class Machine:
    """One program with its token, which asks the department that it belongs to."""

    base: str
    bearer: str
    department: str
    notebook: Notebook
    dice: Random
    sent: int = 0

    def ask_and_answer(self) -> None:
        """One assignment from its beginning to its end; each call has a key and is sent until done."""
        asked = {"department": self.department, "kind": "routed_finding", "title": "疏散通道堵塞"}
        key = self._call("assignments", asked)["id"]
        self._call(f"assignments/{key}/accept", {})
        self._call(f"assignments/{key}/answer", {"outcome": "handled", "text": "已责令改正。"})
        self.notebook.done.append(key)

    def _call(self, path: str, members: dict[str, Any]) -> dict[str, Any]:
        self.sent += 1
        key, deadline = f"{self.bearer}-{self.sent}", time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            # Sometimes twice, as a program does that did not wait for its first answer.
            for _ in range(2 if self.dice.random() < 0.1 else 1):
                answer = self._sent(path, members, key)
            if answer is not None:
                return answer
            time.sleep(self.dice.uniform(0.0, 0.5))
        raise Patience(f"{path} with {key} was never confirmed")

    def _sent(self, path: str, members: dict[str, Any], key: str) -> dict[str, Any] | None:
        """The answer; None when there was none that counts. Raises Patience for a refusal."""
        request = urllib.request.Request(  # noqa: S310 -- our own
            f"{self.base}/api/v1/{path}",
            data=json.dumps(members).encode(),
            headers={
                "Authorization": f"Bearer {self.bearer}",
                "Content-Type": "application/json",
                "Idempotency-Key": key,
            },
        )
        try:
            with _OPENER.open(request, timeout=30) as answer:
                told: dict[str, Any] = json.load(answer)
                self.notebook.answers[str(answer.status)] += 1
                return told
        except urllib.error.HTTPError as refused:
            self._refused(path, refused)
        except (OSError, ValueError) as broken:  # also an answer that was cut off
            self.notebook.answers[type(broken).__name__] += 1
        return None

    def _refused(self, path: str, refused: urllib.error.HTTPError) -> None:
        with refused:
            text = refused.read()
        try:
            code = json.loads(text)["code"]
        except (ValueError, KeyError):
            code = "bare"
        self.notebook.answers[f"{refused.code} {code}"] += 1
        if code in ("bare", "api_server_error"):
            self.notebook.bare.append(f"{refused.code} {path} {text[:200]!r}")
        elif refused.code < 500 and code not in BUSY:
            raise Patience(f"{path}: {refused.code} {code}")


@dataclass
class Stumbling(Receiver):
    """Takes one event of forty at the second try only, whichever the dice of its id choose."""

    stumbled: set[str] = field(default_factory=set)

    def take(self, body: bytes, headers: dict[str, str]) -> int:
        uid = headers["webhook-id"]
        with self.lock:
            stumbles = uid not in self.stumbled and crc32(uid.encode()) % 40 == 0
            self.stumbled.add(uid)
        return 500 if stumbles else super().take(body, headers)

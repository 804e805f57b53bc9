"""Calls to endpoints, many at once. No database in here: threads do this."""

from __future__ import annotations

import secrets
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import UTC, datetime

from standardwebhooks import Webhook

from messaging.http import Answer, Line, Trouble
from messaging.rules import Network

_LINE_TROUBLES = frozenset({429, 502, 503, 504})  # busy or away, whatever was sent
DICE = secrets.SystemRandom()


@dataclass(frozen=True, slots=True)
class Call:
    """One webhook, ready to be signed."""

    delivery_id: int
    endpoint_id: int
    url: str
    uid: str
    body: bytes
    signers: Sequence[Webhook]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one call. ``status`` None: no answer, and ``trouble`` says why."""

    delivery_id: int
    endpoint_id: int
    at: datetime
    took_ms: int
    status: int | None
    trouble: str
    text: str
    retry_after_s: int | None = None

    @property
    def is_delivered(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_nobody_there(self) -> bool:
        """The endpoint would fare no better with another event."""
        return self.status is None or self.status in _LINE_TROUBLES

    @property
    def is_gone(self) -> bool:
        return self.status == 410


class Caller:
    """Keeps lines to endpoints while a relay runs."""

    def __init__(self, allowed: Sequence[Network], clock: Callable[[], datetime]) -> None:
        self._allowed, self._clock = allowed, clock
        self._lines: dict[str, deque[Line]] = defaultdict(deque)
        self._silent: set[int] = set()

    def call_all(self, calls: Iterable[Call], pool: Executor) -> Iterator[Outcome]:
        """Every call once. Those to an endpoint that has just failed to answer are left out."""
        for outcome in pool.map(self._call, calls):
            if outcome is not None:
                yield outcome

    def close(self) -> None:
        for lines in self._lines.values():
            for line in lines:
                line.close()

    def _call(self, call: Call) -> Outcome | None:
        if call.endpoint_id in self._silent:
            return None
        at, began_s = self._clock(), time.monotonic()
        answer, trouble, said = None, "", ""
        try:
            answer = self._answered(call, at)
            said = answer.text
            if 300 <= answer.status < 400:
                trouble, said = "redirect", ""
        except Trouble as odd:
            trouble, said = odd.code, str(odd)
        outcome = Outcome(
            call.delivery_id,
            call.endpoint_id,
            at,
            round((time.monotonic() - began_s) * 1000),
            answer.status if answer else None,
            trouble,
            said[:300],
            answer.retry_after_s if answer else None,
        )
        if outcome.is_nobody_there or outcome.is_gone:
            self._silent.add(call.endpoint_id)
        return outcome

    def _answered(self, call: Call, at: datetime) -> Answer:
        kept = self._lines[call.url]
        try:
            line = kept.pop()
        except IndexError:
            line = Line(call.url, self._allowed)
        answer = line.call("POST", call.url, call.body, _headers(call, at))
        kept.append(line)
        return answer


def _headers(call: Call, at: datetime) -> dict[str, str]:
    """The three headers of the specification. During a rotation two signatures stand in one."""
    text = call.body.decode()
    # The library reads the clock's figures as UTC, whatever their zone.
    signed = (one.sign(call.uid, at.astimezone(UTC), text) for one in call.signers)
    return {
        "Content-Type": "application/json",
        "User-Agent": "Yujian-Webhooks/1",
        "webhook-id": call.uid,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signed),
    }

"""A phone as docs/field-protocol.md describes it: entries, blobs, sync; over any line.

It stands beside the app's own code on purpose: what both say must agree.
"""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, derive_private_key
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

FIRST = "0" * 64


class Cut(Exception):
    """The line broke: whether the server heard is not known."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


# method, path below /field/api/, headers, body → answer; raises Cut.
Line = Callable[[str, str, dict[str, str], bytes], Answer]


def text_of(members: dict[str, Any]) -> str:
    """Canonical JSON of values without fractions and keys in ASCII."""
    return json.dumps(members, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def spoken(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass
class Chain:
    """What the phone knows of one visit until the server holds it."""

    key: str
    visit: int
    entries: list[dict[str, str]] = field(default_factory=list)
    head: str = FIRST
    blobs: dict[str, bytes] = field(default_factory=dict)
    is_finished: bool = False


class Phone:
    """One device of one person. ``skew``: how far its clock is off."""

    def __init__(
        self, line: Line, *, seed: int, skew: timedelta = timedelta(0), token: str = ""
    ) -> None:
        self.line, self.token, self.skew = line, token, skew
        self.chance = random.Random(seed)
        self.key = derive_private_key(self.chance.getrandbits(250) + 1, SECP256R1())
        numbers = self.key.public_key().public_numbers()
        self.jwk = {
            "kty": "EC",
            "crv": "P-256",
            "x": b64(numbers.x.to_bytes(32, "big")),
            "y": b64(numbers.y.to_bytes(32, "big")),
        }
        self.name = digest(text_of(self.jwk).encode())
        self.chains: dict[str, Chain] = {}
        self.acknowledged: dict[str, dict[str, str]] = {}
        self.rejected: list[dict[str, str]] = []
        self.whole: set[str] = set()  # blobs that the server said are whole
        self.wake()

    def wake(self) -> None:
        """The page is loaded anew: a new epoch, its count begins at 0."""
        self.epoch = self._uuid()
        self.loaded_at = self.clock()

    def clock(self) -> datetime:
        return datetime.now(UTC) + self.skew

    def _uuid(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128), version=4))

    def _mono(self) -> int:
        return max(0, int((self.clock() - self.loaded_at).total_seconds() * 1000))

    # ── on site ──────────────────────────────────────────────────────────

    def open(self, visit: int) -> Chain:
        chain = Chain(self._uuid(), visit)
        self.chains[chain.key] = chain
        return chain

    def write(self, chain: Chain, kind: str, **body: Any) -> str:
        """Sign one more entry; its hash."""
        text = text_of(
            {
                "v": 1,
                "chain": chain.key,
                "visit": chain.visit,
                "device": self.name,
                "seq": len(chain.entries) + 1,
                "prev": chain.head,
                "kind": kind,
                "body": body,
                "at": spoken(self.clock()),
                "mono": self._mono(),
                "epoch": self.epoch,
            }
        )
        chain.entries.append({"text": text, "sig": self.sign(text)})
        chain.head = digest(text.encode())
        return chain.head

    def sign(self, text: str) -> str:
        r, s = decode_dss_signature(self.key.sign(text.encode(), ECDSA(SHA256())))
        return b64(r.to_bytes(32, "big") + s.to_bytes(32, "big"))

    def photograph(self, chain: Chain, content: bytes, **more: Any) -> str:
        checksum = digest(content)
        chain.blobs[checksum] = content
        facts = {
            "sha256": checksum,
            "size": len(content),
            "media_type": "image/jpeg",
            "width": 64,
            "height": 48,
            "item": "",
            "finding": "",
            "caption": "",
            "taken_at": spoken(self.clock()),
            "position": None,
        }
        self.write(chain, "photo", **(facts | more))
        return checksum

    def take_signature(self, chain: Chain, role: str, name: str, *, user: int = 0) -> str:
        points = [[self.chance.randrange(600), self.chance.randrange(200), t] for t in range(9)]
        strokes = {"v": 1, "width": 600, "height": 200, "strokes": [points]}
        content = text_of(strokes).encode()
        checksum = digest(content)
        chain.blobs[checksum] = content
        facts = {"role": role, "user": user, "name": name}
        self.write(chain, "signature", **facts, sha256=checksum, size=len(content))
        return checksum

    def finish(self, chain: Chain, officers: list[int], place: str = "一楼大厅") -> str:
        blobs = sorted(chain.blobs)
        chain.is_finished = True
        return self.write(chain, "finish", officers=officers, place=place, blobs=blobs)

    # ── at home ──────────────────────────────────────────────────────────

    def call(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        own = {"Authorization": f"Bearer {self.token}"} | (headers or {})
        return self.line(method, path, own, body)

    def send_part(self, checksum: str, content: bytes, *, begins: int, ends: int) -> Answer:
        headers = {
            "Upload-Offset": str(begins),
            "Upload-Length": str(len(content)),
            "Content-Type": "application/octet-stream",
        }
        return self.call("PATCH", f"blobs/{checksum}/", content[begins:ends], headers)

    def sync(self, entries: list[dict[str, str]], chains: list[str]) -> dict[str, Any]:
        """One call; what the server says is remembered."""
        clock = {"at": spoken(self.clock()), "mono": self._mono(), "epoch": self.epoch}
        body = json.dumps({"clock": clock, "entries": entries, "chains": chains}).encode()
        answer = self.call("POST", "sync/", body, {"Content-Type": "application/json"})
        assert answer.status == 200, answer.body.decode()
        told: dict[str, Any] = answer.json()
        self.rejected += told["rejected"]
        for key, status in told["chains"].items():
            for record in status["records"]:
                if key in self.chains and record["head"] == self.chains[key].head:
                    self.acknowledged[key] = record
        return told

    def send_blob(self, checksum: str, content: bytes, begins: int = 0) -> None:
        """To its end, going on wherever the server is."""
        while True:
            answer = self.send_part(checksum, content, begins=begins, ends=len(content))
            if answer.status == 204 and answer.headers["upload-complete"] == "?1":
                self.whole.add(checksum)
                return
            assert answer.status in (204, 409), answer.body.decode()
            begins = int(answer.headers["upload-offset"])

    def send_home(self, chain: Chain) -> dict[str, Any]:
        """Blobs first, then everything that was signed: on a good line two kinds of calls."""
        for checksum, content in chain.blobs.items():
            if checksum not in self.whole:
                self.send_blob(checksum, content)
        for begins in range(0, len(chain.entries), 200):
            told = self.sync(chain.entries[begins : begins + 200], [chain.key])
        return told["chains"][chain.key]

    def saved_queue(self) -> bytes:
        """Everything unsent as one file."""
        blobs = {name: data for chain in self.chains.values() for name, data in chain.blobs.items()}
        listed = text_of(
            {
                "v": 1,
                "device": self.name,
                "saved_at": spoken(self.clock()),
                "entries": [entry for chain in self.chains.values() for entry in chain.entries],
                "blobs": [{"sha256": name, "size": len(data)} for name, data in blobs.items()],
            }
        ).encode()
        head = b"yujian-queue 1\n" + f"{len(listed)}\n".encode()
        return head + listed + b"".join(blobs.values())

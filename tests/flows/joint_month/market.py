"""What the program of a made-up market regulation does with a county's API on a day.

It was written from the public documentation alone, and sees of this project nothing but the client
that was made of the schema.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from hashlib import sha256
from io import BytesIO
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from market_books import Books
from yujian_partner_client import AuthenticatedClient
from yujian_partner_client.api.assignments import (
    get_assignments,
    post_accept,
    post_answer,
    post_assignments,
    post_decline,
    post_uploads,
    post_withdraw,
)
from yujian_partner_client.api.institutions import get_institutions
from yujian_partner_client.api.registry_events import get_events, post_events
from yujian_partner_client.api.transfers import (
    get_transfer_letter,
    get_transfer_material,
    get_transfers,
    post_accept_transfer,
    post_receive_transfer,
    post_report_result,
    post_return_transfer,
)
from yujian_partner_client.api.uploads import patch_one_upload
from yujian_partner_client.models import (
    AcceptInRequest,
    AnswerInRequest,
    AskInRequest,
    EventInRequest,
    Problem,
    ReasonInRequest,
    ReceiveInRequest,
    RefuseInRequest,
    ResultInRequest,
    UploadInRequest,
)
from yujian_partner_client.types import File

OURS = "samr"
FEEDS = {
    "institution": get_institutions,
    "assignment": get_assignments,
    "transfer": get_transfers,
    "event": get_events,
}
# Each call that writes: what makes it, and of what its body is read.
WRITES: dict[str, tuple[Any, Any]] = {
    "accept": (post_accept, None),
    "answer": (post_answer, AnswerInRequest),
    "decline": (post_decline, ReasonInRequest),
    "withdraw": (post_withdraw, ReasonInRequest),
    "ask": (post_assignments, AskInRequest),
    "announce": (post_uploads, UploadInRequest),
    "report": (post_events, EventInRequest),
    "receive": (post_receive_transfer, ReceiveInRequest),
    "take_up": (post_accept_transfer, AcceptInRequest),
    "refuse": (post_return_transfer, RefuseInRequest),
    "result": (post_report_result, ResultInRequest),
}
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415478da63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


class Refused(Exception):
    """A problem document, by its code."""


class Wire(httpx.HTTPTransport):
    """The line to the county, which can be cut; the last call before is made and its answer lost."""

    left: int | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise httpx.ConnectError("the line is cut")
        answer = super().handle_request(request)
        if self.left == 0:
            answer.read()
            raise httpx.ReadError("the answer was lost")
        return answer


class Market:
    """What it does on a day, and the books that outlive it."""

    def __init__(self, base: str, code: str, secret: str, books: Books, seed: str) -> None:
        self.base, self.code, self.secret, self.books = base, code, secret, books
        self.seed, self.dice, self.wire = seed, Random(seed), Wire()
        self.client = self._client("none")

    def work(self, today: date) -> None:
        """First what was not confirmed, then what is new, then what waits, then what is its own."""
        self.dice = Random(f"{self.seed} {today}")
        for key, (name, subject, body) in self.books.pending().items():
            self._send(key, name, subject, body)
        self._catch_up()
        for one in list(self.books.things("transfer")):
            self._deal_with_transfer(one, today)
        for one in list(self.books.things("assignment")):
            self._deal_with_assignment(one)
        self._of_its_own(today)
        self._catch_up()

    # What the county has to tell.

    def _catch_up(self) -> None:
        for feed, call in FEEDS.items():
            while True:
                place = self.books.place(feed)
                page = self._call(call.sync_detailed, **place, limit=7)
                self.books.keep(feed, page.items, _query_of(page.next_))
                if not page.has_more:
                    break

    # What waits for it.

    def _deal_with_transfer(self, one: dict[str, Any], today: date) -> None:
        key, day = one["id"], today.isoformat()
        if one["state"] == "sent":
            self._read_papers(one)
            self._write("receive", key, {"signer": "李所长", "on": day})
        elif one["state"] == "received" and key % 4 == 0:
            self._write("refuse", key, {"reason": "属城管部门职权。", "on": day})
        elif one["state"] == "received":
            self._write("take_up", key, {"number": f"市监立〔{key}〕", "on": day})
        elif one["state"] == "accepted":
            self._write("result", key, {"result": "已责令改正，罚款五百元。", "on": day})

    def _read_papers(self, one: dict[str, Any]) -> None:
        """The letter may still be at the printer's; the material is there at once."""
        for line in one["files"]:
            got = self._call(get_transfer_material.sync_detailed, one["id"], line["no"])
            _require(sha256(_bytes(got)).hexdigest() == line["sha256"], "material is whole")
        if one["letter_sha256"]:
            got = self._call(get_transfer_letter.sync_detailed, one["id"])
            _require(sha256(_bytes(got)).hexdigest() == one["letter_sha256"], "letter is whole")
            self.books.count("letters")

    def _deal_with_assignment(self, one: dict[str, Any]) -> None:
        key = one["id"]
        if one["asked_of"] != OURS:
            if one["state"] == "asked" and key % 5 == 0:
                self._write("withdraw", key, {"reason": "已自行核实。"})
        elif one["state"] == "asked" and key % 4 == 3:
            self._write("decline", key, {"reason": "不属本部门职责。"})
        elif one["state"] == "asked":
            self._write("accept", key, None)
        elif one["state"] == "accepted":
            self._answer(one)

    def _answer(self, one: dict[str, Any]) -> None:
        key = one["id"]
        if key % 2 == 0:
            self._attach(key)
        outcome = "attended" if one["kind"] == "joint_visit" else "handled"
        self._write("answer", key, {"outcome": outcome, "text": f"第{key}件已核实。"})
        if key % 3 == 0:  # a program that has changed its mind: what was answered stands
            self._write("answer", key, {"outcome": "no_problem", "text": "未发现问题。"})

    def _attach(self, key: int) -> None:
        """A file in two parts; where it stands tells where to go on."""
        content = PICTURE + str(key).encode()
        said = {"name": f"核实{key}.png", "size_bytes": len(content)}
        told = self._write("announce", key, {**said, "sha256": sha256(content).hexdigest()})
        if told is None or told["file"]:
            return
        for begins, part in ((0, content[:40]), (40, content[40:])):
            with suppress(Refused):  # a part that is there already
                self._call(
                    patch_one_upload.sync_detailed,
                    told["id"],
                    body=File(BytesIO(part)),
                    upload_offset=begins,
                )

    # What it begins itself.

    def _of_its_own(self, today: date) -> None:
        places = [one for one in self.books.things("institution") if one["credit_code"]]
        place = self.dice.choice(places)
        kind = self.dice.choice(["revoked", "abnormal_listed", "changed"])
        said = {
            "reference": f"SJ-{today:%m%d}",
            "kind": kind,
            "happened_on": today.isoformat(),
            "credit_code": place["credit_code"],
            "name": place["name"],
            "reason": "年度报告",
        }
        if not self.books.has_reported(said["reference"]):
            self._write("report", None, said)
        if today.day % 5 == 0 and not self.books.is_done(f"asked {today}"):
            title = f"请核实{place['name']}的办学许可"[:200]
            self._write("ask", None, {"department": "edu", "kind": "assistance", "title": title})
            self.books.done(f"asked {today}")

    # How it calls.

    def _write(self, name: str, subject: int | None, body: Any) -> dict[str, Any] | None:
        """Into the books first: what was not confirmed is sent again with the same key."""
        key = self.books.begin(name, subject, body)
        return self._send(key, name, subject, body)

    def _send(self, key: str, name: str, subject: int | None, body: Any) -> dict[str, Any] | None:
        call, shape = WRITES[name]
        where = () if subject is None else (subject,)
        said = {"body": shape.from_dict(body)} if shape else {}
        told = None
        try:
            for _ in range(2 if self.dice.random() < 0.15 else 1):  # a finger that clicks twice
                told = self._call(call.sync_detailed, *where, **said, idempotency_key=key)
        except Refused as problem:
            self.books.refused(name, subject, str(problem))
        self.books.confirm(key)
        return told.to_dict() if told is not None else None

    def _call(self, call: Callable[..., Any], *where: Any, **said: Any) -> Any:
        """Raises Refused, and httpx's errors when the line is cut."""
        answer = call(*where, client=self.client, **said)
        if answer.status_code == 401:
            self._renew_token()
            answer = call(*where, client=self.client, **said)
        if answer.status_code >= 500 or answer.parsed is None:
            raise AssertionError(f"{answer.status_code}: {answer.content[:300]!r}")
        if isinstance(answer.parsed, Problem):
            raise Refused(answer.parsed.code)
        return answer.parsed

    def _renew_token(self) -> None:
        """It ends after an hour, so there is a new one each day."""
        answer = self.client.get_httpx_client().post(
            "/api/oauth/token",
            auth=(self.code, self.secret),
            data={"grant_type": "client_credentials"},
        )
        answer.raise_for_status()
        self.books.count("tokens")
        self.client = self._client(answer.json()["access_token"])

    def _client(self, token: str) -> AuthenticatedClient:
        line = {"transport": self.wire}
        return AuthenticatedClient(self.base, token, timeout=httpx.Timeout(60), httpx_args=line)


def _query_of(address: str | None) -> dict[str, str]:
    """Where a feed goes on: what stands in the address of its next page."""
    found = parse_qs(urlsplit(address or "").query)
    return {name: found[name][0] for name in ("cursor", "updated_since")}


def _bytes(told: Any) -> bytes:
    return bytes(told.payload.read())


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise AssertionError(f"it does not hold: {what}")

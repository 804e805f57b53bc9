"""Random histories of phones on bad lines. One number says everything about a history.

A history: one visit, one or two phones with clocks that are off, entries and blobs, and lines that
are cut before the server hears, after it did, or in the middle of the bytes. Everything is sent
in any order, in parts, twice. Whatever happens, the server ends up equal to the phones.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from documents.models import StoredFile
from field import blobs
from field.models import Chain as ChainRow
from field.models import FieldEntry, FieldRecord
from field.services import settle_waiting
from inspections.models import Visit
from tests.field.phone import Answer, Chain, Cut, Line, Phone

_KINDS = ("note", "answer", "finding", "person_met", "photo", "signature")
_MOST_STEPS = 400


@dataclass
class BadLine:
    """Cuts one call in three; ``is_good`` for the way home at last."""

    line: Line
    chance: random.Random
    is_good: bool = False

    def __call__(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        fate = "good" if self.is_good else self.chance.choice(_FATES)
        if fate == "never arrives":
            raise Cut
        if fate == "cut inside" and method == "PATCH" and body:
            body = body[: self.chance.randrange(len(body))]
        answer = self.line(method, path, dict(headers), body)
        if fate in ("answer lost", "cut inside"):
            raise Cut
        return answer


_FATES = ("good",) * 6 + ("never arrives", "answer lost", "cut inside")


@dataclass
class History:
    """One run. ``made``: gives a registered phone for a person by its number, on a line."""

    seed: int
    visit: Visit
    officers: list[int]
    made: Callable[[int, int, timedelta], Phone]

    def run(self) -> None:
        self.chance = random.Random(self.seed)
        self.phones = [self._phone(no) for no in range(self.chance.choice((1, 1, 1, 2)))]
        self.chains = [self._on_site(phone) for phone in self.phones]
        for _ in range(self.chance.randrange(_MOST_STEPS // 10)):
            no = self.chance.randrange(len(self.phones))
            with suppress(Cut):
                self._step(self.phones[no], self.chains[no])
            self._check_promise()
        for phone, chain in zip(self.phones, self.chains, strict=True):
            phone.line.is_good = True
            phone.send_home(chain)
        self._check_promise()
        assert all(chain.key in phone.acknowledged for phone, chain in self._pairs())
        self._check_equal()
        settle_waiting(at=self.phones[0].clock() - self.phones[0].skew)
        self._check_states()

    def _pairs(self) -> list[tuple[Phone, Chain]]:
        return list(zip(self.phones, self.chains, strict=True))

    def _phone(self, no: int) -> Phone:
        skew = timedelta(minutes=self.chance.choice((0, 0, 3, -90, 7200, -7200)))
        phone = self.made(no, self.chance.getrandbits(60), skew)
        phone.line = BadLine(phone.line, self.chance)
        return phone

    def _on_site(self, phone: Phone) -> Chain:
        chain = phone.open(self.visit.pk)
        facts = {"checklist": self.visit.checklist_id, "position": None, "distance_m": None}
        phone.write(chain, "start", **facts)
        for _ in range(self.chance.randrange(9)):
            self._entry(phone, chain, self.chance.choice(_KINDS))
            if self.chance.random() < 0.1:
                phone.wake()
        phone.finish(chain, self.officers)
        return chain

    def _entry(self, phone: Phone, chain: Chain, kind: str) -> None:
        match kind:
            case "photo":
                phone.photograph(chain, self.chance.randbytes(self.chance.randrange(1, 3000)))
            case "signature":
                phone.take_signature(chain, "party", self.chance.choice("王李张"))
            case "answer":
                phone.write(chain, kind, item="C01", value=self.chance.choice(("ok", "")), note="")
            case "finding":
                facts = {"violation": "V90", "routed": "", "item": "", "text": "未公示。"}
                phone.write(chain, kind, key=self.chance.choice("ab"), **facts)
            case "person_met":
                phone.write(chain, kind, key="p", name=self.chance.choice(("王", "")), role="")
            case _:
                phone.write(chain, kind, text=f"第{len(chain.entries)}条")

    def _step(self, phone: Phone, chain: Chain) -> None:
        """One thing a phone may do at any time."""
        dice = self.chance.random()
        if dice < 0.45:
            count = self.chance.randint(1, len(chain.entries))
            some = self.chance.choices(chain.entries, k=count)  # also twice in one call
            phone.sync(some, [chain.key])
        elif dice < 0.9 and chain.blobs:
            self._send_some(phone, chain)
        elif dice < 0.95:
            phone.wake()
        else:
            settle_waiting(at=phone.clock() - phone.skew)

    def _send_some(self, phone: Phone, chain: Chain) -> None:
        checksum = self.chance.choice(sorted(chain.blobs))
        content = chain.blobs[checksum]
        begins = 0
        if self.chance.random() < 0.7:
            begins = int(phone.call("HEAD", f"blobs/{checksum}/").headers["upload-offset"])
        ends = self.chance.randint(begins, len(content))
        phone.send_part(checksum, content, begins=begins, ends=ends)

    def _check_promise(self) -> None:
        """What was acknowledged is here, whole."""
        for phone, chain in self._pairs():
            if chain.key in phone.acknowledged:
                self._check_chain(chain)

    def _check_chain(self, chain: Chain) -> None:
        rows = FieldEntry.objects.filter(chain__key=chain.key)
        told = sorted((entry["text"], entry["sig"]) for entry in chain.entries)
        assert sorted(rows.values_list("text", "signature")) == told
        for checksum, content in chain.blobs.items():
            assert _content(checksum) == content

    def _check_equal(self) -> None:
        """Nothing lost, nothing double, nothing that no phone sent."""
        assert ChainRow.objects.filter(visit=self.visit).count() == len(self.chains)
        for chain in self.chains:
            self._check_chain(chain)
        heads = FieldRecord.objects.filter(visit=self.visit).values_list("head", flat=True)
        assert sorted(heads) == sorted(chain.head for chain in self.chains)
        assert [phone.rejected for phone in self.phones] == [[] for _ in self.phones]

    def _check_states(self) -> None:
        """One version is the record; of two, one at most is, and no other is forgotten."""
        states = sorted(self.visit.field_records.values_list("state", flat=True))
        if len(self.chains) == 1:
            assert states == ["recorded"], list(self.visit.field_records.values("sentence"))
        else:
            assert states in (["in_conflict"] * 2, ["in_conflict", "recorded"])
        self.visit.refresh_from_db()
        assert self.visit.state == ("recorded" if "recorded" in states else "approved")


def _content(checksum: str) -> bytes:
    if blobs.is_whole(checksum):
        return blobs.whole(checksum).read_bytes()
    return StoredFile.objects.get(sha256=checksum).content

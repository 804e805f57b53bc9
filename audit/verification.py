"""Does history prove itself? Chain, rows, stamps, and the heads outside the database.

Reads in pieces, so a long history costs time but no memory, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count

from audit import heads, rules, words
from audit.keys import all_keys, chain_code
from audit.models import AuditEvent, AuditSeal
from common import timestamps
from common.errors import TimeStampWrong

PIECE = 2000  # rows read at a time
KEPT = 20  # troubles told in words; the others are counted
PATIENCE = timedelta(minutes=10)  # for the sealer, which comes every minute

Progress = Callable[[int, int], None]
Row = dict[str, Any]


@dataclass(slots=True)
class Verdict:
    """What a check found. ``troubles`` are sentences, the first in the chain's order first."""

    code: str
    rows: int = 0
    head_position: int = 0
    head_digest: str = ""
    trouble_count: int = 0
    troubles: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return self.trouble_count == 0

    def add(self, sentence: str) -> None:
        self.trouble_count += 1
        if len(self.troubles) < KEPT:
            self.troubles.append(sentence)


def verify(
    *, at: datetime, code: str = "", progress: Progress = lambda done, total: None
) -> Verdict:
    """Check the whole history of the schema that the connection looks at.

    ``code``: whose history it should be, when the schema's own name does not say so, as after a
    restore beside the county; the current county by default.
    """
    return _Check(code or chain_code(), at, progress).run()


class _Check:
    """One walk along the chain, from the genesis to its end."""

    def __init__(self, code: str, at: datetime, progress: Progress) -> None:
        self.verdict, self.at, self.progress = Verdict(code), at, progress
        self.keys = all_keys()
        self.lost_keys: dict[str, int] = {}
        self.is_stamped = False  # from the first stamp on, every row carries one
        self.sound_head: heads.Head | None = None  # the last one outside that fits

    def run(self) -> Verdict:
        # The files first: what they say was in the database before we begin to read there.
        outside, unreadable = heads.read_all(self.verdict.code)
        self.heads: dict[int, list[heads.Head]] = {}
        for head in outside:
            self.heads.setdefault(head.position, []).append(head)
        self._walk()
        self._look_at_heads_ahead(outside)
        self._look_at_unsealed()
        self._look_at_copies()
        self._look_at_keys()
        self._look_at_time_stamps()
        self._remark(outside, unreadable)
        return self.verdict

    def _walk(self) -> None:
        total, before = AuditSeal.objects.count(), rules.genesis(self.verdict.code)
        self._compare_heads(0, before)
        for seal, row in _sealed_rows():
            expected = self.verdict.head_position + 1
            is_next = seal.position == expected
            if not is_next:
                self.verdict.add(words.seals_missing(expected, seal.position - 1))
            self._look_at(seal, row, before if is_next else None)
            before = bytes(seal.digest)
            self._compare_heads(seal.position, before)
            self.verdict.head_position = seal.position
            self.verdict.rows += 1
            if self.verdict.rows % PIECE == 0:
                self.progress(self.verdict.rows, total)
        self.verdict.head_digest = before.hex()
        self.progress(self.verdict.rows, total)

    def _look_at(self, seal: AuditSeal, row: Row | None, before: bytes | None) -> None:
        if seal.format not in rules.SAID:
            return self.verdict.add(words.format_unknown(seal))
        link_holds = before is None or _link(seal, before) == bytes(seal.digest)
        if row is None:
            return self.verdict.add(words.row_missing(seal))
        if rules.row_digest(row, seal.format) != bytes(seal.row_digest) and link_holds:
            now = rules.marks(row, seal.format)
            differing = rules.columns_that_differ(bytes(seal.marks), now, seal.format)
            return self.verdict.add(words.row_touched(seal, row, differing))
        if not link_holds:
            return self.verdict.add(words.seal_touched(seal, row))
        return self._look_at_stamp(row, seal)

    def _look_at_stamp(self, row: Row, seal: AuditSeal | None) -> None:
        if not row["stamp"]:
            if self.is_stamped:
                self.verdict.add(words.row_added(row, seal))
            return
        self.is_stamped = True
        fits = rules.stamp_fits(row, code=self.verdict.code, keys=self.keys)
        if fits is None:
            name = row["stamp"].partition(".")[0]
            self.lost_keys[name] = self.lost_keys.get(name, 0) + 1
        elif not fits:
            self.verdict.add(words.row_added(row, seal))

    def _compare_heads(self, position: int, digest: bytes) -> None:
        for head in self.heads.pop(position, ()):
            if head.digest == digest.hex():
                self.sound_head = head
            else:
                since = self.sound_head.position if self.sound_head else 0
                self.verdict.add(words.head_differs(head, since))

    def _look_at_heads_ahead(self, outside: list[heads.Head]) -> None:
        ahead = [head for head in outside if head.position > self.verdict.head_position]
        if ahead:
            self.verdict.add(words.head_ahead(ahead[-1], self.verdict.head_position))

    def _look_at_unsealed(self) -> None:
        names = rules.columns(rules.FORMAT)
        last = 0
        while rows := list(
            AuditEvent.objects.unsealed().filter(pk__gt=last).order_by("pk").values(*names)[:PIECE]
        ):
            for row in rows:
                count = self.verdict.trouble_count
                self._look_at_stamp(row, None)
                is_old = row["written_at"] < self.at - PATIENCE
                if is_old and self.verdict.trouble_count == count:
                    self.verdict.add(words.row_unsealed(row))
            last = rows[-1]["id"]

    def _look_at_copies(self) -> None:
        copied = AuditEvent.objects.exclude(stamp="").order_by().values("stamp")
        for found in copied.annotate(rows=Count("pk")).filter(rows__gt=1)[:KEPT]:
            keys = AuditEvent.objects.filter(stamp=found["stamp"]).order_by("pk")
            self.verdict.add(words.rows_copied(list(keys.values_list("pk", flat=True)[:KEPT])))

    def _look_at_keys(self) -> None:
        for name, count in sorted(self.lost_keys.items()):
            self.verdict.add(words.key_missing(name, count))

    def _look_at_time_stamps(self) -> None:
        files = heads.stamped(self.verdict.code)
        if files and not timestamps.can_be_checked():
            return self.verdict.remarks.append(words.head_stamps_unchecked(len(files)))
        sound = []
        for path in files:
            token = heads.stamp_of(path).read_bytes()
            try:
                sound.append(timestamps.check(token, path.read_bytes()))
            except TimeStampWrong as refusal:
                reason = str(refusal.facts["reason"])
                self.verdict.add(words.head_file_stamp_wrong(path.name, reason))
        if sound:
            self.verdict.remarks.append(words.head_stamps(len(sound), sound[-1].at))
        return None

    def _remark(self, outside: list[heads.Head], unreadable: list[str]) -> None:
        if self.verdict.rows and not outside:
            self.verdict.remarks.append(words.no_heads())
        self.verdict.remarks += [words.head_unreadable(place) for place in unreadable]
        self.verdict.remarks += [words.went_back(head) for head in outside if head.note]


def _sealed_rows() -> Iterator[tuple[AuditSeal, Row | None]]:
    """Every seal in the chain's order, with the event that it seals if that is still there."""
    last = 0
    while seals := list(AuditSeal.objects.filter(position__gt=last).order_by("position")[:PIECE]):
        rows: dict[int, Row] = {
            row["id"]: dict(row)
            for row in AuditEvent.objects.filter(pk__in=[seal.event_id for seal in seals])
            .order_by()
            .values()
        }
        yield from ((seal, rows.get(seal.event_id)) for seal in seals)
        last = seals[-1].position


def _link(seal: AuditSeal, before: bytes) -> bytes:
    return rules.link(
        before,
        position=seal.position,
        event_id=seal.event_id,
        row_format=seal.format,
        row=bytes(seal.row_digest),
        field_marks=bytes(seal.marks),
        sealed_at=seal.sealed_at,
    )

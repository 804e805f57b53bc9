"""What the entries of a visit say together: later words take the place of earlier ones.

Which word counts stands in docs/field-protocol.md, 3, in the column "counts".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """One entry with its time: the phone's, and what it is taken for."""

    kind: str
    body: Body
    device_at: datetime
    true_at: datetime
    epoch: UUID
    mono: int

    @property
    def offset(self) -> timedelta:
        """What was added to the phone's clock."""
        return self.true_at - self.device_at


@dataclass(slots=True)
class Story:
    """A whole visit. Every value is the entry that counts."""

    told: Sequence[Told]
    answers: dict[str, Told] = field(default_factory=dict)
    findings: dict[str, Told] = field(default_factory=dict)
    photos: dict[str, Told] = field(default_factory=dict)
    people: dict[str, Told] = field(default_factory=dict)
    signatures: dict[tuple[str, int, str], Told] = field(default_factory=dict)
    refusals: dict[str, Told] = field(default_factory=dict)
    orders: dict[int, Told] = field(default_factory=dict)
    single: dict[str, Told] = field(default_factory=dict)
    """By kind: start, certificate_shown, counts, note, read_out, finish."""

    def body(self, kind: str) -> Body:
        """Of a kind that counts once; empty when it was never told."""
        return self.single[kind].body if kind in self.single else {}

    @property
    def starts_at(self) -> datetime:
        return self.single.get("start", self.told[0]).true_at

    @property
    def ends_at(self) -> datetime:
        return self.told[-1].true_at


def tell(told: Sequence[Told]) -> Story:
    """Fold the entries of one path, in its order. There is one at least, and the last finishes."""
    story = Story(told)
    for one in told:
        _add(story, one)
    return story


def _add(story: Story, one: Told) -> None:
    body = one.body
    match one.kind:
        case "answer":
            _keep(story.answers, body["item"], one, is_taken_back=not body["value"])
        case "finding":
            _keep(story.findings, body["key"], one, is_taken_back=not body["text"].strip())
        case "person_met":
            _keep(story.people, body["key"], one, is_taken_back=not body["name"].strip())
        case "photo":
            story.photos[body["sha256"]] = one
        case "read_out":
            # Who signed before signed another text.
            story.signatures.clear()
            story.single[one.kind] = one
        case "signature":
            story.signatures[body["role"], body["user"], body["name"]] = one
        case "refusal":
            story.refusals[body["of"]] = one
        case "order_handed":
            story.orders.setdefault(body["release"], one)
        case "start":
            story.single.setdefault("start", one)
        case _:
            story.single[one.kind] = one


def _keep(rows: dict[str, Told], key: str, one: Told, *, is_taken_back: bool) -> None:
    if is_taken_back:
        rows.pop(key, None)
    else:
        rows[key] = one


def ordered_times(story: Story, *, not_after: datetime) -> tuple[datetime, datetime]:
    """Begin and end of the visit; at least a minute apart and not in the future.

    A clock that was set during the visit may turn them round: an odd time must not stand in the
    way of the record, it is marked there.
    """
    ends_at = min(max(story.ends_at, story.starts_at), not_after)
    return min(story.starts_at, ends_at - timedelta(minutes=1)), ends_at

"""Entries come in: each by itself, in any order, as often as a phone likes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from common.errors import NotFound, Refusal
from field.errors import EntryOfOtherDevice, EntryOfOtherVisit, EntrySignature
from field.keys import PublicKey
from field.models import Chain, ClockReading, Device, FieldEntry
from field.queries.chains import ChainStatus, links_of, status_of
from field.rules.chains import Link
from field.rules.clocks import Reading, true_moment
from field.rules.entries import Entry, hash_of, read
from field.services.holding import hold_whole
from field.services.recognizing import note_contact
from field.states import CameBy
from inspections.models import Visit

_MOST_READINGS = 50
_COLUMNS = (
    *("chain_id", "sha256", "prev", "seq", "kind", "text", "signature", "blobs"),
    *("device_at", "true_at", "received_at", "came_by"),
)
_NAMED = ("planned_on", "starts_at", "institution__name")  # what history calls a visit by
_NOTE = """
WITH noted AS (
    INSERT INTO field_clockreading (device_id, epoch, device_at, mono, server_at)
    VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (device_id, epoch) DO UPDATE SET
        device_at = EXCLUDED.device_at, mono = EXCLUDED.mono, server_at = EXCLUDED.server_at
)
SELECT epoch, device_at, mono, server_at FROM field_clockreading
WHERE device_id = %s AND epoch <> %s ORDER BY server_at DESC LIMIT %s
"""
_BEGIN = """
INSERT INTO field_chain (key, visit_id, device_id, begun_at, loss) VALUES (%s, %s, %s, %s, '')
ON CONFLICT (key) DO NOTHING RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Signed:
    """An entry as it came: the text, and the signature over it."""

    text: str
    signature: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """An entry that was not taken, and why. All the others were."""

    sha256: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Taken:
    """The chains that the entries belong to, what was not taken, and how far the device's are."""

    chains: list[UUID]
    rejected: list[Rejected]
    statuses: list[ChainStatus]


@dataclass(frozen=True, slots=True)
class _Read:
    entry: Entry
    signature: str


@transaction.atomic
def take_entries(
    sent: Sequence[Signed],
    *,
    device: Device,
    clock: Reading | None = None,
    came_by: CameBy = CameBy.SYNC,
    at: datetime,
) -> Taken:
    """Keep what this device signed. Twice is once; what is odd is named and the rest is taken.

    A chain whose last part came is held at once: hashed again and acknowledged. All in one
    transaction, chains in the order of their keys.

    Args:
        clock: what the phone's clocks show now; None when it is not there itself.
    """
    rejected: list[Rejected] = []
    by_chain: dict[UUID, list[_Read]] = {}
    key = PublicKey(device.key_x, device.key_y)
    for one in sent:
        try:
            entry = _checked(one, device, key)
            by_chain.setdefault(entry.chain, []).append(_Read(entry, one.signature))
        except Refusal as refusal:
            rejected.append(Rejected(_name(one.text), refusal))
    taken = Taken(sorted(by_chain), rejected, [])
    if came_by == CameBy.SYNC:
        note_contact(device, at=at)
    if by_chain or clock is not None:
        readings = _readings(device, clock)
        for chain_key, entries in sorted(by_chain.items()):
            _take_chain(chain_key, entries, device, readings, came_by, taken, at=at)
    return taken


def hold_again(keys: Iterable[UUID], *, device: Device, at: datetime) -> list[ChainStatus]:
    """Look whether what was missing of these chains has come; how far this device's are."""
    found = []
    for key in sorted(keys):
        with transaction.atomic():
            chain = _locked(key, device)
            if chain is not None and chain.device_id == device.pk:
                links = links_of([chain])[chain.pk]
                found.append(status_of(chain, links, hold_whole(chain, links, at=at), device))
    return found


def _checked(one: Signed, device: Device, key: PublicKey) -> Entry:
    entry = read(one.text)
    if entry.device != device.key_hash:
        raise EntryOfOtherDevice()
    if not key.signed(one.text, one.signature):
        raise EntrySignature()
    return entry


def _name(text: str) -> str:
    """The hash by which the phone knows an entry, whatever is wrong with it."""
    return hash_of(text.encode(errors="surrogatepass").decode(errors="replace"))


def _readings(device: Device, clock: Reading | None) -> list[Reading]:
    """What is known of the phone's clocks, this contact first."""
    if clock is None:
        latest = ClockReading.objects.filter(device=device).order_by("-server_at")
        known = latest.values_list("epoch", "device_at", "mono", "server_at")
        return [Reading(*row) for row in known[:_MOST_READINGS]]
    shown = (clock.epoch, clock.device_at, clock.mono, clock.server_at)
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [device.pk, *shown, device.pk, clock.epoch, _MOST_READINGS - 1])
        return [clock, *(Reading(*row) for row in cursor.fetchall())]


def _take_chain(
    key: UUID,
    entries: list[_Read],
    device: Device,
    readings: list[Reading],
    came_by: CameBy,
    taken: Taken,
    *,
    at: datetime,
) -> None:
    visible = Visit.objects.visible_to(device.person).select_related("institution").only(*_NAMED)
    visit = visible.filter(pk=entries[0].entry.visit).order_by("pk").first()
    if visit is None:
        missing = NotFound(what="这次检查")
        taken.rejected.extend(Rejected(one.entry.sha256, missing) for one in entries)
        return
    chain = _begun(key, visit, device, at=at)
    known = None if chain else _locked(key, device)
    chain = chain or known
    assert chain is not None
    is_own = chain.device_id == device.pk
    fits = {
        one.entry.sha256: one for one in entries if is_own and one.entry.visit == chain.visit_id
    }
    odd = (one.entry.sha256 for one in entries if one.entry.sha256 not in fits)
    taken.rejected.extend(Rejected(sha256, EntryOfOtherVisit()) for sha256 in odd)
    if is_own:
        links = links_of([chain])[chain.pk] if known else []
        links += _write(chain, links, fits, readings, came_by, at=at)
        records = hold_whole(chain, links, is_new=known is None, at=at)
        taken.statuses.append(status_of(chain, links, records, device))


def _begun(key: UUID, visit: Visit, device: Device, *, at: datetime) -> Chain | None:
    """A new chain, nobody else's until the transaction ends; None when its key is known.

    What belongs to a new chain need not be looked for, so it must be told from a known one.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, [key, visit.pk, device.pk, at])
        made = cursor.fetchone()
    return Chain(pk=made[0], key=key, visit=visit, device=device, begun_at=at) if made else None


def _locked(key: UUID, device: Device) -> Chain | None:
    """The chain, held until the transaction ends; one of ``device`` with what is known of it."""
    held = Chain.objects.select_for_update(of=("self",), no_key=True)
    chain = held.select_related("visit__institution").filter(key=key).first()
    if chain is not None and chain.device_id == device.pk:
        chain.device = device
    return chain


def _write(
    chain: Chain,
    links: list[Link],
    fits: Mapping[str, _Read],
    readings: list[Reading],
    came_by: CameBy,
    *,
    at: datetime,
) -> list[Link]:
    """Keep what is new and say what that is. The chain is locked: nobody else adds meanwhile."""
    known = {link.sha256 for link in links}
    new = [one for sha256, one in fits.items() if sha256 not in known]
    if new:
        chain.require_here()
        rows = [_row(chain.pk, one, readings, came_by, at=at) for one in new]
        FieldEntry.objects.copy_values(_COLUMNS, rows)
    return [
        Link(one.entry.sha256, one.entry.prev, one.entry.seq, one.entry.kind, one.entry.blobs)
        for one in new
    ]


def _row(
    chain_id: int, one: _Read, readings: list[Reading], came_by: CameBy, *, at: datetime
) -> tuple[Any, ...]:
    """What is kept of an entry, in the order of _COLUMNS."""
    entry = one.entry
    return (
        chain_id,
        entry.sha256,
        entry.prev,
        entry.seq,
        entry.kind,
        entry.text,
        one.signature,
        list(entry.blobs),
        entry.at,
        true_moment(entry.at, entry.epoch, readings, received_at=at),
        at,
        came_by.value,
    )

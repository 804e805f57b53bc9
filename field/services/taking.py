"""Entries come in: each by itself, in any order, as often as a phone likes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from common.errors import NotFound, Refusal
from field.errors import EntryOfOtherDevice, EntryOfOtherVisit, EntrySignature
from field.keys import PublicKey
from field.models import Chain, ClockReading, Device, FieldEntry
from field.rules.clocks import Reading, true_moment
from field.rules.entries import Entry, hash_of, read
from field.services.holding import hold_whole
from field.states import CameBy
from inspections.models import Visit


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
    """The chains that the entries belong to, and what was not taken."""

    chains: list[UUID]
    rejected: list[Rejected]


@dataclass(frozen=True, slots=True)
class _Read:
    entry: Entry
    signature: str


def take_entries(
    sent: Sequence[Signed],
    *,
    device: Device,
    clock: Reading | None = None,
    came_by: CameBy = CameBy.SYNC,
    at: datetime,
) -> Taken:
    """Keep what this device signed. Twice is once; what is odd is named and the rest is taken.

    A chain whose last part came is held at once: hashed again and acknowledged.

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
    readings = _readings(device, clock)
    for chain_key, entries in sorted(by_chain.items()):
        rejected += _take_chain(chain_key, entries, device, readings, came_by, at=at)
    return Taken(sorted(by_chain), rejected)


def hold_again(keys: Iterable[UUID], *, device: Device, at: datetime) -> None:
    """Look whether what was missing of these chains has come."""
    for key in sorted(keys):
        with transaction.atomic():
            chain = _locked(key)
            if chain is not None and chain.device_id == device.pk:
                hold_whole(chain, at=at)


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
    """What is known of the phone's clocks, this contact included."""
    if clock is not None:
        ClockReading.objects.update_or_create(
            device=device,
            epoch=clock.epoch,
            defaults={
                "mono": clock.mono,
                "device_at": clock.device_at,
                "server_at": clock.server_at,
            },
        )
    rows = ClockReading.objects.filter(device=device).order_by("-server_at")[:50]
    return [Reading(row.epoch, row.device_at, row.mono, row.server_at) for row in rows]


@transaction.atomic
def _take_chain(
    key: UUID,
    entries: list[_Read],
    device: Device,
    readings: list[Reading],
    came_by: CameBy,
    *,
    at: datetime,
) -> list[Rejected]:
    visit_id = entries[0].entry.visit
    if not Visit.objects.visible_to(device.person).filter(pk=visit_id).exists():
        missing = NotFound(what="这次检查")
        return [Rejected(one.entry.sha256, missing) for one in entries]
    fresh = Chain(key=key, visit_id=visit_id, device=device, begun_at=at)
    Chain.objects.bulk_create([fresh], ignore_conflicts=True)
    chain = _locked(key)
    assert chain is not None
    fits = {
        one.entry.sha256: one
        for one in entries
        if (chain.visit_id, chain.device_id) == (one.entry.visit, device.pk)
    }
    _write(chain, fits, readings, came_by, at=at)
    hold_whole(chain, at=at)
    odd = (one.entry.sha256 for one in entries if one.entry.sha256 not in fits)
    return [Rejected(sha256, EntryOfOtherVisit()) for sha256 in odd]


def _locked(key: UUID) -> Chain | None:
    """The chain, held until the transaction ends."""
    held = Chain.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("visit__institution", "device__person").filter(key=key).first()


def _write(
    chain: Chain,
    fits: Mapping[str, _Read],
    readings: list[Reading],
    came_by: CameBy,
    *,
    at: datetime,
) -> None:
    rows = [
        FieldEntry(
            chain=chain,
            sha256=sha256,
            prev=one.entry.prev,
            seq=one.entry.seq,
            kind=one.entry.kind,
            text=one.entry.text,
            signature=one.signature,
            blobs=list(one.entry.blobs),
            device_at=one.entry.at,
            true_at=true_moment(one.entry.at, one.entry.epoch, readings, received_at=at),
            received_at=at,
            came_by=came_by,
        )
        for sha256, one in fits.items()
    ]
    FieldEntry.objects.bulk_create(rows, ignore_conflicts=True)

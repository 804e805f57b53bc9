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
from field.queries.chains import ChainStatus, links_of, status_of
from field.rules.chains import Link
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
    """What is known of the phone's clocks, this contact included."""
    if clock is not None:
        ClockReading.objects.bulk_create(
            [
                ClockReading(
                    device=device,
                    epoch=clock.epoch,
                    mono=clock.mono,
                    device_at=clock.device_at,
                    server_at=clock.server_at,
                )
            ],
            update_conflicts=True,
            unique_fields=["device", "epoch"],
            update_fields=["mono", "device_at", "server_at"],
        )
    rows = ClockReading.objects.filter(device=device).order_by("-server_at")[:50]
    return [Reading(row.epoch, row.device_at, row.mono, row.server_at) for row in rows]


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
    visit_id = entries[0].entry.visit
    if not Visit.objects.visible_to(device.person).filter(pk=visit_id).exists():
        missing = NotFound(what="这次检查")
        taken.rejected.extend(Rejected(one.entry.sha256, missing) for one in entries)
        return
    fresh = Chain(key=key, visit_id=visit_id, device=device, begun_at=at)
    Chain.objects.bulk_create([fresh], ignore_conflicts=True)
    chain = _locked(key, device)
    assert chain is not None
    is_own = chain.device_id == device.pk
    fits = {
        one.entry.sha256: one for one in entries if is_own and one.entry.visit == chain.visit_id
    }
    odd = (one.entry.sha256 for one in entries if one.entry.sha256 not in fits)
    taken.rejected.extend(Rejected(sha256, EntryOfOtherVisit()) for sha256 in odd)
    if is_own:
        links = _write(chain, fits, readings, came_by, at=at)
        taken.statuses.append(status_of(chain, links, hold_whole(chain, links, at=at), device))


def _locked(key: UUID, device: Device) -> Chain | None:
    """The chain, held until the transaction ends; one of ``device`` with what is known of it."""
    held = Chain.objects.select_for_update(of=("self",), no_key=True)
    chain = held.select_related("visit__institution").filter(key=key).first()
    if chain is not None and chain.device_id == device.pk:
        chain.device = device
    return chain


def _write(
    chain: Chain,
    fits: Mapping[str, _Read],
    readings: list[Reading],
    came_by: CameBy,
    *,
    at: datetime,
) -> list[Link]:
    """Keep what is new; every entry of the locked chain, so nobody else adds one meanwhile."""
    links = links_of([chain])[chain.pk]
    known = {link.sha256 for link in links}
    new = {sha256: one for sha256, one in fits.items() if sha256 not in known}
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
        for sha256, one in new.items()
    ]
    FieldEntry.objects.bulk_create(rows)
    return links + [Link(row.sha256, row.prev, row.seq, row.kind, tuple(row.blobs)) for row in rows]

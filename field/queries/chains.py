"""How far a visit has come home."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from documents.models import StoredFile
from field import blobs
from field.models import Chain, Device, FieldEntry, FieldRecord
from field.rules.chains import Link, missing_predecessors, named_blobs


@dataclass(frozen=True, slots=True)
class MissingBlob:
    """Bytes that an entry names and that are not whole here; ``offset`` of them are."""

    sha256: str
    offset: int


@dataclass(frozen=True, slots=True)
class ChainStatus:
    """What of a chain is here, and what is missing."""

    chain: Chain
    entries: int
    waits_for: list[str]
    blobs: list[MissingBlob]
    records: list[FieldRecord]


def links_of(chains: Iterable[Chain]) -> dict[int, list[Link]]:
    """The entries of each chain, as far as the chain's rules need them."""
    found: dict[int, list[Link]] = {chain.pk: [] for chain in chains}
    rows = FieldEntry.objects.filter(chain__in=list(found)).values_list(
        "chain_id", "sha256", "prev", "seq", "kind", "blobs"
    )
    for chain_id, checksum, prev, seq, kind, named in rows:
        found[chain_id].append(Link(checksum, prev, seq, kind, tuple(named)))
    return found


def not_here(checksums: Iterable[str]) -> list[str]:
    """Those that are neither whole on their way in nor stored for good."""
    away = [checksum for checksum in checksums if not blobs.is_whole(checksum)]
    if not away:
        return []
    stored = StoredFile.objects.filter(sha256__in=away).values_list("sha256", flat=True)
    return sorted(set(away) - set(stored))


def status_of(
    chain: Chain, links: list[Link], records: list[FieldRecord], device: Device
) -> ChainStatus:
    """Of a chain whose entries and records are known."""
    missing = not_here(named_blobs(links))
    return ChainStatus(
        chain=chain,
        entries=len(links),
        waits_for=missing_predecessors(links),
        blobs=[MissingBlob(one, blobs.offset(one, device=device.key_hash)) for one in missing],
        records=records,
    )

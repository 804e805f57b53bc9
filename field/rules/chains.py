"""Entries came in any order: which of them hang together, and which visits are whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from field.rules.entries import FIRST

FINISH = "finish"


@dataclass(frozen=True, slots=True)
class Link:
    """What a chain needs to know of an entry."""

    sha256: str
    prev: str
    seq: int
    kind: str
    blobs: tuple[str, ...] = ()


def path_to(head: str, links: Mapping[str, Link]) -> tuple[Link, ...]:
    """The entries from the first to ``head``, in order; empty when one of them is missing.

    Numbers run from 1 without a gap, and nothing follows a ``finish``.
    """
    found: list[Link] = []
    wanted = head
    while wanted != FIRST:
        link = links.get(wanted)
        if link is None or (found and (link.seq != found[-1].seq - 1 or link.kind == FINISH)):
            return ()
        found.append(link)
        wanted = link.prev
    whole = bool(found) and found[-1].seq == 1
    return tuple(reversed(found)) if whole else ()


def whole_paths(links: Iterable[Link]) -> dict[str, tuple[Link, ...]]:
    """For each ``finish`` whose predecessors all came: the entries that lead to it."""
    known = {link.sha256: link for link in links}
    heads = (link.sha256 for link in known.values() if link.kind == FINISH)
    paths = {head: path_to(head, known) for head in heads}
    return {head: path for head, path in paths.items() if path}


def missing_predecessors(links: Iterable[Link]) -> list[str]:
    """Hashes that an entry names as the one before it, and that have not come."""
    links = list(links)
    known = {link.sha256 for link in links} | {FIRST}
    return sorted({link.prev for link in links} - known)


def named_blobs(links: Iterable[Link]) -> list[str]:
    """The bytes that these entries name, each once."""
    return sorted({blob for link in links for blob in link.blobs})

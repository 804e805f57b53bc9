"""Reads of evidence for pages, papers and commands."""

from __future__ import annotations

from accounts.models import User
from common.errors import NotFound
from evidence import redaction
from evidence.models import Manifest, Original, Paper, Signature
from evidence.models.originals import OriginalQuerySet
from evidence.models.papers import PaperQuerySet
from evidence.scenes import is_read_out, suggested_facts
from evidence.verification import Verdict, verify
from inspections.models import Visit
from tenants.models import CountyQuerySet

__all__ = [
    "Verdict",
    "get_manifest",
    "get_original",
    "get_paper",
    "is_read_out",
    "manifests",
    "originals_for",
    "papers_for",
    "screen_view",
    "signatures_of",
    "suggested_facts",
    "verify",
]

_VIEW_PX = 1600


def originals_for(user: User) -> OriginalQuerySet:
    """The originals that the person may know of, with what a list prints."""
    return (
        Original.objects.visible_to(user)
        .select_related("visit__institution", "file", "kept_by", "manifest_entry__manifest")
        .prefetch_related("copies__file", "copies__made_by")
    )


def get_original(original_id: int, *, user: User) -> Original:
    """One original that the person may know of. Raises NotFound."""
    original = originals_for(user).filter(pk=original_id).first()
    if original is None:
        raise NotFound(what="这份证据")
    return original


def screen_view(original: Original) -> bytes:
    """A photograph at the size of a screen (JPEG, upright). Raises FileDamaged."""
    return redaction.view_of(original.file.content, edge_px=_VIEW_PX)


def papers_for(user: User) -> PaperQuerySet:
    """The papers of visits that the person may know of, with what a list prints."""
    found = Paper.objects.visible_to(user)
    return found.select_related("visit__institution", "document", "frozen_by", "successor")


def get_paper(paper_id: int, *, user: User) -> Paper:
    """One paper that the person may know of. Raises NotFound."""
    paper = papers_for(user).filter(pk=paper_id).first()
    if paper is None:
        raise NotFound(what="这份文书")
    return paper


def signatures_of(visit: Visit) -> list[Signature]:
    """Who signed or refused at a visit, in the order in which it came."""
    return list(visit.signatures.order_by("pk"))


def manifests() -> CountyQuerySet:
    """The days' lists, the newest first, with their files and stamps."""
    return Manifest.objects.select_related("file").prefetch_related("stamps").order_by("-day")


def get_manifest(manifest_id: int) -> Manifest:
    """One day's list. Raises NotFound."""
    made: Manifest | None = manifests().filter(pk=manifest_id).first()
    if made is None:
        raise NotFound(what="这一日的证据清单")
    return made

"""Reads of evidence for pages, papers and commands."""

from __future__ import annotations

from accounts.models import User
from common.errors import NotFound
from evidence.models import Manifest, Original
from evidence.models.originals import OriginalQuerySet
from evidence.verification import Verdict, verify
from tenants.models import CountyQuerySet

__all__ = ["Verdict", "get_original", "manifests", "originals_for", "verify"]


def originals_for(user: User) -> OriginalQuerySet:
    """The originals that the person may know of, with what a list prints."""
    return (
        Original.objects.visible_to(user)
        .select_related("visit__institution", "file", "kept_by", "manifest_entry__manifest")
        .prefetch_related("copies__file")
    )


def get_original(original_id: int, *, user: User) -> Original:
    """One original that the person may know of. Raises NotFound."""
    original = originals_for(user).filter(pk=original_id).first()
    if original is None:
        raise NotFound(what="这份证据")
    return original


def manifests() -> CountyQuerySet:
    """The days' lists, the newest first, with their files and stamps."""
    return Manifest.objects.select_related("file").prefetch_related("stamps")

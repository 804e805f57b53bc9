"""The tables of evidence, one module per noun."""

from evidence.models.copies import Copy
from evidence.models.manifests import Manifest, ManifestEntry, ManifestStamp
from evidence.models.originals import Original, OriginalQuerySet
from evidence.models.papers import Paper, PaperQuerySet
from evidence.models.signatures import Signature

__all__ = [
    "Copy",
    "Manifest",
    "ManifestEntry",
    "ManifestStamp",
    "Original",
    "OriginalQuerySet",
    "Paper",
    "PaperQuerySet",
    "Signature",
]

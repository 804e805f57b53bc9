"""The tables of evidence, one module per noun."""

from evidence.models.originals import Original, OriginalQuerySet
from evidence.models.signatures import Signature

__all__ = ["Original", "OriginalQuerySet", "Signature"]
